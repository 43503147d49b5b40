package dev.inferno.operator.kube;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.cache.Cache;
import io.kubernetes.client.informer.impl.DefaultSharedIndexInformer;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All objects of one kind, kept up to date. Thread-safety: any thread may read; objects are shared and must not be changed.
 */
final class Watched<T extends KubernetesObject> {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    /** Informers log each start; a field, because a logger nobody holds forgets its level. */
    private static final java.util.logging.Logger INFORMERS =
            java.util.logging.Logger.getLogger("io.kubernetes.client.informer");

    /** Warns of every class that has no setter for its kind; what goes wrong it gives to us. */
    private static final java.util.logging.Logger REFLECTORS =
            java.util.logging.Logger.getLogger("io.kubernetes.client.informer.cache.ReflectorRunnable");

    static {
        INFORMERS.setLevel(Level.WARNING);
        REFLECTORS.setLevel(Level.SEVERE);
    }

    private final WatchedKind<T> kind;
    private final Cache<T> cache;
    private final DefaultSharedIndexInformer<T, PageList<T>> informer;
    private volatile long contactNanos = System.nanoTime();
    private volatile long complainedNanos = System.nanoTime() - QUIET_NANOS;

    /** @param cache of this watch alone */
    Watched(ApiClient client, WatchedKind<T> kind, Cache<T> cache) {
        this.kind = kind;
        this.cache = cache;
        var source = new PagedListerWatcher<>(client, kind, () -> contactNanos = System.nanoTime());
        this.informer =
                new DefaultSharedIndexInformer<>(kind.type(), source, 0, cache, (type, error) -> complain(error));
    }

    void addHandler(ResourceEventHandler<T> handler) {
        informer.addEventHandler(handler);
    }

    void start() {
        informer.run();
    }

    /** For good: from here on informers would report their own orderly end as errors. */
    void stop() {
        INFORMERS.setLevel(Level.OFF);
        REFLECTORS.setLevel(Level.OFF);
        informer.stop();
    }

    boolean synced() {
        return informer.hasSynced();
    }

    /** Time since the API server last said anything about this kind. */
    Duration sinceContact() {
        return Duration.ofNanos(System.nanoTime() - contactNanos);
    }

    List<T> all() {
        return cache.list();
    }

    @Nullable
    T get(String namespace, String name) {
        return cache.getByKey(namespace + "/" + name);
    }

    String path() {
        return kind.path();
    }

    /** The informer tries again every second; one line a minute is enough to see why. */
    private void complain(Throwable error) {
        long now = System.nanoTime();
        if (now - complainedNanos >= QUIET_NANOS) {
            complainedNanos = now;
            String message = error instanceof ApiException api ? ApiErrors.message(api) : String.valueOf(error);
            LOG.warn("Cannot watch {}, trying again every second: {}", kind.path(), message);
        }
    }
}
