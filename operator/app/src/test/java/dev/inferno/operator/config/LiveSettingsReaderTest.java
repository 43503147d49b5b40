package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.snapshot.Routing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveSettingsReaderTest {

    private static final Map<String, String> PROMETHEUS = Map.of("PROMETHEUS_BASE_URL", "http://prometheus:9090");

    private final LiveSettingsReader reader = reader(List.of(), PROMETHEUS);

    @Test
    void withoutAConfigMapTheDefaultsCount() {
        LiveSettings settings = reader.resolve("main", null);

        assertAll(
                () -> assertEquals(Duration.ofSeconds(60), settings.interval()),
                () -> assertFalse(settings.trigger()),
                () -> assertEquals(Duration.ofSeconds(15), settings.observeInterval()),
                () -> assertEquals(Duration.ofMinutes(1), settings.minWindow()),
                () -> assertEquals(Duration.ZERO, settings.scaleUpWindow()),
                () -> assertEquals(Duration.ofMinutes(5), settings.scaleDownWindow()),
                () -> assertEquals(
                        new MetricsAges(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)),
                        settings.ages()),
                () -> assertEquals(
                        URI.create("http://prometheus:9090"),
                        settings.prometheus().baseUrl()),
                () -> assertNull(settings.prometheus().bearerToken()),
                () -> assertFalse(settings.prometheus().insecureSkipVerify()),
                () -> assertEquals(Routing.ROUND_ROBIN, settings.routing()),
                () -> assertFalse(settings.observeOnly()),
                () -> assertFalse(settings.scaleToZero()),
                () -> assertEquals(10, settings.tenantPriorityFloor()),
                () -> assertEquals(List.of(), settings.problems()),
                () -> assertEquals(List.of(), settings.notices()));
    }

    @Test
    void flatKeysOfTheConfigMapCountAtOnce() {
        LiveSettings settings = reader.resolve(
                "main",
                Map.of("GLOBAL_OPT_INTERVAL", "30s", "INFERNO_ROUTING", "leastLoaded", "GLOBAL_OPT_TRIGGER", "True"));

        assertEquals(Duration.ofSeconds(30), settings.interval());
        assertEquals(Routing.LEAST_LOADED, settings.routing());
        assertTrue(settings.trigger());
        assertEquals(
                Duration.ofSeconds(60), reader.resolve("main", Map.of()).interval(), "removed = the default again");
    }

    @Test
    void aDocumentInConfigYamlCountsLikeFlatKeysWhichWinOverIt() {
        LiveSettings settings = reader.resolve("main", Map.of("config.yaml", """
                GLOBAL_OPT_INTERVAL: 30s
                tenantPriorityFloor: 5
                INFERNO_PAUSED: true
                """, "GLOBAL_OPT_INTERVAL", "45s"));

        assertEquals(Duration.ofSeconds(45), settings.interval());
        assertEquals(5, settings.tenantPriorityFloor());
        assertTrue(settings.paused());
        assertEquals(List.of(), settings.problems());
    }

    @Test
    void aDocumentThatIsNoYamlKeepsEverythingAndIsNamed() {
        reader.resolve("main", Map.of("config.yaml", "GLOBAL_OPT_INTERVAL: 30s"));
        LiveSettings settings = reader.resolve("main", Map.of("config.yaml", "GLOBAL_OPT_INTERVAL: [30s"));

        assertEquals(Duration.ofSeconds(30), settings.interval());
        assertProblem(settings, "config.yaml", "config.yaml: not valid YAML in line 1");
    }

    @Test
    void flagsAndEnvironmentWinOverTheConfigMapWhichWinsOverTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), """
                GLOBAL_OPT_INTERVAL: 10s
                INFERNO_METRICS_MIN_WINDOW: 10s
                INFERNO_SCALE_UP_STABILIZATION: 10s
                INFERNO_SCALE_DOWN_STABILIZATION: 10s
                """);
        LiveSettingsReader all = reader(
                List.of("--config-file=" + file, "--global-opt-interval=40s"),
                Map.of("GLOBAL_OPT_INTERVAL", "30s", "INFERNO_METRICS_MIN_WINDOW", "30s"));

        LiveSettings settings = all.resolve(
                "main",
                Map.of(
                        "GLOBAL_OPT_INTERVAL", "20s",
                        "INFERNO_METRICS_MIN_WINDOW", "20s",
                        "INFERNO_SCALE_UP_STABILIZATION", "20s"));

        assertEquals(Duration.ofSeconds(40), settings.interval());
        assertEquals(Duration.ofSeconds(30), settings.minWindow());
        assertEquals(Duration.ofSeconds(20), settings.scaleUpWindow());
        assertEquals(Duration.ofSeconds(10), settings.scaleDownWindow());
    }

    @Test
    void aBadValueKeepsTheLastGoodOneAndSaysWhatIsAllowed() {
        reader.resolve("main", Map.of("GLOBAL_OPT_INTERVAL", "30s"));
        LiveSettings settings =
                reader.resolve("main", Map.of("GLOBAL_OPT_INTERVAL", "soon", "INFERNO_ROUTING", "random"));

        assertEquals(Duration.ofSeconds(30), settings.interval());
        assertEquals(Routing.RANDOM, settings.routing(), "the other keys are taken over");
        assertEquals(
                List.of(new ConfigProblem(
                        "ConfigMap main",
                        "GLOBAL_OPT_INTERVAL",
                        "GLOBAL_OPT_INTERVAL is \"soon\"; it must be a duration from 1s to 24h, such as 60s,"
                                + " 1m30s or 500ms")),
                settings.problems());
        assertEquals(
                Duration.ofSeconds(30),
                reader.resolve("main", Map.of("GLOBAL_OPT_INTERVAL", "0s")).interval());
    }

    @Test
    void aBadValueThatNeverWasGoodLeavesTheDefault() {
        assertEquals(
                Duration.ofSeconds(60),
                reader.resolve("main", Map.of("GLOBAL_OPT_INTERVAL", "soon")).interval());
    }

    @Test
    void anEmptyValueIsUnset() {
        LiveSettings settings = reader.resolve("main", Map.of("GLOBAL_OPT_INTERVAL", " ", "PROMETHEUS_BASE_URL", ""));

        assertEquals(Duration.ofSeconds(60), settings.interval());
        assertEquals(List.of(), settings.problems());
    }

    @Test
    void anUnknownKeyNamesTheNearestAndStopsNothing() {
        LiveSettings settings = reader.resolve("main", Map.of("GLOBAL_OPT_INTERVALL", "30s", "INFERNO_MODE", "Advise"));

        assertEquals(ActuationMode.ADVISE, settings.mode());
        assertTrue(settings.observeOnly());
        assertProblem(
                settings,
                "GLOBAL_OPT_INTERVALL",
                "unknown key GLOBAL_OPT_INTERVALL; did you mean GLOBAL_OPT_INTERVAL?");
    }

    @Test
    void agesThatContradictEachOtherGoBackTogether() {
        reader.resolve("main", Map.of("PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD", "30s"));
        LiveSettings settings = reader.resolve(
                "main",
                Map.of(
                        "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD", "3m",
                        "PROMETHEUS_METRICS_CACHE_UNAVAILABLE_THRESHOLD", "4m"));

        assertEquals(
                new MetricsAges(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(5)), settings.ages());
        assertProblem(
                settings,
                "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD",
                "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD is 2m; it must be at least");
    }

    @Test
    void keysWithoutEffectGiveANotice() {
        LiveSettings settings = reader.resolve("main", Map.of("WVA_LIMITED_MODE", "true"));

        assertEquals(
                List.of("WVA_LIMITED_MODE (ConfigMap main) has no effect here: the nodes' devices always limit a plan"),
                settings.notices());
        assertEquals(List.of(), settings.problems());
    }

    @Test
    void keysNeededToFindTheConfigMapAreAMistakeInIt() {
        LiveSettings settings = reader.resolve("main", Map.of("POD_NAMESPACE", "elsewhere"));

        assertProblem(settings, "POD_NAMESPACE", "POD_NAMESPACE cannot be set here");
    }

    @Test
    void keysOfTheStartSayThatTheyHaveNoEffectInTheConfigMap() {
        LiveSettings settings = reader.resolve("main", Map.of("LOG_LEVEL", "debug", "LEADER_ELECT", "true"));

        assertEquals(1, settings.problems().size(), "a value that is in force anyway is no problem");
        assertProblem(settings, "LOG_LEVEL", "LOG_LEVEL has no effect here: this version reads it at the start only");
        assertProblem(settings, "LOG_LEVEL", "--log-level");
    }

    @Test
    void withoutPrometheusTheProblemSaysWhatToSet() {
        LiveSettingsReader bare = reader(List.of(), Map.of());

        assertProblem(bare.resolve("main", null), "PROMETHEUS_BASE_URL", "set it to a URL such as");
        assertEquals(List.of(), bare.resolve("main", PROMETHEUS).problems());
    }

    @Test
    void secretsAreNeverShown() {
        LiveSettings settings = reader.resolve("main", Map.of("PROMETHEUS_BEARER_TOKEN", "hush"));
        assertEquals("hush", settings.prometheus().bearerToken());
        assertFalse(settings.toString().contains("hush"));

        LiveSettings bad = reader.resolve("main", Map.of("PROMETHEUS_BEARER_TOKEN", "quiet\nplease"));
        assertEquals("hush", bad.prometheus().bearerToken());
        assertProblem(bad, "PROMETHEUS_BEARER_TOKEN", "PROMETHEUS_BEARER_TOKEN (hidden)");
        assertFalse(bad.problems().toString().contains("quiet"));
    }

    private static LiveSettingsReader reader(List<String> flags, Map<String, String> environment) {
        return new LiveSettingsReader(ConfigSources.read(flags, environment));
    }

    private static void assertProblem(LiveSettings settings, String key, String message) {
        assertTrue(
                settings.problems().stream()
                        .anyMatch(problem -> problem.key().equals(key)
                                && problem.source().equals("ConfigMap main")
                                && problem.message().contains(message)),
                settings.problems().toString());
    }
}
