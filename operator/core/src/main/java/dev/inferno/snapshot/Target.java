package dev.inferno.snapshot;

import dev.inferno.topology.PodShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workload a variant scales, as last seen. */
public sealed interface Target {

    /**
     * A Deployment.
     *
     * @param replicas {@code spec.replicas}
     * @param podReplicas pods that exist ({@code status.replicas})
     * @param externalScaler {@code kind/name} of an HPA or ScaledObject that targets it too; null when none does
     * @param templateAccelerator accelerator our own node affinity term in the template steers to; null when there is none
     * @param rolloutRunning not all replicas run the current template yet
     * @param strategy how it replaces its pods; null = as Kubernetes does by default
     * @param maxNumSeqs batch limit by the servers' arguments; null = they do not say
     * @param resourceClaims by which its pods get devices that no node's allocatable counts
     */
    record Found(
            String name,
            String resourceVersion,
            int replicas,
            int podReplicas,
            int readyReplicas,
            PodShape pod,
            @Nullable String externalScaler,
            @Nullable String templateAccelerator,
            boolean rolloutRunning,
            @Nullable RollingUpdate strategy,
            @Nullable Integer maxNumSeqs,
            List<String> resourceClaims)
            implements Target {
        public Found {
            resourceClaims = List.copyOf(resourceClaims);
        }

        /** With Kubernetes' default strategy, arguments that say nothing and no claims. */
        public Found(
                String name,
                String resourceVersion,
                int replicas,
                int podReplicas,
                int readyReplicas,
                PodShape pod,
                @Nullable String externalScaler,
                @Nullable String templateAccelerator,
                boolean rolloutRunning) {
            this(
                    name,
                    resourceVersion,
                    replicas,
                    podReplicas,
                    readyReplicas,
                    pod,
                    externalScaler,
                    templateAccelerator,
                    rolloutRunning,
                    null,
                    null,
                    List.of());
        }

        public Found withReady(int ready) {
            return new Found(
                    name,
                    resourceVersion,
                    replicas,
                    podReplicas,
                    ready,
                    pod,
                    externalScaler,
                    templateAccelerator,
                    rolloutRunning,
                    strategy,
                    maxNumSeqs,
                    resourceClaims);
        }

        public Found withResourceClaims(List<String> claims) {
            return new Found(
                    name,
                    resourceVersion,
                    replicas,
                    podReplicas,
                    readyReplicas,
                    pod,
                    externalScaler,
                    templateAccelerator,
                    rolloutRunning,
                    strategy,
                    maxNumSeqs,
                    claims);
        }

        /** With another pod in its template. */
        public Found withPod(PodShape other) {
            return new Found(
                    name,
                    resourceVersion,
                    replicas,
                    podReplicas,
                    readyReplicas,
                    other,
                    externalScaler,
                    templateAccelerator,
                    rolloutRunning,
                    strategy,
                    maxNumSeqs,
                    resourceClaims);
        }

        public RollingUpdate rollingUpdate() {
            return strategy == null ? RollingUpdate.DEFAULT : strategy;
        }

        /** The accelerator that running pods are steered to; null where nothing runs or nothing steers. */
        public @Nullable String steeredTo() {
            return replicas > 0 ? templateAccelerator : null;
        }
    }

    /** No Deployment of that name. */
    record NotFound(String name) implements Target {}

    /** A kind this operator cannot scale; not called {@code kind}, which names the record in documents. */
    record UnsupportedKind(String workloadKind, String name) implements Target {}

    /**
     * The Deployment belongs to another VariantAutoscaling, which is older.
     *
     * @param owner {@code namespace/name} of the one that acts
     */
    record Claimed(String name, String owner) implements Target {}
}
