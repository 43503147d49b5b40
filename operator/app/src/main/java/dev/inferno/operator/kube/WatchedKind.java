package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One kind of object to keep in memory.
 *
 * @param namespace null = all
 * @param trim takes off what nobody reads, in place
 */
record WatchedKind<T extends KubernetesObject>(
        Class<T> type,
        String group,
        String version,
        String plural,
        @Nullable String namespace,
        Consumer<T> trim) {

    /** The kind in the whole cluster. */
    WatchedKind(Class<T> type, String group, String version, String plural, Consumer<T> trim) {
        this(type, group, version, plural, null, trim);
    }

    WatchedKind<T> in(String place) {
        return new WatchedKind<>(type, group, version, plural, place, trim);
    }

    String path() {
        return ApiPaths.collection(group, version, namespace, plural);
    }
}
