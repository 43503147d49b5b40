package dev.inferno.operator.config;

import static dev.inferno.operator.config.Scope.LIVE;
import static dev.inferno.operator.config.Scope.LOCATE;
import static dev.inferno.operator.config.Scope.START;

import dev.inferno.serving.Routing;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.Engine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every key the operator knows, in the order of the documentation. */
final class Keys {

    private static final List<Key<?>> ALL = new ArrayList<>();
    private static final Kind<Duration> LEASE_TIME = Kind.duration("1s", "10m");
    private static final Kind<Duration> AGE = Kind.duration("1s", "24h");
    private static final Kind<Duration> WINDOW = Kind.duration("0s", "1h");

    static final Key<String> KUBECONFIG = key(
            "KUBECONFIG",
            Kind.TEXT,
            LOCATE,
            "",
            "kubeconfig file; unset = the pod's service account, else ~/.kube/config");
    static final Key<String> CONFIG_FILE =
            key("CONFIG_FILE", Kind.TEXT, LOCATE, "", "YAML file with keys of this table");
    static final Key<String> POD_NAMESPACE = key(
            "POD_NAMESPACE",
            Kind.NAME,
            LOCATE,
            "inferno-autoscaler-system",
            "the operator's namespace: its Lease lives there");
    static final Key<String> CONFIG_NAMESPACE =
            key("CONFIG_NAMESPACE", Kind.NAME, LOCATE, "", "namespace of the ConfigMaps; unset = POD_NAMESPACE");
    static final Key<String> CONFIG_MAP_NAME = key(
            "CONFIG_MAP_NAME",
            Kind.OBJECT_NAME,
            LOCATE,
            "",
            "the main ConfigMap; unset = the first found of the names searched");
    static final Key<String> SATURATION_CONFIG_MAP_NAME = key(
            "SATURATION_CONFIG_MAP_NAME",
            Kind.OBJECT_NAME,
            START,
            "",
            "thresholds of saturation control; unset = the first found of the names searched");
    static final Key<List<String>> WATCH_NAMESPACE = key(
            "WATCH_NAMESPACE", Kind.NAMES, START, "", "namespaces whose VariantAutoscalings are acted on; unset = all");
    static final Key<String> CONTROLLER_INSTANCE = key(
            "CONTROLLER_INSTANCE",
            Kind.NAME,
            START,
            "",
            "act only on objects whose label wva.llmd.ai/controller-instance has this value; unset = on those without it");
    static final Key<String> WVA_NODE_SELECTOR = key(
            "WVA_NODE_SELECTOR",
            Kind.TEXT,
            START,
            "",
            "label selector of the nodes that count as inventory; unset = all");
    static final Key<Boolean> INFERNO_INVENTORY_MODE = key(
            "INFERNO_INVENTORY_MODE",
            Kind.choice(Map.of("Cluster", true, "None", false)),
            START,
            "Cluster",
            "None = no node is read, nor pods beside the variants; only ResourceQuotas and budgets bound the replicas");
    static final Key<Boolean> INFERNO_PLACEMENT_GATES = key(
            "INFERNO_PLACEMENT_GATES",
            Kind.SWITCH,
            START,
            "false",
            "allow placement mode Gates (alpha); else pods behind our scheduling gate are only let go");
    static final Key<Duration> INFERNO_GATE_DEADLINE = key(
            "INFERNO_GATE_DEADLINE",
            Kind.duration("1s", "1h"),
            START,
            "30s",
            "a pod behind our scheduling gate that has no planned node is let go after so long");
    static final Key<Engine> INFERNO_OPTIMIZER_TYPE = key(
            "INFERNO_OPTIMIZER_TYPE",
            Kind.of(Engine.NAMES, text -> Engine.named(text).orElseThrow()),
            START,
            "fast",
            "what makes plans; exact needs the image operator-exact, and a longer INFERNO_PLAN_DEADLINE");
    static final Key<String> LOG_LEVEL = key(
            "LOG_LEVEL",
            Kind.choice(Map.of("error", "error", "warn", "warn", "info", "info", "debug", "debug", "trace", "trace")),
            START,
            "info",
            "error, warn, info, debug or trace");

    static final Key<Boolean> LEADER_ELECT = key(
            "LEADER_ELECT",
            Kind.SWITCH,
            START,
            "true",
            "only the holder of the Lease acts; needed for more than one replica");
    static final Key<Duration> LEASE_DURATION = key(
            "LEADER_ELECTION_LEASE_DURATION",
            LEASE_TIME,
            START,
            "15s",
            "how long others wait after the leader's last renewal");
    static final Key<Duration> RENEW_DEADLINE = key(
            "LEADER_ELECTION_RENEW_DEADLINE",
            LEASE_TIME,
            START,
            "10s",
            "the leader gives up when it could not renew for so long");
    static final Key<Duration> RETRY_PERIOD = key(
            "LEADER_ELECTION_RETRY_PERIOD",
            LEASE_TIME,
            START,
            "2s",
            "time between two attempts to get or renew the Lease");

    static final Key<BindAddress> METRICS_BIND_ADDRESS =
            key("METRICS_BIND_ADDRESS", Kind.ADDRESS, START, ":8080", "where /metrics and /debug listen; 0 = off");
    static final Key<Boolean> METRICS_SECURE =
            key("METRICS_SECURE", Kind.SWITCH, START, "false", "serve metrics by HTTPS, to authorised clients only");
    static final Key<String> METRICS_CERT_PATH = key(
            "METRICS_CERT_PATH",
            Kind.TEXT,
            START,
            "",
            "directory of the metrics certificate; unset = self-signed at the start");
    static final Key<String> METRICS_CERT_NAME =
            key("METRICS_CERT_NAME", Kind.TEXT, START, "tls.crt", "file of the certificate in METRICS_CERT_PATH");
    static final Key<String> METRICS_CERT_KEY =
            key("METRICS_CERT_KEY", Kind.TEXT, START, "tls.key", "file of the private key in METRICS_CERT_PATH");
    static final Key<Boolean> METRICS_WVA_ALIASES = key(
            "METRICS_WVA_ALIASES",
            Kind.SWITCH,
            START,
            "true",
            "write metrics under their wva_ names too; also metrics.wvaAliases");
    static final Key<BindAddress> HEALTH_PROBE_BIND_ADDRESS =
            key("HEALTH_PROBE_BIND_ADDRESS", Kind.ADDRESS, START, ":8081", "where the health checks listen; 0 = off");
    static final Key<String> EPP_TOKEN = key(
            "EPP_METRIC_READER_BEARER_TOKEN",
            Kind.SECRET,
            START,
            "",
            "token for the endpoint pickers' own metrics (scale from zero)");

    static final Key<URI> PROMETHEUS_BASE_URL =
            key("PROMETHEUS_BASE_URL", Kind.URL, LIVE, "", "Prometheus; without it every variant holds its replicas");
    static final Key<String> PROMETHEUS_BEARER_TOKEN = key(
            "PROMETHEUS_BEARER_TOKEN",
            Kind.SECRET,
            LIVE,
            "",
            "token sent to Prometheus; wins over PROMETHEUS_TOKEN_PATH");
    static final Key<String> PROMETHEUS_TOKEN_PATH =
            key("PROMETHEUS_TOKEN_PATH", Kind.TEXT, LIVE, "", "file with that token, read again when it changes");
    static final Key<Boolean> PROMETHEUS_SKIP_VERIFY = key(
            "PROMETHEUS_TLS_INSECURE_SKIP_VERIFY", Kind.SWITCH, LIVE, "false", "accept any certificate of Prometheus");
    static final Key<String> PROMETHEUS_CA_CERT_PATH = key(
            "PROMETHEUS_CA_CERT_PATH", Kind.TEXT, LIVE, "", "PEM file of the authorities Prometheus is verified with");
    static final Key<String> PROMETHEUS_CLIENT_CERT_PATH =
            key("PROMETHEUS_CLIENT_CERT_PATH", Kind.TEXT, LIVE, "", "PEM file of our certificate for mutual TLS");
    static final Key<String> PROMETHEUS_CLIENT_KEY_PATH =
            key("PROMETHEUS_CLIENT_KEY_PATH", Kind.TEXT, LIVE, "", "PEM file of that certificate's key");
    static final Key<String> PROMETHEUS_SERVER_NAME = key(
            "PROMETHEUS_SERVER_NAME",
            Kind.TEXT,
            LIVE,
            "",
            "name expected in Prometheus' certificate; unset = the URL's host");
    static final Key<Duration> FRESH = key(
            "PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD", AGE, LIVE, "1m", "samples up to this age are as good as new");
    static final Key<Duration> STALE = key(
            "PROMETHEUS_METRICS_CACHE_STALE_THRESHOLD",
            AGE,
            LIVE,
            "2m",
            "from this age on a variant holds: MetricsStale");
    static final Key<Duration> UNAVAILABLE = key(
            "PROMETHEUS_METRICS_CACHE_UNAVAILABLE_THRESHOLD",
            AGE,
            LIVE,
            "5m",
            "from this age on samples count as missing");

    static final Key<Duration> GLOBAL_OPT_INTERVAL =
            key("GLOBAL_OPT_INTERVAL", Kind.duration("1s", "24h"), LIVE, "60s", "time between two decisions");
    static final Key<Boolean> GLOBAL_OPT_TRIGGER = key(
            "GLOBAL_OPT_TRIGGER",
            Kind.SWITCH,
            LIVE,
            "false",
            "true = decide now; the operator then sets it back to false");
    static final Key<Duration> INFERNO_PLAN_DEADLINE = key(
            "INFERNO_PLAN_DEADLINE",
            Kind.duration("50ms", "5m"),
            LIVE,
            "1s",
            "from then on a plan is improved no further; where that was is in the decision log");
    static final Key<Duration> INFERNO_OBSERVE_INTERVAL = key(
            "INFERNO_OBSERVE_INTERVAL",
            Kind.duration("1s", "10m"),
            LIVE,
            "15s",
            "time between two readings of the load");
    static final Key<Duration> INFERNO_METRICS_MIN_WINDOW = key(
            "INFERNO_METRICS_MIN_WINDOW",
            Kind.duration("5s", "1h"),
            LIVE,
            "1m",
            "rates are never taken over less than this");
    static final Key<Duration> INFERNO_SCALE_UP_STABILIZATION = key(
            "INFERNO_SCALE_UP_STABILIZATION",
            WINDOW,
            LIVE,
            "0s",
            "default of behavior.scaleUp.stabilizationWindowSeconds");
    static final Key<Duration> INFERNO_SCALE_DOWN_STABILIZATION = key(
            "INFERNO_SCALE_DOWN_STABILIZATION",
            WINDOW,
            LIVE,
            "5m",
            "default of behavior.scaleDown.stabilizationWindowSeconds");
    static final Key<Routing> INFERNO_ROUTING = key(
            "INFERNO_ROUTING",
            Kind.choice(Map.of(
                    "random", Routing.RANDOM,
                    "roundRobin", Routing.ROUND_ROBIN,
                    "leastLoaded", Routing.LEAST_LOADED,
                    "powerOfTwo", Routing.POWER_OF_TWO)),
            LIVE,
            "roundRobin",
            "how the router spreads requests: random, roundRobin, leastLoaded or powerOfTwo");
    static final Key<Boolean> INFERNO_CALIBRATION = key(
            "INFERNO_CALIBRATION",
            Kind.SWITCH,
            LIVE,
            "true",
            "learn how fast servers with law iteration really are, and size by that");
    static final Key<Boolean> INFERNO_SIMULATION = key(
            "INFERNO_SIMULATION",
            Kind.SWITCH,
            LIVE,
            "true",
            "settle replica counts under latency limits by simulation, with law iteration, after a cycle is done");
    static final Key<Boolean> INFERNO_PAUSED =
            key("INFERNO_PAUSED", Kind.SWITCH, LIVE, "false", "observe and report, change nothing");
    static final Key<Integer> INFERNO_CHANGES_PER_CYCLE = key(
            "INFERNO_CHANGES_PER_CYCLE",
            Kind.integer(0, 10_000),
            LIVE,
            "0",
            "most Deployments that one decision changes, what serves more first; 0 = any number");
    static final Key<ActuationMode> INFERNO_MODE = key(
            "INFERNO_MODE",
            Kind.choice(Map.of("Direct", ActuationMode.DIRECT, "Advise", ActuationMode.ADVISE)),
            LIVE,
            "Direct",
            "Advise = no variant of this installation is acted on, whatever its own mode");
    static final Key<Boolean> WVA_SCALE_TO_ZERO =
            key("WVA_SCALE_TO_ZERO", Kind.SWITCH, LIVE, "false", "models may go to zero unless configured otherwise");
    static final Key<Integer> TENANT_PRIORITY_FLOOR = key(
            "TENANT_PRIORITY_FLOOR",
            Kind.integer(1, 100),
            LIVE,
            "10",
            "most important priority of a service class in a tenant's namespace; also tenantPriorityFloor");

    private Keys() {}

    static List<Key<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Key<T> key(String name, Kind<T> kind, Scope scope, String fallback, String description) {
        Key<T> key = new Key<>(name, kind, scope, fallback, description);
        ALL.add(key);
        return key;
    }
}
