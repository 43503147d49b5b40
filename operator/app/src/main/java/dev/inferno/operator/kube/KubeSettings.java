package dev.inferno.operator.kube;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom this process works in a cluster.
 *
 * @param namespace the operator's own: Lease, memory and configuration
 * @param configNamespace where ConfigMaps are read; usually the same
 * @param watchNamespaces namespaces whose variants are handled; empty = all
 * @param controllerInstance only variants with this value of the label {@code wva.llmd.ai/controller-instance}; null = those
 *     without the label, so that two installations never act on one variant
 * @param inventory whether nodes and all pods are read; else ResourceQuotas, and pods where variants are
 * @param identity names this process in the Lease and in events; unique per process
 * @param leaseDuration how long others wait before they take over
 * @param renewDeadline how long after its last renewal this process may still start a write
 * @param retryPeriod time between two attempts to acquire or renew
 */
public record KubeSettings(
        String namespace,
        String configNamespace,
        List<String> watchNamespaces,
        @Nullable String controllerInstance,
        boolean inventory,
        String leaseName,
        String identity,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod) {

    public KubeSettings {
        watchNamespaces = List.copyOf(watchNamespaces);
        if (leaseDuration.compareTo(renewDeadline) <= 0) {
            throw new IllegalArgumentException(
                    "leaseDuration (" + leaseDuration + ") must be longer than renewDeadline (" + renewDeadline
                            + "): the difference is the longest a write may take");
        }
        if (renewDeadline.compareTo(retryPeriod) <= 0 || retryPeriod.isNegative() || retryPeriod.isZero()) {
            throw new IllegalArgumentException("retryPeriod (" + retryPeriod
                    + ") must be above zero and shorter than renewDeadline (" + renewDeadline + ")");
        }
    }

    /** The contract's defaults for an operator in a namespace: every variant, Lease {@code inferno-autoscaler}, 15/10/2 s. */
    public static KubeSettings defaults(String namespace, String identity) {
        return new KubeSettings(
                namespace,
                namespace,
                List.of(),
                null,
                true,
                "inferno-autoscaler",
                identity,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    /** The longest a request may take, so that a write begun before the deadline ends within the lease. */
    public Duration requestTimeout() {
        return leaseDuration.minus(renewDeadline);
    }

    /** Whether variants of a namespace are handled here. */
    public boolean watches(@Nullable String candidate) {
        return watchNamespaces.isEmpty() || (candidate != null && watchNamespaces.contains(candidate));
    }

    /** Whether this installation, and no other, handles variants with this value of the label; empty counts as absent. */
    public boolean isInstance(@Nullable String label) {
        String wanted = controllerInstance == null ? "" : controllerInstance;
        return wanted.equals(label == null ? "" : label);
    }
}
