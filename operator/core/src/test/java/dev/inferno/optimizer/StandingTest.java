package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A shortage that lasts is not a reason to take replicas from one model for another every minute. */
class StandingTest {

    private static final String GPU = "nvidia.com/gpu";
    private static final int DEVICES = 10;

    /** Both want more than there is; each replica carries about 25 requests/min. */
    private static TestFleet fleet(int runA, int runB, double loadA, double loadB, int priorityB) {
        var fleet = new TestFleet()
                .nvidia("n1", DEVICES)
                .classes(
                        TestVariant.classOf("a.yaml", "A", 5, "ma", TestFleet.premium()),
                        TestVariant.classOf("b.yaml", "B", priorityB, "mb", TestFleet.premium()))
                .variant(TestVariant.onA100("a").model("ma").replicas(runA))
                .variant(TestVariant.onA100("b").model("mb").replicas(runB))
                .remembered("a")
                .remembered("b")
                .perMinute("ma", loadA)
                .perMinute("mb", loadB);
        if (runA > 0) {
            fleet.running("a", "n1", runA, GPU);
        }
        if (runB > 0) {
            fleet.running("b", "n1", runB, GPU);
        }
        return fleet;
    }

    private static List<Integer> granted(TestFleet fleet) {
        CycleSnapshot seen = fleet.snapshot();
        var granted = new TreeMap<String, Integer>();
        Optimizer.fast(StopSignal.NEVER)
                .plan(Analyzer.create().analyse(seen), seen)
                .variants()
                .forEach(plan -> granted.put(plan.key().name(), plan.granted()));
        return List.copyOf(granted.values());
    }

    @Test
    void aLoadThatTremblesMovesNothing() {
        var random = new Random(1);
        List<Integer> now = granted(fleet(1, 1, 300, 300, 5));
        assertEquals(DEVICES, now.get(0) + now.get(1));
        for (int cycle = 0; cycle < 50; cycle++) {
            double loadA = 300 * (0.97 + 0.06 * random.nextDouble());
            double loadB = 300 * (0.97 + 0.06 * random.nextDouble());
            assertEquals(now, granted(fleet(now.get(0), now.get(1), loadA, loadB, 5)), "cycle " + cycle);
        }
    }

    @Test
    void aLoadThatIsReallyOtherMovesReplicas() {
        List<Integer> now = granted(fleet(9, 1, 225, 100, 5));
        assertTrue(now.get(1) >= 3, now::toString);
    }

    @Test
    void theMoreImportantIsServedWhole() {
        List<Integer> now = granted(fleet(5, 5, 200, 145, 1));
        assertEquals(6, now.get(1), now::toString);
        assertEquals(4, now.get(0), now::toString);
    }

    @Test
    void whatIsNotNeededAnyMoreGoesToWhoLacksIt() {
        List<Integer> now = granted(fleet(8, 2, 60, 150, 5));
        assertEquals(List.of(3, 6), now);
    }
}
