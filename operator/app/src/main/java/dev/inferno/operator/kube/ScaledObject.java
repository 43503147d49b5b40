package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import org.jspecify.annotations.Nullable;

/** KEDA's {@code keda.sh/v1alpha1 ScaledObject}, as far as it says whom it scales. */
final class ScaledObject implements KubernetesObject {

    private @Nullable String apiVersion;
    private @Nullable String kind;
    private V1ObjectMeta metadata = new V1ObjectMeta();
    private @Nullable Spec spec;

    /** The part of the spec that matters here. */
    record Spec(@Nullable TargetRef scaleTargetRef) {}

    /** Kind defaults to Deployment. */
    record TargetRef(@Nullable String name, @Nullable String kind) {}

    @Override
    public @Nullable String getApiVersion() {
        return apiVersion;
    }

    public void setApiVersion(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    @Override
    public @Nullable String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

    @Override
    public V1ObjectMeta getMetadata() {
        return metadata;
    }

    /** Name of the Deployment it scales; null when it scales something else. */
    @Nullable
    String deployment() {
        TargetRef ref = spec == null ? null : spec.scaleTargetRef();
        return ref == null || !(ref.kind() == null || ref.kind().equals("Deployment")) ? null : ref.name();
    }
}
