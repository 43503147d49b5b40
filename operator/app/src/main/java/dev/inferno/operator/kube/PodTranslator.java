package dev.inferno.operator.kube;

import dev.inferno.topology.PodFacts;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodStatus;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pod to {@link PodFacts}. */
final class PodTranslator {

    static final String TEMPLATE_HASH = "pod-template-hash";

    private PodTranslator() {}

    /** Null when the pod holds nothing any more, or was never given containers. */
    static @Nullable PodFacts facts(V1Pod pod) {
        V1ObjectMeta metadata = Objects.requireNonNull(pod.getMetadata(), "pod without metadata");
        V1PodSpec spec = pod.getSpec();
        V1PodStatus status = pod.getStatus() == null ? new V1PodStatus() : pod.getStatus();
        if (spec == null || finished(status)) {
            return null;
        }
        String node = spec.getNodeName();
        var rules = new PodRules(spec, Lists.orEmpty(metadata.getNamespace()), Lists.orEmpty(metadata.getLabels()));
        return new PodFacts(
                Lists.orEmpty(metadata.getNamespace()),
                Lists.orEmpty(metadata.getName()),
                deployment(metadata),
                node == null || node.isEmpty() ? null : node,
                ready(status),
                metadata.getDeletionTimestamp() != null,
                PodRequests.of(spec),
                new TreeMap<>(Lists.orEmpty(metadata.getLabels())),
                rules.antiAffinity(),
                rules.hostPorts());
    }

    private static boolean finished(V1PodStatus status) {
        return "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
    }

    private static boolean ready(V1PodStatus status) {
        return Lists.orEmpty(status.getConditions()).stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /** A Deployment names its ReplicaSets after itself and the hash of the template, which every pod carries as a label. */
    private static @Nullable String deployment(V1ObjectMeta metadata) {
        String hash = Lists.orEmpty(metadata.getLabels()).get(TEMPLATE_HASH);
        if (hash == null) {
            return null;
        }
        for (V1OwnerReference owner : Lists.orEmpty(metadata.getOwnerReferences())) {
            String suffix = "-" + hash;
            if ("ReplicaSet".equals(owner.getKind())
                    && Boolean.TRUE.equals(owner.getController())
                    && owner.getName().endsWith(suffix)) {
                return owner.getName().substring(0, owner.getName().length() - suffix.length());
            }
        }
        return null;
    }
}
