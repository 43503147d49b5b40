package dev.inferno.e2e.emulator;

import dev.inferno.e2e.emulator.Exposition.Mode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The servers of this process and the round robin over those of one model. Thread-safety: readers see an immutable list;
 * writers are serialized.
 */
final class Fleet implements AutoCloseable {

    /** Where a request goes. */
    sealed interface Route {
        record Found(ModelServer server) implements Route {}

        /** Pods come and go: nobody is there now. */
        record NoReadyPod() implements Route {}

        /** The only model of this process has another name. */
        record UnknownModel() implements Route {}
    }

    private final boolean fixed;
    private final Map<String, AtomicLong> turns = new ConcurrentHashMap<>();
    private volatile List<ModelServer> servers;
    private Mode modeOfNewcomers = Mode.NORMAL;

    private Fleet(boolean fixed, List<ModelServer> servers) {
        this.fixed = fixed;
        this.servers = servers;
    }

    static Fleet ofOne(String model, ServerProfile profile) {
        return new Fleet(true, List.of(new ModelServer(model, null, profile)));
    }

    static Fleet ofPods() {
        return new Fleet(false, List.of());
    }

    List<ModelServer> servers() {
        return servers;
    }

    Set<String> models(@Nullable String namespace) {
        Set<String> models = new LinkedHashSet<>();
        for (ModelServer server : servers) {
            if (isIn(namespace, server)) {
                models.add(server.model());
            }
        }
        return models;
    }

    /** The next server of the model; {@code namespace} null = any. */
    Route route(String model, @Nullable String namespace) {
        List<ModelServer> able = servers.stream()
                .filter(server -> server.model().equals(model) && isIn(namespace, server))
                .toList();
        if (able.isEmpty()) {
            return fixed ? new Route.UnknownModel() : new Route.NoReadyPod();
        }
        long turn = turns.computeIfAbsent(namespace + "/" + model, key -> new AtomicLong())
                .getAndIncrement();
        return new Route.Found(able.get((int) (turn % able.size())));
    }

    /** Makes the servers those of the given pods: newcomers start empty, the vanished fail what they hold. */
    synchronized void follow(Set<EmulatedPod> ready) {
        List<ModelServer> kept = new ArrayList<>();
        List<ModelServer> gone = new ArrayList<>();
        Set<EmulatedPod> newcomers = new LinkedHashSet<>(ready);
        for (ModelServer server : servers) {
            EmulatedPod pod = server.pod();
            (pod != null && newcomers.remove(pod) ? kept : gone).add(server);
        }
        if (newcomers.isEmpty() && gone.isEmpty()) {
            return;
        }
        for (EmulatedPod pod : newcomers) {
            ModelServer server = new ModelServer(pod.model(), pod, pod.profile());
            server.exposition().set(modeOfNewcomers, server.samples(), System.currentTimeMillis());
            kept.add(server);
        }
        servers = List.copyOf(kept);
        gone.forEach(ModelServer::close);
    }

    /** Switches the metrics of the chosen servers; {@code newcomers} = of servers yet to come, too. Returns how many. */
    synchronized int expose(Mode mode, Predicate<ModelServer> chosen, boolean newcomers) {
        if (newcomers) {
            modeOfNewcomers = mode;
        }
        int switched = 0;
        for (ModelServer server : servers) {
            if (chosen.test(server)) {
                server.exposition().set(mode, server.samples(), System.currentTimeMillis());
                switched++;
            }
        }
        return switched;
    }

    @Override
    public synchronized void close() {
        servers.forEach(ModelServer::close);
        servers = List.of();
    }

    private static boolean isIn(@Nullable String namespace, ModelServer server) {
        EmulatedPod pod = server.pod();
        return namespace == null || (pod != null && pod.namespace().equals(namespace));
    }
}
