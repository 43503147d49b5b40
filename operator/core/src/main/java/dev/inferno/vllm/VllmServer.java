package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A vLLM server as its scheduler sees it, one engine iteration after the other.
 *
 * <p>Problem: when does each token of each request leave a continuously batching server.
 *
 * <p>Method: discrete events. An iteration takes, within the token budget, what is running in order of admission (one token
 * of each decoding sequence, the next chunk of a running prefill), then prompts from the FIFO queue while fewer than
 * {@code maxBatchSize} run. It lasts as long as the law says for what is in it. The step that ends a prompt gives the first
 * token. The next iteration begins in the instant the last one ends; an idle server begins with the first request submitted.
 * The KV cache is counted in blocks of 16 tokens. A running sequence that finds no free block preempts the one admitted last,
 * which goes back to the head of the queue and computes all its tokens again; nothing is admitted in such an iteration, nor
 * while less than 1 % of the blocks would stay free.
 *
 * <p>Source: vLLM V1 scheduler (chunked prefill, preemption by recomputation). Left out: prefix cache, speculative decoding,
 * time of the scheduler itself.
 *
 * <p>Complexity: O(running) per iteration. Units: milliseconds of virtual time from any origin, tokens. Thread-safety:
 * none, one thread at a time.
 */
public final class VllmServer {

    private final Iteration law;
    private final ServerLimits limits;
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();
    private final List<ServerEvent> events = new ArrayList<>();
    private final TokenListener listener;
    private final KvCache cache;
    private long preemptions;
    private double nowMillis = Double.NEGATIVE_INFINITY;
    private boolean busy;
    private double iterationEndMillis;

    public VllmServer(Iteration law, ServerLimits limits) {
        this(law, limits, null);
    }

    /** @param listener hears of every token; null = events are collected and returned by {@link #advanceTo} */
    public VllmServer(Iteration law, ServerLimits limits, @Nullable TokenListener listener) {
        requireCoefficient("base", law.baseMillis());
        requireCoefficient("decodeToken", law.decodeTokenMillis());
        requireCoefficient("prefillToken", law.prefillTokenMillis());
        requireCoefficient("kvToken", law.kvTokenMillis());
        if (limits.maxBatchSize() < 1 || limits.maxBatchedTokens() < limits.maxBatchSize()) {
            throw new IllegalArgumentException(
                    "maxBatchSize (%d) must be at least 1 and maxBatchedTokens (%d) at least maxBatchSize, as vLLM demands"
                            .formatted(limits.maxBatchSize(), limits.maxBatchedTokens()));
        }
        Long kvTokens = limits.kvTokens();
        this.law = law;
        this.limits = limits;
        this.cache = new KvCache(kvTokens == null ? Long.MAX_VALUE / 2 : kvTokens);
        this.listener = listener == null ? new Collector() : listener;
    }

    /**
     * Hands a request to the server. Whatever happens up to {@code nowMillis} happens first and is reported by the next
     * {@link #advanceTo}.
     *
     * @return false if the queue is full ({@code maxBatchSize + maxQueue} requests are already inside), or if the KV cache
     *     could never hold the whole request
     */
    public boolean submit(Request request, double nowMillis) {
        catchUp(nowMillis);
        Integer maxQueue = limits.maxQueue();
        if (maxQueue != null && running.size() + waiting.size() >= limits.maxBatchSize() + maxQueue) {
            return false;
        }
        if (!cache.holds((long) request.promptTokens() + request.outputTokens())) {
            return false;
        }
        waiting.add(new Sequence(request));
        if (!busy) {
            startIteration(nowMillis);
        }
        return true;
    }

    /**
     * Forgets a request. The iteration in flight keeps its length; the freed place is used by the next one.
     *
     * @return false if the server does not hold the request (any more)
     */
    public boolean cancel(long requestId, double nowMillis) {
        catchUp(nowMillis);
        return running.removeIf(sequence -> sequence.id() == requestId && free(sequence))
                || waiting.removeIf(sequence -> sequence.id() == requestId);
    }

    /** End of the iteration in flight; empty when the server is idle. */
    public OptionalDouble nextEventMillis() {
        return busy ? OptionalDouble.of(iterationEndMillis) : OptionalDouble.empty();
    }

    /** Lets time pass and returns what happened since the last call, oldest first. */
    public List<ServerEvent> advanceTo(double nowMillis) {
        catchUp(nowMillis);
        List<ServerEvent> happened = List.copyOf(events);
        events.clear();
        return happened;
    }

    public int running() {
        return running.size();
    }

    public int waiting() {
        return waiting.size();
    }

    /** Tokens the KV cache holds now. */
    public long contextTokens() {
        return running.stream().mapToLong(Sequence::contextTokens).sum();
    }

    /** Times a running request has lost its place and its computed tokens to an older one. */
    public long preemptions() {
        return preemptions;
    }

    private void catchUp(double toMillis) {
        if (!(toMillis >= nowMillis)) {
            throw new IllegalArgumentException("time cannot go back from %s to %s ms".formatted(nowMillis, toMillis));
        }
        nowMillis = toMillis;
        while (busy && iterationEndMillis <= toMillis) {
            endIteration();
            startIteration(iterationEndMillis);
        }
    }

    private void startIteration(double atMillis) {
        Batch batch = new Batch(limits.maxBatchedTokens());
        long before = preemptions;
        for (int i = 0; i < running.size(); i++) {
            Sequence sequence = running.get(i);
            int tokens = batch.share(sequence);
            if (tokens > 0 && makeRoom(sequence, tokens)) {
                batch.add(sequence, tokens);
            }
        }
        if (preemptions == before) {
            admit(batch, atMillis);
        }
        busy = !batch.isEmpty();
        iterationEndMillis = atMillis + batch.millis(law);
    }

    /** Preempts from the end of the running list until the sequence can grow; false if it had to go itself. */
    private boolean makeRoom(Sequence sequence, int tokens) {
        while (!cache.grow(sequence.computed(), sequence.computed() + tokens)) {
            Sequence victim = running.removeLast();
            free(victim);
            victim.preempt();
            waiting.addFirst(victim);
            preemptions++;
            if (victim == sequence) {
                return false;
            }
        }
        return true;
    }

    private void admit(Batch batch, double atMillis) {
        while (!waiting.isEmpty() && running.size() < limits.maxBatchSize() && batch.hasBudget()) {
            int tokens = batch.share(waiting.getFirst());
            if (!cache.admit(tokens)) {
                return;
            }
            Sequence sequence = waiting.remove();
            running.add(sequence);
            batch.add(sequence, tokens);
            if (sequence.start()) {
                listener.started(sequence.id(), atMillis);
            }
        }
    }

    private void endIteration() {
        for (Sequence sequence : running) {
            if (sequence.complete()) {
                listener.token(sequence.id(), iterationEndMillis, sequence.generated(), sequence.finished());
            }
        }
        running.removeIf(sequence -> sequence.finished() && free(sequence));
    }

    /** Always true. */
    private boolean free(Sequence sequence) {
        cache.release(sequence.computed());
        return true;
    }

    /** Keeps what happened for {@link #advanceTo}. */
    private final class Collector implements TokenListener {
        @Override
        public void started(long requestId, double atMillis) {
            events.add(new ServerEvent.Started(requestId, atMillis));
        }

        @Override
        public void token(long requestId, double atMillis, int index, boolean last) {
            events.add(
                    index == 1
                            ? new ServerEvent.FirstToken(requestId, atMillis)
                            : new ServerEvent.Token(requestId, atMillis, index));
            if (last) {
                events.add(new ServerEvent.Finished(requestId, atMillis));
            }
        }
    }

    private static void requireCoefficient(String name, double millis) {
        if (!(millis >= 0) || Double.isInfinite(millis)) {
            throw new IllegalArgumentException("%s (%s ms) must be finite and not negative".formatted(name, millis));
        }
    }
}
