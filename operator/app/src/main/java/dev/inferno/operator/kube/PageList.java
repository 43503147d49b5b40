package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesListObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ListMeta;
import java.util.ArrayList;
import java.util.List;

/** A list answer of any kind; Gson fills it. */
final class PageList<T extends KubernetesObject> implements KubernetesListObject {

    private String apiVersion = "";
    private String kind = "";
    private V1ListMeta metadata = new V1ListMeta();
    private List<T> items = new ArrayList<>();

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    @Override
    public String getKind() {
        return kind;
    }

    @Override
    public V1ListMeta getMetadata() {
        return metadata;
    }

    @Override
    public List<T> getItems() {
        return items;
    }
}
