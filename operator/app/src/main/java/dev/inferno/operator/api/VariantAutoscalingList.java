package dev.inferno.operator.api;

import io.kubernetes.client.common.KubernetesListObject;
import io.kubernetes.client.openapi.models.V1ListMeta;
import java.util.ArrayList;
import java.util.List;

/** A page of VariantAutoscalings. */
public final class VariantAutoscalingList implements KubernetesListObject {

    private String apiVersion = VariantAutoscaling.API_VERSION;
    private String kind = VariantAutoscaling.KIND + "List";
    private V1ListMeta metadata = new V1ListMeta();
    private List<VariantAutoscaling> items = new ArrayList<>();

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
    public V1ListMeta getMetadata() {
        return metadata;
    }

    public void setMetadata(V1ListMeta metadata) {
        this.metadata = metadata;
    }

    @Override
    public List<VariantAutoscaling> getItems() {
        return items;
    }

    public void setItems(List<VariantAutoscaling> items) {
        this.items = items;
    }
}
