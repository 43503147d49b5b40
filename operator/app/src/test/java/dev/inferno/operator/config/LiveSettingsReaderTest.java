package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.Routing;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.ConfigProblem;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveSettingsReaderTest {

    private static final String URL = "http://prometheus:9090";

    private final LiveSettingsReader reader =
            new LiveSettingsReader(ConfigSources.read(List.of(), Map.of("PROMETHEUS_BASE_URL", URL)));

    private LiveSettings resolve(String... namesAndValues) {
        Map<String, String> data = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            data.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return reader.resolve("main", data);
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        LiveSettings settings = reader.resolve("main", null);
        assertEquals(List.of(), settings.problems());
        assertEquals(Duration.ofSeconds(60), settings.interval());
        assertFalse(settings.trigger());
        assertEquals(Duration.ofSeconds(15), settings.observeInterval());
        assertEquals(Duration.ofMinutes(1), settings.minWindow());
        assertEquals(Duration.ZERO, settings.scaleUpWindow());
        assertEquals(Duration.ofMinutes(5), settings.scaleDownWindow());
        assertEquals(
                new MetricsAges(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)), settings.ages());
        assertEquals(URI.create(URL), settings.prometheus().baseUrl());
        assertEquals(Routing.ROUND_ROBIN, settings.routing());
        assertEquals(ActuationMode.DIRECT, settings.mode());
        assertFalse(settings.observeOnly());
        assertEquals(10, settings.tenantPriorityFloor());
    }

    @Test
    void changesActAtOnceAndRemovedKeysReturnToTheDefault() {
        assertEquals(5, resolve("GLOBAL_OPT_INTERVAL", "5s").interval().toSeconds());
        assertEquals(7, resolve("GLOBAL_OPT_INTERVAL", "7s").interval().toSeconds());
        assertEquals(60, resolve().interval().toSeconds());
        assertTrue(resolve("GLOBAL_OPT_TRIGGER", "true").trigger());
        assertTrue(resolve("INFERNO_MODE", "advise").observeOnly());
        assertTrue(resolve("INFERNO_PAUSED", "true").observeOnly());
        assertEquals(3, resolve("INFERNO_CHANGES_PER_CYCLE", "3").changesPerCycle());
    }

    @Test
    void oneDocumentIsAsGoodAsFlatKeys() {
        LiveSettings settings = resolve(
                "config.yaml",
                "GLOBAL_OPT_INTERVAL: 30s\nWVA_SCALE_TO_ZERO: true\ntenantPriorityFloor: 20\nnodePools: [{name: a}]\n");
        assertEquals(List.of(), settings.problems());
        assertEquals(30, settings.interval().toSeconds());
        assertTrue(settings.scaleToZero());
        assertEquals(20, settings.tenantPriorityFloor());
        assertEquals(1, settings.notices().size());
    }

    @Test
    void aBadValueKeepsTheLastGoodOneAndTheOthersStillChange() {
        resolve("GLOBAL_OPT_INTERVAL", "5s");
        LiveSettings settings = resolve("GLOBAL_OPT_INTERVAL", "soon", "INFERNO_PAUSED", "true");
        assertEquals(5, settings.interval().toSeconds());
        assertTrue(settings.paused());
        assertEquals(
                List.of(
                        new ConfigProblem(
                                "ConfigMap main",
                                "GLOBAL_OPT_INTERVAL",
                                "GLOBAL_OPT_INTERVAL is \"soon\"; it must be a duration from 1s to 24h, such as 60s, 1m30s or 500ms")),
                settings.problems());
        assertEquals(5, resolve("GLOBAL_OPT_INTERVAL", "worse").interval().toSeconds());
    }

    @Test
    void aMalformedDocumentKeepsEverything() {
        resolve("config.yaml", "GLOBAL_OPT_INTERVAL: 5s");
        LiveSettings settings = resolve("config.yaml", "GLOBAL_OPT_INTERVAL: [");
        assertEquals(5, settings.interval().toSeconds());
        assertEquals("config.yaml", settings.problems().getFirst().key());
        assertEquals(5, resolve("config.yaml", "just words").interval().toSeconds());
        assertEquals(
                5,
                resolve("config.yaml", "GLOBAL_OPT_INTERVAL: {a: 1}").interval().toSeconds());
    }

    @Test
    void unknownKeysNameTheNearestAndStopNothing() {
        LiveSettings settings = resolve("GLOBAL_OPT_INTERVALL", "5s", "INFERNO_PAUSED", "true");
        assertTrue(settings.paused());
        assertEquals(
                "unknown key GLOBAL_OPT_INTERVALL; did you mean GLOBAL_OPT_INTERVAL?",
                settings.problems().getFirst().message());
    }

    @Test
    void contradictingValuesReturnTogetherToTheLastGoodOnes() {
        resolve("PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD", "3m");
        LiveSettings settings = resolve(
                "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD", "4m", "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD", "90s");
        assertEquals(
                new MetricsAges(Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofMinutes(5)), settings.ages());
        assertEquals(1, settings.problems().size());
    }

    @Test
    void aMistakeIsReportedEvenWhenAStrongerSourceHidesTheKey() {
        LiveSettings settings = resolve("PROMETHEUS_BASE_URL", "nowhere");
        assertEquals(URI.create(URL), settings.prometheus().baseUrl());
        assertEquals("PROMETHEUS_BASE_URL", settings.problems().getFirst().key());
    }

    @Test
    void keysOfTheStartAreNotedWhenTheyChangeAndKeysThatFindTheConfigMapAreRefused() {
        assertEquals(List.of(), resolve("LOG_LEVEL", "debug").problems());
        assertEquals(List.of(), resolve("LOG_LEVEL", "debug").problems());
        assertTrue(resolve("LOG_LEVEL", "warn").problems().getFirst().message().contains("restarted"));
        assertTrue(resolve("LOG_LEVEL", "debug", "CONFIG_MAP_NAME", "x")
                .problems()
                .getFirst()
                .message()
                .contains("needed to find this ConfigMap"));
    }

    @Test
    void aMissingPrometheusIsAProblem() {
        LiveSettings settings = new LiveSettingsReader(ConfigSources.read(List.of(), Map.of())).resolve("main", null);
        assertEquals("PROMETHEUS_BASE_URL", settings.problems().getFirst().key());
    }
}
