package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1NodeStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodAntiAffinity;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodStatus;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes off cached objects what nobody here reads: nine tenths of a node and of a pod. In place, and harmless when done
 * twice.
 */
final class Trims {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trims() {}

    static void node(V1Node node) {
        metadata(node.getMetadata());
        if (node.getMetadata() != null) {
            node.getMetadata().setAnnotations(null);
        }
        V1NodeStatus status = node.getStatus();
        if (status != null) {
            node.setStatus(new V1NodeStatus()
                    .allocatable(status.getAllocatable())
                    .conditions(Lists.orEmpty(status.getConditions()).stream()
                            .filter(c -> "Ready".equals(c.getType()))
                            .toList()));
        }
    }

    static void pod(V1Pod pod) {
        metadata(pod.getMetadata());
        if (pod.getMetadata() != null) {
            pod.getMetadata().setAnnotations(null);
        }
        V1PodSpec spec = pod.getSpec();
        if (spec != null) {
            pod.setSpec(new V1PodSpec()
                    .nodeName(spec.getNodeName())
                    .overhead(spec.getOverhead())
                    .resources(spec.getResources())
                    .schedulingGates(spec.getSchedulingGates())
                    .hostNetwork(spec.getHostNetwork())
                    .affinity(antiAffinity(spec.getAffinity()))
                    .containers(spec.getContainers().stream()
                            .map(PodRequests::onlyRequests)
                            .toList())
                    .initContainers(Lists.orEmpty(spec.getInitContainers()).stream()
                            .map(PodRequests::onlyRequests)
                            .toList()));
        }
        V1PodStatus status = pod.getStatus();
        if (status != null) {
            pod.setStatus(new V1PodStatus()
                    .phase(status.getPhase())
                    .conditions(Lists.orEmpty(status.getConditions()).stream()
                            .filter(c -> "Ready".equals(c.getType()))
                            .toList()));
        }
    }

    /** Of a pod that stands, only this still decides anything. */
    private static @Nullable V1Affinity antiAffinity(@Nullable V1Affinity affinity) {
        V1PodAntiAffinity anti = affinity == null ? null : affinity.getPodAntiAffinity();
        return anti == null
                ? null
                : new V1Affinity()
                        .podAntiAffinity(new V1PodAntiAffinity()
                                .requiredDuringSchedulingIgnoredDuringExecution(
                                        anti.getRequiredDuringSchedulingIgnoredDuringExecution()));
    }

    static void deployment(V1Deployment deployment) {
        metadata(deployment.getMetadata());
    }

    static void quota(V1ResourceQuota quota) {
        metadata(quota.getMetadata());
    }

    static void autoscaler(V2HorizontalPodAutoscaler autoscaler) {
        metadata(autoscaler.getMetadata());
        autoscaler.setStatus(null);
    }

    static void configMap(V1ConfigMap map) {
        metadata(map.getMetadata());
        map.setBinaryData(null);
    }

    static void metadata(@Nullable V1ObjectMeta metadata) {
        if (metadata == null) {
            return;
        }
        metadata.setManagedFields(null);
        Map<String, String> annotations = metadata.getAnnotations();
        if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
            Map<String, String> kept = new HashMap<>(annotations);
            kept.remove(LAST_APPLIED);
            metadata.setAnnotations(kept);
        }
    }
}
