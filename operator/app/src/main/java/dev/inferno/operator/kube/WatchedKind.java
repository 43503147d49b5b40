package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of object to keep in memory.
 *
 * @param namespace null = all
 */
record WatchedKind<T extends KubernetesObject>(
        Class<T> type,
        String group,
        String version,
        String plural,
        @Nullable String namespace,
        ObjectReader<T> reader) {

    /**
     * A kind of which there are few, in the whole cluster, kept as the client's model.
     *
     * @param trim takes off what nobody reads, in place
     */
    static <T extends KubernetesObject> WatchedKind<T> modelled(
            Class<T> type, String group, String version, String plural, Consumer<T> trim) {
        return new WatchedKind<>(type, group, version, plural, null, in -> {
            T object = JSON.getGson().fromJson(in, type);
            trim.accept(object);
            return object;
        });
    }

    /** A kind of the core group of which there are many, in the whole cluster. */
    static <T extends KubernetesObject> WatchedKind<T> slim(Class<T> type, String plural, ObjectReader<T> reader) {
        return new WatchedKind<>(type, "", "v1", plural, null, reader);
    }

    WatchedKind<T> in(String place) {
        return new WatchedKind<>(type, group, version, plural, place, reader);
    }

    String path() {
        return ApiPaths.collection(group, version, namespace, plural);
    }
}
