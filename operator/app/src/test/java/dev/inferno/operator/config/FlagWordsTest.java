package dev.inferno.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagWordsTest {

    @Test
    void flagsFollowGo() {
        OperatorConfig config = OperatorConfig.load(
                List.of(
                        "-leader-elect=false",
                        "--metrics-secure",
                        "--metrics-bind-address=:8080",
                        "--metrics-bind-address=:8443"),
                Map.of());
        assertFalse(config.leaderElection().enabled());
        assertTrue(config.endpoints().secure());
        assertEquals(8443, config.endpoints().metrics().port());
        assertFalse(OperatorConfig.load(List.of("--leader-elect", "false"), Map.of())
                .leaderElection()
                .enabled());
        BadConfig problem = assertThrows(BadConfig.class, () -> OperatorConfig.load(List.of("--log-level"), Map.of()));
        assertTrue(problem.text().contains("--log-level needs a value"), problem.text());
    }

    @Test
    void keysWithoutEffectAreAcceptedWithANotice() {
        ConfigSources sources = ConfigSources.read(
                List.of("--enable-http2", "--v", "2", "--log-level=debug"),
                Map.of("INFERNO_PYTHON_PATH", "/usr/bin/python3"));
        assertEquals(3, sources.notices().size());
        assertTrue(sources.notices().stream()
                .anyMatch(line -> line.contains("INFERNO_PYTHON_PATH (environment) has no effect")));
        assertEquals("debug", OperatorConfig.load(sources).logLevel());
    }
}
