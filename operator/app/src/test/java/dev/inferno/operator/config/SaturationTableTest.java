package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.snapshot.SaturationThresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaturationTableTest {

    private final SaturationTable table = new SaturationTable();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private List<SaturationThresholds> read(@Nullable Map<String, String> data) {
        problems.clear();
        notices.clear();
        return table.read("wva-saturation-scaling-config", data, problems, notices);
    }

    private String problem() {
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst().message();
    }

    @Test
    void withoutConfigMapTheDefaultsOfTheOriginalsHold() {
        assertEquals(List.of(), read(null));
        assertEquals(List.of(), problems);
    }

    @Test
    void whatAnEntryLeavesOutComesFromDefault() {
        List<SaturationThresholds> read = read(Map.of(
                "default", "kvCacheThreshold: 0.75\nqueueLengthThreshold: 8\n",
                "a", "model_id: m\nnamespace: ns\nkvSpareTrigger: \"0.2\"\n"));
        assertEquals(
                List.of(
                        new SaturationThresholds(null, null, 0.75, 8, 0.1, 3),
                        new SaturationThresholds("m", "ns", 0.75, 8, 0.2, 3)),
                read);
        assertEquals(List.of(), problems);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kvCacheThreshold: 1.2 | kvCacheThreshold is \"1.2\"; it must be a part of the KV cache from 0 to 1",
                "kvCacheThreshold: 80% | kvCacheThreshold is \"80%\"; it must be a decimal number of at least 0",
                "queueLengthThreshold: -1 | queueLengthThreshold is \"-1\"; it must be a decimal number of at least 0",
                "kvCacheTreshold: 0.7 | unknown field kvCacheTreshold; did you mean kvCacheThreshold?",
                "kvSpareTrigger: 0.9 | kvCacheThreshold is 0.8 and kvSpareTrigger is 0.9",
                "queueSpareTrigger: 6 | queueLengthThreshold is 5.0 and queueSpareTrigger is 6.0",
                "kvCacheThreshold: 0 | kvCacheThreshold must be above 0",
                "model_id: m | give model_id and namespace in an entry with another key",
                "[1 | not valid YAML"
            })
    void aBadDefaultKeepsItsLastGoodValuesAndSaysWhatIsWrong(String bad, String said) {
        List<SaturationThresholds> good = read(Map.of("default", "queueSpareTrigger: 4"));

        assertEquals(good, read(Map.of("default", bad)));
        assertTrue(problem().contains(said), problem());
        assertTrue(problem().contains("the last good entry stays in force"), problem());
    }

    @Test
    void aBadEntryFailsAlone() {
        List<SaturationThresholds> read =
                read(Map.of("default", "queueLengthThreshold: 9", "x", "kvSpareTrigger: 0.2"));
        assertEquals(List.of(new SaturationThresholds(null, null, 0.8, 9, 0.1, 3)), read);
        assertTrue(problem().contains("x: model_id is missing"), problem());
        assertTrue(problem().contains("the entry is left out"), problem());
    }

    @Test
    void aVanishedConfigMapKeepsItsEntriesAndAnEmptyOneClearsThem() {
        List<SaturationThresholds> good = read(Map.of("default", "queueSpareTrigger: 4"));
        assertEquals(good, read(null));
        assertTrue(problem().contains("is gone"), problem());
        assertEquals(List.of(), read(Map.of()));
    }

    @Test
    void fieldsWithoutEffectAreTakenAndSaid() {
        read(Map.of("default", "analyzerName: saturation\nscaleUpThreshold: 0.85\nenableLimiter: true\n"));
        assertEquals(List.of(), problems);
        assertEquals(3, notices.size());
        assertTrue(notices.getFirst().contains("default: analyzerName has no effect"), notices::toString);
    }
}
