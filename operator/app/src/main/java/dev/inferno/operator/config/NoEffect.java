package dev.inferno.operator.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys and flags of the originals that do nothing here, and what does it instead. */
final class NoEffect {

    private static final String NO_PYTHON = "no Python is started; INFERNO_OPTIMIZER_TYPE chooses the solver";
    private static final String NO_CACHE = "metrics are read every INFERNO_OBSERVE_INTERVAL and not cached between";
    private static final String NO_WEBHOOK = "there is no webhook; the CRD's own rules refuse bad objects";
    private static final String LOGGING = "LOG_LEVEL sets how much is logged";
    private static final String ALWAYS_LIMITED = "the nodes' devices always limit a plan";
    private static final String BY_BEHAVIOR = "decisions follow the measured load; spec.behavior shapes their steps";

    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("INFERNO_PYTHON_PATH", NO_PYTHON),
            Map.entry("INFERNO_PYTHON_SCRIPT", NO_PYTHON),
            Map.entry("INFERNO_WORKING_DIR", NO_PYTHON),
            Map.entry("WVA_LIMITED_MODE", ALWAYS_LIMITED),
            Map.entry("PROMETHEUS_METRICS_CACHE_ENABLED", NO_CACHE),
            Map.entry("PROMETHEUS_METRICS_CACHE_TTL", NO_CACHE),
            Map.entry("PROMETHEUS_METRICS_CACHE_MAX_SIZE", NO_CACHE),
            Map.entry("PROMETHEUS_METRICS_CACHE_CLEANUP_INTERVAL", NO_CACHE),
            Map.entry("PROMETHEUS_METRICS_CACHE_FETCH_INTERVAL", NO_CACHE),
            Map.entry("WVA_EXPERIMENTAL_PROACTIVE_MODEL", BY_BEHAVIOR),
            Map.entry("EXPERIMENTAL_HYBRID_OPTIMIZATION", BY_BEHAVIOR),
            Map.entry("SCALE_FROM_ZERO_ENGINE_MAX_CONCURRENCY", "all models at zero are watched together"),
            Map.entry("POOL_GROUP", "the version of InferencePool is found out from the API server"),
            Map.entry("WEBHOOK_CERT_PATH", NO_WEBHOOK),
            Map.entry("WEBHOOK_CERT_NAME", NO_WEBHOOK),
            Map.entry("WEBHOOK_CERT_KEY", NO_WEBHOOK),
            Map.entry("ENABLE_HTTP2", "metrics and health speak HTTP/1.1"),
            Map.entry("REST_CLIENT_TIMEOUT", "calls to the API server have fixed time limits"),
            Map.entry("nodePools", "pools of a cluster autoscaler are entries of the ConfigMap node-pools"));

    /** Flags without a twin: too short or too foreign to look for in the environment. */
    private static final Map<String, String> FLAGS = Map.of(
            "--v", LOGGING,
            "--zap-devel", LOGGING,
            "--zap-encoder", LOGGING,
            "--zap-log-level", LOGGING,
            "--zap-stacktrace-level", LOGGING,
            "--zap-time-encoding", LOGGING);

    private static final Map<String, String> BY_FLAG = byFlag();

    private NoEffect() {}

    static Collection<String> names() {
        return KEYS.keySet();
    }

    static Collection<String> flags() {
        return BY_FLAG.keySet();
    }

    /** The info line for a key or flag without effect; null when it is none. */
    static @Nullable String notice(String nameOrFlag, String source) {
        String instead = nameOrFlag.startsWith("-") ? BY_FLAG.get(nameOrFlag) : KEYS.get(nameOrFlag);
        return instead == null ? null : nameOrFlag + " (" + source + ") has no effect here: " + instead;
    }

    static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>(KEYS);
        table.putAll(FLAGS);
        return table;
    }

    private static Map<String, String> byFlag() {
        Map<String, String> flags = new TreeMap<>(FLAGS);
        Stream<Map.Entry<String, String>> keys = KEYS.entrySet().stream();
        keys.forEach(entry ->
                flags.put("--" + entry.getKey().toLowerCase(Locale.ROOT).replace('_', '-'), entry.getValue()));
        return Map.copyOf(flags);
    }
}
