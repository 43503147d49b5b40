package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A vLLM server as its scheduler sees it, one engine iteration after the other.
 *
 * <p>Problem: when does each token of each request leave a continuously batching server.
 *
 * <p>Method: discrete events. An iteration takes, within the token budget, first one token of every decoding sequence,
 * then chunks of running prefills, then prompts from the FIFO queue while fewer than {@code maxBatchSize} run. It lasts as
 * long as the law says for what is in it. The step that ends a prompt gives the first token. The next iteration begins in
 * the instant the last one ends; an idle server begins with the first request submitted.
 *
 * <p>Source: vLLM V1 scheduler with chunked prefill. Left out until the server knows KV blocks: preemption and admission
 * by free blocks ({@code kvTokens} is refused); {@link #admit} is the place for both.
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
    private double nowMillis = Double.NEGATIVE_INFINITY;
    private boolean busy;
    private double iterationEndMillis;

    public VllmServer(Iteration law, ServerLimits limits) {
        requireCoefficient("base", law.baseMillis());
        requireCoefficient("decodeToken", law.decodeTokenMillis());
        requireCoefficient("prefillToken", law.prefillTokenMillis());
        requireCoefficient("kvToken", law.kvTokenMillis());
        if (limits.maxBatchSize() < 1 || limits.maxBatchedTokens() < limits.maxBatchSize()) {
            throw new IllegalArgumentException(
                    "maxBatchSize (%d) must be at least 1 and maxBatchedTokens (%d) at least maxBatchSize, as vLLM demands"
                            .formatted(limits.maxBatchSize(), limits.maxBatchedTokens()));
        }
        if (limits.kvTokens() != null) {
            throw new IllegalArgumentException(
                    "kvTokens (%d) is not modelled by this server yet; leave it null".formatted(limits.kvTokens()));
        }
        this.law = law;
        this.limits = limits;
    }

    /**
     * Hands a request to the server. Whatever happens up to {@code nowMillis} happens first and is reported by the next
     * {@link #advanceTo}.
     *
     * @return false if the queue is full: {@code maxBatchSize + maxQueue} requests are already inside
     */
    public boolean submit(Request request, double nowMillis) {
        catchUp(nowMillis);
        Integer maxQueue = limits.maxQueue();
        if (maxQueue != null && running.size() + waiting.size() >= limits.maxBatchSize() + maxQueue) {
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
        return running.removeIf(sequence -> sequence.id() == requestId)
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
        for (Sequence sequence : running) {
            if (!sequence.prefilling()) {
                batch.decode(sequence);
            }
        }
        for (Sequence sequence : running) {
            if (sequence.prefilling()) {
                batch.prefill(sequence);
            }
        }
        admit(batch, atMillis);
        busy = !batch.isEmpty();
        iterationEndMillis = atMillis + batch.millis(law);
    }

    private void admit(Batch batch, double atMillis) {
        while (!waiting.isEmpty() && running.size() < limits.maxBatchSize() && batch.hasBudget()) {
            Sequence sequence = waiting.remove();
            running.add(sequence);
            batch.prefill(sequence);
            events.add(new ServerEvent.Started(sequence.id(), atMillis));
        }
    }

    private void endIteration() {
        for (Sequence sequence : running) {
            if (sequence.complete()) {
                report(sequence);
            }
        }
        running.removeIf(Sequence::finished);
    }

    private void report(Sequence sequence) {
        events.add(
                sequence.generated() == 1
                        ? new ServerEvent.FirstToken(sequence.id(), iterationEndMillis)
                        : new ServerEvent.Token(sequence.id(), iterationEndMillis, sequence.generated()));
        if (sequence.finished()) {
            events.add(new ServerEvent.Finished(sequence.id(), iterationEndMillis));
        }
    }

    private static void requireCoefficient(String name, double millis) {
        if (!(millis >= 0) || Double.isInfinite(millis)) {
            throw new IllegalArgumentException("%s (%s ms) must be finite and not negative".formatted(name, millis));
        }
    }
}
