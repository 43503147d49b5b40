package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        OperatorConfig config = OperatorConfig.load(List.of(), Map.of());
        assertNull(config.kubeconfig());
        assertEquals("inferno-autoscaler-system", config.namespace());
        assertEquals("inferno-autoscaler-system", config.configNamespace());
        assertEquals(
                "inferno-autoscaler-variantautoscaling-config",
                config.mainConfigMapNames().getFirst());
        assertEquals(5, config.mainConfigMapNames().size());
        assertEquals(
                "wva-saturation-scaling-config",
                config.saturationConfigMapNames().getFirst());
        assertEquals(List.of(), config.watchNamespaces());
        assertEquals(
                new LeaderElection(
                        true,
                        "inferno-autoscaler",
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2)),
                config.leaderElection());
        assertEquals(
                new Endpoints(
                        new BindAddress(true, "", 8080),
                        false,
                        null,
                        "tls.crt",
                        "tls.key",
                        true,
                        new BindAddress(true, "", 8081)),
                config.endpoints());
        assertEquals(Engine.FAST, config.engine());
        assertEquals("info", config.logLevel());
    }

    @Test
    void secretsAreNeverShown() {
        BadConfig problem = assertThrows(
                BadConfig.class,
                () -> OperatorConfig.load(List.of(), Map.of("PROMETHEUS_BEARER_TOKEN", "hush\u0000x")));
        assertFalse(problem.text().contains("hush"), problem.text());
        ConfigSources sources = ConfigSources.read(
                List.of(), Map.of("PROMETHEUS_BEARER_TOKEN", "hush\n", "EPP_METRIC_READER_BEARER_TOKEN", "hush"));
        assertFalse(OperatorConfig.load(sources).toString().contains("hush"));
        LiveSettings settings = new LiveSettingsReader(sources).resolve("x", null);
        assertEquals("hush", settings.prometheus().bearerToken());
        assertFalse(settings.toString().contains("hush"));
    }

    @Test
    void aConfigMapSetsWhatOnlyAStartCanChangeButNeverStopsIt() {
        ConfigSources sources = ConfigSources.read(List.of(), Map.of());
        Map<String, String> data =
                Map.of("LOG_LEVEL", "debug", "LEADER_ELECT", "bad", "LEADER_ELECTION_RETRY_PERIOD", "3s");
        OperatorConfig config = OperatorConfig.load(sources, data);
        assertEquals("debug", config.logLevel());
        assertTrue(config.leaderElection().enabled());
        assertEquals(Duration.ofSeconds(3), config.leaderElection().retryPeriod());
    }

    @Test
    void secureMetricsAreConfiguredAsInTheOriginals() {
        OperatorConfig config = OperatorConfig.load(
                ConfigSources.read(
                        List.of(
                                "--metrics-secure",
                                "--metrics-bind-address=:8443",
                                "--metrics-cert-path",
                                "/certs",
                                "--metrics-cert-name=a.crt",
                                "--metrics-cert-key=a.key"),
                        Map.of()),
                Map.of("metrics.wvaAliases", "false"));
        assertEquals(
                new Endpoints(
                        new BindAddress(true, "", 8443),
                        true,
                        "/certs",
                        "a.crt",
                        "a.key",
                        false,
                        new BindAddress(true, "", 8081)),
                config.endpoints());
    }

    @Test
    void namesOfConfigMapsCanBeChosen() {
        OperatorConfig config = OperatorConfig.load(
                List.of("--config-map", "mine", "--controller-instance", "blue"),
                Map.of("SATURATION_CONFIG_MAP_NAME", "sat"));
        assertEquals(List.of("mine"), config.mainConfigMapNames());
        assertEquals(List.of("sat"), config.saturationConfigMapNames());
        assertEquals("inferno-autoscaler-blue", config.leaderElection().leaseName());
    }
}
