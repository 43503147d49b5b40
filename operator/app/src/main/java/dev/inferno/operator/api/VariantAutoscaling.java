package dev.inferno.operator.api;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * One VariantAutoscaling as the API server stores it. Mutable, because client-java fills it; nobody else should change one
 * that came out of a cache.
 */
public final class VariantAutoscaling implements KubernetesObject {

    public static final String GROUP = "llmd.ai";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "VariantAutoscaling";
    public static final String PLURAL = "variantautoscalings";

    /** Label: key of the accelerator the workload runs on today. */
    public static final String LABEL_ACCELERATOR = "inference.optimization/acceleratorName";

    /** Label: which of several operator installations handles the object. */
    public static final String LABEL_CONTROLLER_INSTANCE = "wva.llmd.ai/controller-instance";

    /** Annotation: any new value asks for a decision now. */
    public static final String ANNOTATION_TRIGGER = "inferno.llmd.ai/trigger";

    /** Annotation: {@code "true"} means observe and report, change nothing. */
    public static final String ANNOTATION_PAUSED = "inferno.llmd.ai/paused";

    private String apiVersion = API_VERSION;
    private String kind = KIND;
    private V1ObjectMeta metadata = new V1ObjectMeta();
    private @Nullable VariantAutoscalingSpec spec;
    private @Nullable VariantAutoscalingStatus status;

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    public void setApiVersion(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    @Override
    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

    @Override
    public V1ObjectMeta getMetadata() {
        return metadata;
    }

    public void setMetadata(V1ObjectMeta metadata) {
        this.metadata = metadata;
    }

    public @Nullable VariantAutoscalingSpec getSpec() {
        return spec;
    }

    public void setSpec(VariantAutoscalingSpec spec) {
        this.spec = spec;
    }

    public @Nullable VariantAutoscalingStatus getStatus() {
        return status;
    }

    public void setStatus(@Nullable VariantAutoscalingStatus status) {
        this.status = status;
    }
}
