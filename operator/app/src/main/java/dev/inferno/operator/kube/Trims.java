package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes off cached models what nobody here reads. In place.
 */
final class Trims {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trims() {}

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
