package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.cache.Cache;
import io.kubernetes.client.openapi.ApiClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one kind in the given namespaces, or in the whole cluster. One watch per namespace, because whoever has only
 * Roles in some namespaces may not list a kind cluster-wide. Thread-safety: as {@link Watched}.
 */
final class WatchedPlaces<T extends KubernetesObject> {

    private static final String EVERYWHERE = "";

    private final Map<String, Watched<T>> byNamespace = new LinkedHashMap<>();

    /** @param namespaces empty = the whole cluster */
    WatchedPlaces(ApiClient client, WatchedKind<T> kind, Collection<String> namespaces) {
        this(kind, namespaces, part -> new Watched<>(client, part, new Cache<>()));
    }

    /** @param namespaces empty = the whole cluster */
    WatchedPlaces(WatchedKind<T> kind, Collection<String> namespaces, Function<WatchedKind<T>, Watched<T>> watched) {
        if (namespaces.isEmpty()) {
            byNamespace.put(EVERYWHERE, watched.apply(kind));
        }
        namespaces.forEach(namespace -> byNamespace.put(namespace, watched.apply(kind.in(namespace))));
    }

    void addHandler(ResourceEventHandler<T> handler) {
        parts().forEach(part -> part.addHandler(handler));
    }

    void start() {
        parts().forEach(Watched::start);
    }

    void stop() {
        parts().forEach(Watched::stop);
    }

    boolean synced() {
        return parts().allMatch(Watched::synced);
    }

    Stream<Watched<T>> parts() {
        return byNamespace.values().stream();
    }

    List<T> all() {
        return parts().flatMap(part -> part.all().stream()).toList();
    }

    /** Null also for a namespace that is not watched. */
    @Nullable
    T get(String namespace, String name) {
        Watched<T> part = byNamespace.getOrDefault(namespace, byNamespace.get(EVERYWHERE));
        return part == null ? null : part.get(namespace, name);
    }
}
