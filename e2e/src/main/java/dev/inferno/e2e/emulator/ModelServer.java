package dev.inferno.e2e.emulator;

import dev.inferno.e2e.emulator.Generation.Signal;
import dev.inferno.vllm.Request;
import dev.inferno.vllm.ServerEvent;
import dev.inferno.vllm.VllmServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One {@link VllmServer} in real time: a virtual thread sleeps until the iteration in flight ends and hands tokens out.
 * Metrics carry the exact times of the model, so a late wake-up shows in a client's latency only. Thread-safety: all state
 * is guarded by one lock.
 */
final class ModelServer implements AutoCloseable {

    private final String model;
    private final @Nullable EmulatedPod pod;
    private final ServerProfile profile;
    private final String labels;
    private final VllmServer engine;
    private final ServerMetrics metrics;
    private final Exposition exposition = new Exposition();
    private final Map<Long, Generation> inside = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long originNanos = System.nanoTime();
    private long lastId;
    private boolean closed;

    ModelServer(String model, @Nullable EmulatedPod pod, ServerProfile profile) {
        this.model = model;
        this.pod = pod;
        this.profile = profile;
        this.labels = Labels.of(pod);
        this.engine = new VllmServer(profile.law(), profile.limits());
        this.metrics = new ServerMetrics(profile.maxModelLen());
        Thread.ofVirtual().name("engine-" + (pod == null ? model : pod.name())).start(this::run);
    }

    String model() {
        return model;
    }

    @Nullable
    EmulatedPod pod() {
        return pod;
    }

    ServerProfile profile() {
        return profile;
    }

    Exposition exposition() {
        return exposition;
    }

    /** Starts a request; empty if the queue is full. A server that is gone answers with {@link Signal#SERVER_GONE}. */
    Optional<Generation> submit(CompletionRequest request) {
        lock.lock();
        try {
            double now = nowMillis();
            Generation generation = new Generation(++lastId, request, now);
            if (closed) {
                generation.tell(Signal.SERVER_GONE);
                return Optional.of(generation);
            }
            inside.put(generation.id(), generation);
            int prompt = request.promptTokens();
            boolean accepted = engine.submit(
                    new Request(generation.id(), prompt, profile.cachedTokens(prompt), request.outputTokens()), now);
            if (!accepted) {
                inside.remove(generation.id());
                metrics.refused();
                return Optional.empty();
            }
            metrics.arrived();
            changed.signal();
            return Optional.of(generation);
        } finally {
            lock.unlock();
        }
    }

    /** The client is gone. Nothing happens if the request ended before. */
    void cancel(Generation generation) {
        lock.lock();
        try {
            if (inside.remove(generation.id()) != null) {
                engine.cancel(generation.id(), nowMillis());
                metrics.aborted();
                generation.tell(Signal.CANCELLED);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Every series of this server as it is now. */
    List<Sample> samples() {
        lock.lock();
        try {
            deliver(engine.advanceTo(nowMillis()));
            String named = "model_name=\"" + Labels.escape(model) + "\"," + labels;
            double kvUsage = Math.min(1, (double) engine.contextTokens() / profile.kvTokens());
            List<Sample> samples = new ArrayList<>();
            samples.add(new Sample(Family.RUNNING, "", named, engine.running()));
            samples.add(new Sample(Family.WAITING, "", named, engine.waiting()));
            samples.add(new Sample(Family.KV_USAGE, "", named, kvUsage));
            samples.add(new Sample(Family.GPU_KV_USAGE, "", named, kvUsage));
            samples.add(new Sample(Family.CACHE_CONFIG, "", labels + Labels.cacheConfig(profile), 1));
            samples.addAll(metrics.collect(named));
            return samples;
        } finally {
            lock.unlock();
        }
    }

    /** Fails whatever is inside. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            inside.values().forEach(generation -> generation.tell(Signal.SERVER_GONE));
            inside.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                deliver(engine.advanceTo(nowMillis()));
                OptionalDouble next = engine.nextEventMillis();
                if (next.isEmpty()) {
                    changed.await();
                } else {
                    changed.await((long) ((next.getAsDouble() - nowMillis()) * 1e6) + 1, TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void deliver(List<ServerEvent> events) {
        for (ServerEvent event : events) {
            Generation generation = inside.get(event.requestId());
            if (generation != null) {
                deliver(event, generation);
            }
        }
    }

    private void deliver(ServerEvent event, Generation generation) {
        switch (event) {
            case ServerEvent.Started started -> generation.started(started.atMillis());
            case ServerEvent.FirstToken first -> {
                generation.firstToken(first.atMillis());
                metrics.firstToken(
                        generation, profile.cachedTokens(generation.request().promptTokens()));
                generation.tell(Signal.TOKEN);
            }
            case ServerEvent.Token token -> {
                metrics.token(generation.token(token.atMillis()));
                generation.tell(Signal.TOKEN);
            }
            case ServerEvent.Finished finished -> {
                inside.remove(finished.requestId());
                metrics.finished(generation);
                generation.tell(Signal.FINISHED);
            }
        }
    }

    private double nowMillis() {
        return (System.nanoTime() - originNanos) / 1e6;
    }
}
