package dev.inferno.operator.config;

import dev.inferno.snapshot.Engine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What only a start can change.
 *
 * @param kubeconfig null = in the cluster, else the user's default file
 * @param namespace the operator's own
 * @param configNamespace where the ConfigMaps are
 * @param watchNamespaces empty = all
 * @param mainConfigMapNames the first that exists is the main ConfigMap
 * @param saturationConfigMapNames likewise
 * @param inventory whether nodes and all pods are read
 * @param nodeSelector label selector of the inventory's nodes; null = all
 * @param gates what pods behind our scheduling gate may expect
 * @param engine makes the plans
 */
public record OperatorConfig(
        @Nullable String kubeconfig,
        String namespace,
        String configNamespace,
        List<String> mainConfigMapNames,
        List<String> saturationConfigMapNames,
        List<String> watchNamespaces,
        @Nullable String controllerInstance,
        boolean inventory,
        @Nullable String nodeSelector,
        PlacementGates gates,
        LeaderElection leaderElection,
        Endpoints endpoints,
        @Nullable String eppMetricReaderToken,
        Engine engine,
        String logLevel) {

    private static final List<String> MAIN = List.of(
            "inferno-autoscaler-variantautoscaling-config",
            "workload-variant-autoscaler-variantautoscaling-config",
            "wva-variantautoscaling-config",
            "inferno-variantautoscaling-config",
            "variantautoscaling-config");
    private static final List<String> SATURATION =
            List.of("wva-saturation-scaling-config", "saturation-scaling-config", "capacity-scaling-config");

    public OperatorConfig {
        mainConfigMapNames = List.copyOf(mainConfigMapNames);
        saturationConfigMapNames = List.copyOf(saturationConfigMapNames);
        watchNamespaces = List.copyOf(watchNamespaces);
    }

    /** @throws BadConfig naming every value that is not allowed; the exit code is 2 */
    public static OperatorConfig load(List<String> flags, Map<String, String> environment) {
        return load(ConfigSources.read(flags, environment));
    }

    /** Before the main ConfigMap is known. */
    public static OperatorConfig load(ConfigSources sources) {
        return of(sources.values(Layer.EMPTY));
    }

    /**
     * With what the main ConfigMap says. Values it must not have are left out here and reported by {@link
     * LiveSettingsReader}: a ConfigMap never stops the operator.
     */
    public static OperatorConfig load(ConfigSources sources, Map<String, String> configMap) {
        Layer layer = ConfigSources.configMap("ConfigMap", configMap, new Report());
        Values values = sources.values(layer == null ? Layer.EMPTY : layer);
        boolean bad = Consistency.check(values).stream()
                .flatMap(conflict -> conflict.keys().stream())
                .anyMatch(key -> key.scope() == Scope.START);
        return bad ? load(sources) : of(values);
    }

    /** One line per flag, for {@code inferno run --help}. */
    public static String help() {
        return KeyTable.help();
    }

    private static OperatorConfig of(Values values) {
        String namespace = values.get(Keys.POD_NAMESPACE);
        String instance = values.find(Keys.CONTROLLER_INSTANCE);
        return new OperatorConfig(
                values.find(Keys.KUBECONFIG),
                namespace,
                Objects.requireNonNullElse(values.find(Keys.CONFIG_NAMESPACE), namespace),
                names(values.find(Keys.CONFIG_MAP_NAME), MAIN),
                names(values.find(Keys.SATURATION_CONFIG_MAP_NAME), SATURATION),
                Objects.requireNonNullElse(values.find(Keys.WATCH_NAMESPACE), List.of()),
                instance,
                values.get(Keys.INFERNO_INVENTORY_MODE),
                values.find(Keys.WVA_NODE_SELECTOR),
                new PlacementGates(values.get(Keys.INFERNO_PLACEMENT_GATES), values.get(Keys.INFERNO_GATE_DEADLINE)),
                new LeaderElection(
                        values.get(Keys.LEADER_ELECT),
                        "inferno-autoscaler" + (instance == null ? "" : "-" + instance),
                        values.get(Keys.LEASE_DURATION),
                        values.get(Keys.RENEW_DEADLINE),
                        values.get(Keys.RETRY_PERIOD)),
                new Endpoints(
                        values.get(Keys.METRICS_BIND_ADDRESS),
                        values.get(Keys.METRICS_SECURE),
                        values.find(Keys.METRICS_CERT_PATH),
                        values.get(Keys.METRICS_CERT_NAME),
                        values.get(Keys.METRICS_CERT_KEY),
                        values.get(Keys.METRICS_WVA_ALIASES),
                        values.get(Keys.HEALTH_PROBE_BIND_ADDRESS)),
                values.find(Keys.EPP_TOKEN),
                values.get(Keys.INFERNO_OPTIMIZER_TYPE),
                values.get(Keys.LOG_LEVEL));
    }

    private static List<String> names(@Nullable String chosen, List<String> searched) {
        return chosen == null ? searched : List.of(chosen);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "OperatorConfig[namespace=" + namespace + ", configNamespace=" + configNamespace
                + ", mainConfigMapNames="
                + mainConfigMapNames + ", watchNamespaces=" + watchNamespaces + ", controllerInstance="
                + controllerInstance
                + ", leaderElection=" + leaderElection + ", endpoints=" + endpoints + ", logLevel=" + logLevel + "]";
    }
}
