package dev.inferno.e2e.harness;

import java.util.Map;
import java.util.Optional;

/**
 * What the scenarios run on: a cluster started for them, or one that is given. A further kind of cluster is one more
 * implementation; scenarios only ever ask for powers.
 */
interface Cluster extends AutoCloseable {

    /** Names the kind of cluster: {@code local} (the default), {@code pods} (with a real node) or {@code existing}. */
    String KIND = "INFERNO_E2E_CLUSTER";

    /** The variables that every cluster has in its {@link #environment}. */
    String KUBECONFIG = "KUBECONFIG";

    String PROMETHEUS = "PROMETHEUS_BASE_URL";

    /** Folder of target files (file_sd) that speak for pods. */
    String TARGETS = "INFERNO_PROMETHEUS_TARGETS";

    /** Only there when the cluster has the power {@link Power#AUDIT_LOG}. */
    String AUDIT_LOG = "INFERNO_AUDIT_LOG";

    /** @param name of a cluster that has to be started, unique on this machine */
    static Cluster of(Map<String, String> environment, String name) {
        String kind = environment.getOrDefault(KIND, "local");
        return switch (kind) {
            case "local" -> LocalCluster.up(name);
            case "pods" -> LocalCluster.upWithPods(name);
            case "existing" -> ExistingCluster.of(environment);
            default -> throw new AssertionError(KIND + " is '" + kind + "', but must be local, pods or existing");
        };
    }

    /** What a program needs to find the cluster. */
    Map<String, String> environment();

    default String kubectl() {
        return environment().getOrDefault("KUBECTL", "kubectl");
    }

    /** Why it cannot do this, and the way out; empty when it can. */
    Optional<String> lacks(Power power);

    /** {@code stop} or {@code start} of a component; needs {@link Power#OUTAGES}. */
    void component(String verb, String component);

    /** Takes away what the run has left in the cluster, or the cluster itself. */
    @Override
    void close();
}
