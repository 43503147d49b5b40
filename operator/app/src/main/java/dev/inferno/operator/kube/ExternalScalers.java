package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.models.V2CrossVersionObjectReference;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Who else scales a Deployment. */
final class ExternalScalers {

    private ExternalScalers() {}

    /** {@code kind/name} by {@code namespace/deployment}; a ScaledObject is named before the HPA that KEDA makes for it. */
    static Map<String, String> byDeployment(
            Collection<V2HorizontalPodAutoscaler> autoscalers, Collection<ScaledObject> scaledObjects) {
        Map<String, String> scalers = new HashMap<>();
        for (V2HorizontalPodAutoscaler autoscaler : autoscalers) {
            if (autoscaler.getMetadata() == null || autoscaler.getSpec() == null) {
                continue;
            }
            V2CrossVersionObjectReference ref = autoscaler.getSpec().getScaleTargetRef();
            if (ref.getKind().equals("Deployment")) {
                scalers.put(
                        autoscaler.getMetadata().getNamespace() + "/" + ref.getName(),
                        "HorizontalPodAutoscaler/" + autoscaler.getMetadata().getName());
            }
        }
        for (ScaledObject object : scaledObjects) {
            if (object.deployment() != null) {
                scalers.put(
                        object.getMetadata().getNamespace() + "/" + object.deployment(),
                        "ScaledObject/" + object.getMetadata().getName());
            }
        }
        return scalers;
    }
}
