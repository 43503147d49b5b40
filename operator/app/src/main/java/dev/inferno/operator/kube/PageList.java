package dev.inferno.operator.kube;

import com.google.gson.stream.JsonReader;
import io.kubernetes.client.common.KubernetesListObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ListMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A list answer of any kind, or a page of one.
 *
 * @param kind such as {@code PodList}; where informers are told none they load every model the client has to look for it
 */
record PageList<T extends KubernetesObject>(String apiVersion, String kind, V1ListMeta metadata, List<T> items)
        implements KubernetesListObject {

    /**
     * Reads a page as it arrives.
     *
     * @param next gets the token of the page behind this one, as a rule before the first item is read: the API server writes
     *     the metadata first
     */
    static <T extends KubernetesObject> PageList<T> read(JsonReader in, ObjectReader<T> reader, Consumer<String> next)
            throws IOException {
        String apiVersion = "";
        String kind = "";
        V1ListMeta metadata = new V1ListMeta();
        List<T> items = new ArrayList<>();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "apiVersion" -> apiVersion = in.nextString();
                case "kind" -> kind = in.nextString();
                case "metadata" -> {
                    metadata = JSON.getGson().fromJson(in, V1ListMeta.class);
                    String token = Lists.orEmpty(metadata.getContinue());
                    if (!token.isEmpty()) {
                        next.accept(token);
                    }
                }
                case "items" -> items(in, reader, items);
                default -> in.skipValue();
            }
        }
        in.endObject();
        return new PageList<>(apiVersion, kind, metadata, items);
    }

    private static <T> void items(JsonReader in, ObjectReader<T> reader, List<T> items) throws IOException {
        if (JsonFields.isNull(in)) {
            return;
        }
        in.beginArray();
        while (in.hasNext()) {
            items.add(reader.read(in));
        }
        in.endArray();
    }

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
