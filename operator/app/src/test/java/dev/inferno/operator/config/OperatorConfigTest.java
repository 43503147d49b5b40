package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class OperatorConfigTest {

    @TempDir
    Path folder;

    @Test
    void withoutAnythingTheDefaultsCount() {
        OperatorConfig config = OperatorConfig.load(List.of(), Map.of());

        assertAll(
                () -> assertNull(config.kubeconfig()),
                () -> assertEquals("inferno-autoscaler-system", config.namespace()),
                () -> assertEquals("inferno-autoscaler-system", config.configNamespace()),
                () -> assertEquals(5, config.mainConfigMapNames().size()),
                () -> assertEquals(
                        "inferno-autoscaler-variantautoscaling-config",
                        config.mainConfigMapNames().getFirst()),
                () -> assertEquals(List.of(), config.watchNamespaces()),
                () -> assertNull(config.controllerInstance()),
                () -> assertNull(config.nodeSelector()),
                () -> assertEquals(
                        new LeaderElection(
                                true,
                                "inferno-autoscaler",
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2)),
                        config.leaderElection()),
                () -> assertEquals(
                        new Endpoints(
                                new BindAddress(true, "", 8080),
                                false,
                                null,
                                "tls.crt",
                                "tls.key",
                                new BindAddress(true, "", 8081)),
                        config.endpoints()),
                () -> assertEquals("fast", config.optimizer()),
                () -> assertEquals("info", config.logLevel()));
    }

    static Stream<Key<?>> keys() {
        return Keys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsTakenFromItsFlagAndFromTheEnvironment(Key<?> key) {
        String value = sample(key);
        Object parsed = key.kind().parse(value);

        assertEquals(
                parsed,
                ConfigSources.read(with(key, key.flag() + "=" + value), Map.of())
                        .values(Layer.EMPTY)
                        .find(key));
        assertEquals(
                parsed,
                ConfigSources.read(with(key), Map.of(key.name(), value))
                        .values(Layer.EMPTY)
                        .find(key));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anEmptyValueIsUnset(Key<?> key) {
        Object byDefault = key.fallback().isEmpty() ? null : key.kind().parse(key.fallback());

        assertEquals(
                byDefault,
                ConfigSources.read(List.of(key.flag() + "="), Map.of(key.name(), "  "))
                        .values(Layer.EMPTY)
                        .find(key));
    }

    @Test
    void flagsWinOverEnvironmentOverFile() {
        Path file = write("LOG_LEVEL: error\nPOD_NAMESPACE: from-file\nCONTROLLER_INSTANCE: from-file\n");
        Map<String, String> environment = Map.of("LOG_LEVEL", "warn", "POD_NAMESPACE", "from-environment");

        OperatorConfig config =
                OperatorConfig.load(List.of("--log-level=debug", "--config-file", file.toString()), environment);

        assertEquals("debug", config.logLevel());
        assertEquals("from-environment", config.namespace());
        assertEquals("from-file", config.controllerInstance());
        assertEquals("inferno-autoscaler-from-file", config.leaderElection().leaseName());
    }

    @Test
    void theConfigMapStandsBetweenEnvironmentAndFile() {
        Path file = write("LOG_LEVEL: error\nCONTROLLER_INSTANCE: from-file\nWVA_NODE_SELECTOR: pool=file\n");
        ConfigSources sources =
                ConfigSources.read(List.of(), Map.of("CONFIG_FILE", file.toString(), "LOG_LEVEL", "debug"));

        OperatorConfig config =
                OperatorConfig.load(sources, Map.of("LOG_LEVEL", "warn", "CONTROLLER_INSTANCE", "from-map"));

        assertEquals("debug", config.logLevel());
        assertEquals("from-map", config.controllerInstance());
        assertEquals("pool=file", config.nodeSelector());
    }

    @ParameterizedTest
    @CsvSource({"--log-level debug,debug", "-log-level debug,debug", "--log-level=warn --log-level=error,error"})
    void flagsTakeTheFormsOfGo(String words, String level) {
        assertEquals(
                level, OperatorConfig.load(List.of(words.split(" ")), Map.of()).logLevel());
    }

    @Test
    void aSwitchAloneIsTrueAndMayBeFollowedByAnotherFlag() {
        OperatorConfig config = OperatorConfig.load(
                List.of("--metrics-secure", "--leader-elect", "false", "--config-map", "mine"), Map.of());

        assertTrue(config.endpoints().secure());
        assertFalse(config.leaderElection().enabled());
        assertEquals(List.of("mine"), config.mainConfigMapNames());
    }

    @Test
    void anUnknownFlagNamesTheNearest() {
        assertProblem("unknown flag --log-levle; did you mean --log-level?", List.of("--log-levle=debug"), Map.of());
    }

    @Test
    void anUnknownKeyInTheFileNamesTheNearest() {
        Path file = write("GLOBAL_OPT_INTERVALL: 30s\n");

        assertProblem(
                "unknown key GLOBAL_OPT_INTERVALL; did you mean GLOBAL_OPT_INTERVAL?",
                List.of("--config-file=" + file),
                Map.of());
    }

    @Test
    void anUnknownNameInTheEnvironmentIsIgnored() {
        assertEquals(
                OperatorConfig.load(List.of(), Map.of()),
                OperatorConfig.load(List.of(), Map.of("LOG_LEVLE", "debug", "PATH", "/bin")));
    }

    @Test
    void everyMistakeIsToldAtOnceWithWhatIsAllowed() {
        BadConfig bad = assertThrows(
                BadConfig.class,
                () -> OperatorConfig.load(List.of("--log-level=loud", "extra"), Map.of("GLOBAL_OPT_INTERVAL", "soon")));

        assertEquals(3, String.valueOf(bad.getMessage()).lines().count());
        assertContains(
                bad, "flag --log-level: LOG_LEVEL is \"loud\"; it must be one of debug, error, info, trace, warn");
        assertContains(bad, "unexpected word extra");
        assertContains(bad, "environment: GLOBAL_OPT_INTERVAL is \"soon\"; it must be a duration from 1s to 24h");
    }

    @Test
    void aFlagWithoutItsValueSaysWhatItNeeds() {
        assertProblem("flag --log-level needs a value", List.of("--log-level", "--leader-elect"), Map.of());
    }

    @Test
    void leaseTimesMustIncrease() {
        assertProblem(
                "LEADER_ELECTION_LEASE_DURATION is 10s; it must be above LEADER_ELECTION_RENEW_DEADLINE, which is 10s",
                List.of("--leader-election-lease-duration=10s"),
                Map.of());
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertProblem(
                "belong together; the key is not set", List.of("--prometheus-client-cert-path=/tls.crt"), Map.of());
    }

    @Test
    void theExactSolverIsRefusedByName() {
        assertProblem("asks for the exact solver", List.of("--inferno-optimizer-type=python"), Map.of());
        assertEquals(
                "fast",
                OperatorConfig.load(List.of("--inferno-optimizer-type=go"), Map.of())
                        .optimizer());
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertProblem(
                "must name a YAML file the operator may read",
                List.of("--config-file=" + folder.resolve("absent.yaml")),
                Map.of());
    }

    @Test
    void keysOfTheOriginalsWithoutEffectAreNoticedOnce() {
        ConfigSources sources = ConfigSources.read(
                List.of("--zap-log-level=debug", "--pool-group", "x"), Map.of("INFERNO_PYTHON_PATH", "/usr/bin"));

        assertEquals(3, sources.notices().size());
        assertTrue(
                sources.notices()
                        .contains("INFERNO_PYTHON_PATH (environment) has no effect here: no Python is started;"
                                + " INFERNO_OPTIMIZER_TYPE chooses the solver"),
                sources.notices().toString());
    }

    @Test
    void secretsAreNeverShown() {
        BadConfig bad = assertThrows(
                BadConfig.class,
                () -> OperatorConfig.load(List.of("--prometheus-bearer-token=hush\u0000hush"), Map.of()));
        assertFalse(String.valueOf(bad.getMessage()).contains("hush"), bad.getMessage());

        OperatorConfig config = OperatorConfig.load(List.of(), Map.of("EPP_METRIC_READER_BEARER_TOKEN", "hush"));
        assertEquals("hush", config.eppMetricReaderToken());
        assertFalse(config.toString().contains("hush"));
    }

    @Test
    void watchedNamespacesAreSeparatedByCommas() {
        assertEquals(
                List.of("a", "b"),
                OperatorConfig.load(List.of("--watch-namespace=a, b,,a"), Map.of())
                        .watchNamespaces());
    }

    @Test
    void aBadConfigMapNeverStopsAStart() {
        ConfigSources sources = ConfigSources.read(List.of(), Map.of());

        assertEquals(OperatorConfig.load(sources), OperatorConfig.load(sources, Map.of("LOG_LEVEL", "loud", "X", "1")));
        assertEquals(OperatorConfig.load(sources), OperatorConfig.load(sources, Map.of("config.yaml", "[")));
        assertEquals(
                OperatorConfig.load(sources),
                OperatorConfig.load(sources, Map.of("LEADER_ELECTION_LEASE_DURATION", "1s")));
    }

    /** Other keys this one cannot do without. */
    private List<String> with(Key<?> key, String... flags) {
        Stream<String> needed = switch (key.name()) {
            case "PROMETHEUS_CLIENT_CERT_PATH" -> Stream.of("--prometheus-client-key-path=k");
            case "PROMETHEUS_CLIENT_KEY_PATH" -> Stream.of("--prometheus-client-cert-path=c");
            default -> Stream.of();
        };
        return Stream.concat(Stream.of(flags), needed).toList();
    }

    /** An allowed value that is not the default. */
    private String sample(Key<?> key) {
        return switch (key.name()) {
            case "CONFIG_FILE" -> write("{}").toString();
            case "INFERNO_OPTIMIZER_TYPE" -> "go";
            case "LOG_LEVEL" -> "trace";
            case "INFERNO_ROUTING" -> "powerOfTwo";
            case "INFERNO_MODE" -> "Advise";
            case "TENANT_PRIORITY_FLOOR" -> "20";
            case "PROMETHEUS_BASE_URL" -> "https://prometheus.monitoring.svc:9090";
            case "METRICS_BIND_ADDRESS", "HEALTH_PROBE_BIND_ADDRESS" -> "127.0.0.1:9999";
            case "LEADER_ELECTION_LEASE_DURATION" -> "40s";
            case "LEADER_ELECTION_RENEW_DEADLINE" -> "12s";
            case "LEADER_ELECTION_RETRY_PERIOD" -> "3s";
            case "PROMETHEUS_METRICS_CACHE_UNAVAILABLE_THRESHOLD" -> "6m";
            default ->
                key.kind().equals(Kind.SWITCH)
                        ? String.valueOf(!key.fallback().equals("true"))
                        : key.kind().allowed().startsWith("a duration") ? "90s" : "word";
        };
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("config.yaml"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertProblem(String expected, List<String> flags, Map<String, String> environment) {
        BadConfig bad = assertThrows(BadConfig.class, () -> OperatorConfig.load(flags, environment));
        assertContains(bad, expected);
    }

    private static void assertContains(BadConfig bad, String expected) {
        assertTrue(String.valueOf(bad.getMessage()).contains(expected), bad.getMessage());
    }
}
