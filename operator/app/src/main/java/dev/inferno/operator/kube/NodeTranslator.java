package dev.inferno.operator.kube;

import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1NodeSpec;
import io.kubernetes.client.openapi.models.V1NodeStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Node to {@link NodeFacts}. */
final class NodeTranslator {

    private NodeTranslator() {}

    static NodeFacts facts(V1Node node) {
        V1ObjectMeta metadata = Objects.requireNonNull(node.getMetadata(), "node without metadata");
        V1NodeSpec spec = node.getSpec() == null ? new V1NodeSpec() : node.getSpec();
        V1NodeStatus status = node.getStatus() == null ? new V1NodeStatus() : node.getStatus();
        return new NodeFacts(
                Lists.orEmpty(metadata.getName()),
                new TreeMap<>(Lists.orEmpty(metadata.getLabels())),
                taints(spec),
                Boolean.TRUE.equals(spec.getUnschedulable()),
                ready(status),
                false,
                Amounts.of(status.getAllocatable()));
    }

    /** Whether the node offers anything that only a device plugin provides, such as {@code nvidia.com/gpu}. */
    static boolean hasDevices(NodeFacts node) {
        return node.allocatable().amounts().entrySet().stream()
                .anyMatch(e -> e.getKey().indexOf('/') > 0
                        && !e.getKey().startsWith("attachable-volumes-")
                        && e.getValue() > 0);
    }

    private static boolean ready(V1NodeStatus status) {
        return Lists.orEmpty(status.getConditions()).stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static List<Taint> taints(V1NodeSpec spec) {
        List<Taint> taints = new ArrayList<>();
        for (V1Taint taint : Lists.orEmpty(spec.getTaints())) {
            TaintEffect effect = effect(taint.getEffect());
            if (effect != null) {
                taints.add(new Taint(taint.getKey(), Lists.orEmpty(taint.getValue()), effect));
            }
        }
        return taints;
    }

    /** Null for an effect Kubernetes does not know (yet). */
    static @Nullable TaintEffect effect(@Nullable String effect) {
        return effect == null ? null : TaintEffect.BY_NAME.get(effect);
    }
}
