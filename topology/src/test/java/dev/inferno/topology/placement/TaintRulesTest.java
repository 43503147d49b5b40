package dev.inferno.topology.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Toleration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaintRulesTest {

    @ParameterizedTest(name = "toleration {0} {1} {2} {3}: {4}")
    @CsvSource({
        // key, operator, value, effect (none = all), tolerates gpu=yes:NoSchedule
        "gpu, EQUAL, yes, NO_SCHEDULE, true",
        "gpu, EQUAL, yes, , true",
        "gpu, EQUAL, no, NO_SCHEDULE, false",
        "gpu, EQUAL, '', NO_SCHEDULE, false",
        "gpu, EXISTS, '', NO_SCHEDULE, true",
        "gpu, EXISTS, '', , true",
        "gpu, EXISTS, '', NO_EXECUTE, false",
        "gpu, EXISTS, '', PREFER_NO_SCHEDULE, false",
        "other, EXISTS, '', , false",
        "'', EXISTS, '', , true",
        "'', EXISTS, '', NO_SCHEDULE, true",
        "'', EXISTS, '', NO_EXECUTE, false",
    })
    void toleratesAsTheSchedulerDoes(
            String key, Toleration.Operator operator, String value, TaintEffect effect, boolean tolerated) {
        var taint = new Taint("gpu", "yes", TaintEffect.NO_SCHEDULE);
        var toleration = new Toleration(key, operator, value, effect);

        assertEquals(tolerated, TaintRules.tolerated(taint, List.of(toleration)));
    }

    @ParameterizedTest(name = "{0} refuses new {1}, evicts running {2}")
    @CsvSource({"NO_SCHEDULE, true, false", "NO_EXECUTE, true, true", "PREFER_NO_SCHEDULE, false, false"})
    void effectsDifferForNewAndRunningPods(TaintEffect effect, boolean refuses, boolean evicts) {
        var taints = List.of(new Taint("gpu", "yes", effect));

        assertEquals(refuses, TaintRules.refusingNew(taints, List.of()).isPresent());
        assertEquals(evicts, TaintRules.evicting(taints, List.of()).isPresent());
    }

    @Test
    void allTaintsMustBeToleratedEachByAnyToleration() {
        var taints = List.of(new Taint("a", "", TaintEffect.NO_SCHEDULE), new Taint("b", "1", TaintEffect.NO_EXECUTE));
        var tolerateA = new Toleration("a", Toleration.Operator.EXISTS, "", null);
        var tolerateB = new Toleration("b", Toleration.Operator.EQUAL, "1", null);

        assertEquals(
                "b",
                TaintRules.refusingNew(taints, List.of(tolerateA)).orElseThrow().key());
        assertEquals(
                true,
                TaintRules.refusingNew(taints, List.of(tolerateB, tolerateA)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted"})
    void nodesThatAreBeingRemovedTakeNobodyNewWhateverIsTolerated(String key) {
        var taints = List.of(new Taint(key, "", TaintEffect.NO_SCHEDULE));
        var everything = new Toleration("", Toleration.Operator.EXISTS, "", null);

        assertEquals(true, TaintRules.refusingNew(taints, List.of(everything)).isPresent());
    }
}
