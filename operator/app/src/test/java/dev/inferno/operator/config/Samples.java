package dev.inferno.operator.config;

import java.util.Map;

/** An allowed value other than the default for every key. */
final class Samples {

    private Samples() {}

    static String of(Key<?> key) {
        return switch (key.name()) {
            case "CONFIG_FILE" -> "/dev/null";
            case "LOG_LEVEL" -> "debug";
            case "INFERNO_OPTIMIZER_TYPE" -> "go";
            case "INFERNO_ROUTING" -> "leastLoaded";
            case "INFERNO_MODE" -> "Advise";
            case "INFERNO_INVENTORY_MODE" -> "None";
            case "TENANT_PRIORITY_FLOOR", "INFERNO_CHANGES_PER_CYCLE" -> "20";
            case "LEADER_ELECTION_LEASE_DURATION" -> "60s";
            case "LEADER_ELECTION_RENEW_DEADLINE" -> "12s";
            case "LEADER_ELECTION_RETRY_PERIOD" -> "3s";
            case "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD" -> "30s";
            case "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD" -> "1m30s";
            case "PROMETHEUS_METRICS_CACHE_UNAVAILABLE_THRESHOLD" -> "10m";
            default -> byKind(key);
        };
    }

    /** What must be set beside a key. */
    static Map<String, String> company(Key<?> key) {
        return switch (key.name()) {
            case "PROMETHEUS_CLIENT_CERT_PATH" -> Map.of("PROMETHEUS_CLIENT_KEY_PATH", "tls.key");
            case "PROMETHEUS_CLIENT_KEY_PATH" -> Map.of("PROMETHEUS_CLIENT_CERT_PATH", "tls.crt");
            default -> Map.of();
        };
    }

    private static String byKind(Key<?> key) {
        if (key.kind().equals(Kind.SWITCH)) {
            return key.fallback().equals("true") ? "false" : "true";
        }
        if (key.kind().equals(Kind.ADDRESS)) {
            return "127.0.0.1:0";
        }
        if (key.kind().equals(Kind.URL)) {
            return "https://prometheus.monitoring.svc:9090";
        }
        return key.kind().allowed().startsWith("a duration") ? "33s" : "some-text";
    }
}
