package dev.inferno.operator.config;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigSourcesTest {

    @TempDir
    Path folder;

    static Stream<Key<?>> everyKey() {
        return Keys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("everyKey")
    void everyKeyIsReadFromFlagEnvironmentFileAndConfigMap(Key<?> key) throws IOException {
        String sample = Samples.of(key);
        Object parsed = key.kind().parse(sample);
        Map<String, String> company = Samples.company(key);
        assertEquals(parsed, read(key, List.of(key.flag(), sample), company), "flag");
        assertEquals(parsed, read(key, List.of(key.flag() + "=" + sample), company), "flag with =");
        if (key.equals(Keys.CONFIG_FILE)) {
            return;
        }
        Map<String, String> environment = new HashMap<>(company);
        environment.put(key.name(), sample);
        assertEquals(parsed, read(key, List.of(), environment), "environment");
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, key.name() + ": '" + sample + "'\n");
        assertEquals(parsed, read(key, List.of("--config-file", file.toString()), company), "file");
        if (key.scope() != Scope.LOCATE) {
            Layer layer = ConfigSources.configMap("ConfigMap x", Map.of(key.name(), sample), new Report());
            assertEquals(sample, requireNonNull(layer).values().get(key), "ConfigMap");
        }
    }

    private static @Nullable Object read(Key<?> key, List<String> flags, Map<String, String> environment) {
        return ConfigSources.read(flags, environment).values(Layer.EMPTY).find(key);
    }

    @ParameterizedTest
    @MethodSource("everyKey")
    void everyKeyRefusesALineBreakOrAnotherWrongValueAndSaysWhatIsAllowed(Key<?> key) {
        BadConfig problem =
                assertThrows(BadConfig.class, () -> ConfigSources.read(List.of(), Map.of(key.name(), "a\nb c")));
        assertTrue(problem.text().startsWith("environment: " + key.name()), problem.text());
        assertTrue(problem.text().contains("must be "), problem.text());
    }

    @ParameterizedTest
    @CsvSource({
        "GLOBAL_OPT_INTERVAL, 999ms, 1s",
        "GLOBAL_OPT_INTERVAL, 24h1s, 24h",
        "INFERNO_OBSERVE_INTERVAL, 500ms, 1s",
        "INFERNO_OBSERVE_INTERVAL, 11m, 10m",
        "INFERNO_METRICS_MIN_WINDOW, 4s, 5s",
        "INFERNO_METRICS_MIN_WINDOW, 61m, 1h",
        "INFERNO_SCALE_UP_STABILIZATION, 3601s, 1h",
        "INFERNO_SCALE_DOWN_STABILIZATION, 3601s, 1h",
        "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD, 0s, 1s",
        "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD, 25h, 1s",
        "PROMETHEUS_METRICS_CACHE_UNAVAILABLE_THRESHOLD, 25h, 24h",
        "LEADER_ELECTION_LEASE_DURATION, 11m, 10m",
        "LEADER_ELECTION_RENEW_DEADLINE, 0s, 1s",
        "LEADER_ELECTION_RETRY_PERIOD, 100ms, 1s",
        "GLOBAL_OPT_INTERVAL, 60, 60s",
        "GLOBAL_OPT_INTERVAL, -5s, 60s",
        "METRICS_BIND_ADDRESS, 8080, :PORT",
        "METRICS_BIND_ADDRESS, :65536, :PORT",
        "PROMETHEUS_BASE_URL, prometheus:9090, URL",
        "PROMETHEUS_BASE_URL, ftp://prometheus, URL",
        "WATCH_NAMESPACE, 'a,B', DNS label",
        "INFERNO_ROUTING, fair, leastLoaded",
        "INFERNO_MODE, Metrics, Advise",
        "LEADER_ELECT, maybe, true or false",
        "LOG_LEVEL, loud, debug",
        "INFERNO_OPTIMIZER_TYPE, slow, fast (also called go) or exact (also called python)",
        "TENANT_PRIORITY_FLOOR, 0, 1 to 100",
    })
    void refusesValuesOutOfBoundsNamingTheBound(String name, String value, String named) {
        BadConfig problem = assertThrows(BadConfig.class, () -> OperatorConfig.load(List.of(), Map.of(name, value)));
        assertTrue(problem.text().contains(name + " is \"" + value + "\""), problem.text());
        assertTrue(problem.text().contains(named), problem.text());
    }

    @Test
    void flagsWinOverEnvironmentOverConfigMapOverFile() throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, "GLOBAL_OPT_INTERVAL: 4s\nLOG_LEVEL: debug\n");
        Map<String, String> configMap = Map.of("GLOBAL_OPT_INTERVAL", "3s");
        List<String> fileFlag = List.of("--config-file=" + file);
        Map<String, String> environment = Map.of("GLOBAL_OPT_INTERVAL", "2s");
        assertEquals(4, interval(fileFlag, Map.of(), Map.of()));
        assertEquals(3, interval(fileFlag, Map.of(), configMap));
        assertEquals(2, interval(fileFlag, environment, configMap));
        List<String> both = List.of("--config-file=" + file, "--global-opt-interval", "1s");
        assertEquals(1, interval(both, environment, configMap));
        assertEquals("debug", OperatorConfig.load(fileFlag, Map.of()).logLevel());
    }

    private static long interval(List<String> flags, Map<String, String> environment, Map<String, String> configMap) {
        LiveSettingsReader reader = new LiveSettingsReader(ConfigSources.read(flags, environment));
        return reader.resolve("x", configMap).interval().toSeconds();
    }

    @Test
    void emptyMeansUnset() {
        OperatorConfig config =
                OperatorConfig.load(List.of("--log-level="), Map.of("LOG_LEVEL", " ", "POD_NAMESPACE", ""));
        assertEquals("info", config.logLevel());
        assertEquals("inferno-autoscaler-system", config.namespace());
    }

    @Test
    void unknownFlagsAndFileKeysNameTheNearestWhileTheEnvironmentMayHoldAnything() throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, "GLOBAL_OPT_INTERVALL: 4s\n");
        BadConfig problem = assertThrows(
                BadConfig.class,
                () -> OperatorConfig.load(
                        List.of("--leader-elekt", "--config-file", file.toString()), Map.of("PATH", "/bin")));
        assertTrue(
                problem.text().contains("unknown flag --leader-elekt; did you mean --leader-elect?"), problem.text());
        assertTrue(problem.text().contains("did you mean GLOBAL_OPT_INTERVAL?"), problem.text());
        assertFalse(problem.text().contains("PATH"), problem.text());
    }

    @Test
    void reportsEveryMistakeAtOnce() {
        BadConfig problem = assertThrows(
                BadConfig.class,
                () -> OperatorConfig.load(List.of("--log-level", "loud", "word"), Map.of("LEADER_ELECT", "x")));
        assertEquals(3, problem.text().lines().count(), problem.text());
    }

    @Test
    void valuesThatContradictEachOtherAreRefused() {
        BadConfig lease = assertThrows(
                BadConfig.class, () -> OperatorConfig.load(List.of("--leader-election-renew-deadline=15s"), Map.of()));
        assertTrue(lease.text().contains("LEADER_ELECTION_LEASE_DURATION is 15s; it must be above"), lease.text());
        BadConfig pair = assertThrows(
                BadConfig.class,
                () -> OperatorConfig.load(List.of(), Map.of("PROMETHEUS_CLIENT_CERT_PATH", "/tls.crt")));
        assertTrue(pair.text().contains("the key is not set"), pair.text());
    }

    @Test
    void unreadableOrMalformedFilesAreNamed() throws IOException {
        BadConfig absent =
                assertThrows(BadConfig.class, () -> OperatorConfig.load(List.of("--config-file=/none.yaml"), Map.of()));
        assertTrue(absent.text().contains("file /none.yaml: cannot be read"), absent.text());
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, "LOG_LEVEL: info\nPROMETHEUS_BEARER_TOKEN: [secret\n");
        BadConfig malformed =
                assertThrows(BadConfig.class, () -> OperatorConfig.load(List.of("--config-file=" + file), Map.of()));
        assertTrue(malformed.text().contains("not valid YAML in line"), malformed.text());
        assertFalse(malformed.text().contains("secret"), malformed.text());
    }
}
