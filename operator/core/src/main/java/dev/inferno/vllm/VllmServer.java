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
 * which goes back to the head of the queue and computes its tokens again; nothing is admitted in such an iteration, nor
 * while less than 1 % of the blocks would stay free.
 *
 * <p>What the prefix cache holds of a prompt is told by the request: it takes room as if it were its own, and is found again after a
 * preemption, but is not computed.
 *
 * <p>Source: vLLM V1 scheduler (chunked prefill, preemption by recomputation). Left out: what a prefix cache holds and when it
 * forgets, speculative decoding, time of the scheduler itself.
 *
 * <p>Complexity: O(1) per run of iterations between two arrivals, starts or ends of requests, O(running) per end of a request;
 * O(running) per iteration where each token is reported. Units: milliseconds of virtual time from any origin, tokens.
 * Thread-safety: none, one thread at a time.
 */
public final class VllmServer {

    private final Iteration law;
    private final ServerLimits limits;
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();

    /** Sequences of which the iteration in flight computes a chunk; all else that runs decodes. */
    private final List<Sequence> prefills = new ArrayList<>();

    private final List<ServerEvent> events = new ArrayList<>();
    private final @Nullable ServerListener listener;
    private final KvCache cache;
    private long preemptions;
    private double nowMillis = Double.NEGATIVE_INFINITY;
    private boolean busy;
    private Span span = Span.NONE;

    /** Iterations over so far. */
    private long iterations;

    private int decoding;
    private long decodingContext;

    /** No decoding sequence ends before this iteration. */
    private long nextEnd = Long.MAX_VALUE;

    public VllmServer(Iteration law, ServerLimits limits) {
        this(law, limits, null);
    }

    /** @param listener hears of everything; null = each token is an event, returned by {@link #advanceTo} */
    VllmServer(Iteration law, ServerLimits limits, @Nullable ServerListener listener) {
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
        this.listener = listener;
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
            startSpan(nowMillis);
        } else if (waiting.size() == 1 && running.size() < limits.maxBatchSize()) {
            cutSpan(nowMillis);
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
        cutSpan(nowMillis);
        return running.removeIf(sequence -> sequence.id() == requestId && leave(sequence))
                || waiting.removeIf(sequence -> sequence.id() == requestId);
    }

    /** End of the iteration in flight; empty when the server is idle. */
    public OptionalDouble nextEventMillis() {
        return busy ? OptionalDouble.of(span.endMillis()) : OptionalDouble.empty();
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
        return running.stream()
                .mapToLong(sequence -> sequence.contextTokens(iterations))
                .sum();
    }

    /** Times a running request has lost its place and its computed tokens to an older one. */
    public long preemptions() {
        return preemptions;
    }

    void catchUp(double toMillis) {
        if (!(toMillis >= nowMillis)) {
            throw new IllegalArgumentException("time cannot go back from %s to %s ms".formatted(nowMillis, toMillis));
        }
        nowMillis = toMillis;
        while (busy && span.endMillis() <= toMillis) {
            double end = span.endMillis();
            endSpan(end);
            startSpan(end);
        }
    }

    private void startSpan(double atMillis) {
        busy = !running.isEmpty() || !waiting.isEmpty();
        if (!busy) {
            return;
        }
        long before = preemptions;
        while (cache.roomFor(1) == 0) {
            preemptLast(atMillis);
        }
        cache.step(1);
        int budget = limits.maxBatchedTokens() - decoding;
        int left = continuePrefill(budget, atMillis);
        if (preemptions == before) {
            left = admit(left, atMillis);
        }
        int prompts = budget - left;
        boolean alike = prompts == 0 && preemptions == before && listener != null;
        long most = alike ? 1 + cache.roomFor(nextEnd - iterations - 1) : 1;
        double first = law.millis(decoding, prompts, decodingContext);
        span = new Span(atMillis, first, law.kvTokenMillis() * decoding, most);
    }

    /** The prompt that the budget has cut short is the youngest running; returns the budget left. */
    private int continuePrefill(int budget, double atMillis) {
        if (decoding == running.size()) {
            return budget;
        }
        Sequence youngest = running.getLast();
        int tokens = Math.min(youngest.todo(), budget);
        long held = youngest.heldTokens(cache.steps());
        if (!cache.grow(held, held + tokens)) {
            preemptLast(atMillis);
            return budget;
        }
        youngest.compute(tokens);
        prefills.add(youngest);
        return budget - tokens;
    }

    private void preemptLast(double atMillis) {
        Sequence victim = running.removeLast();
        leave(victim);
        victim.preempt(iterations, atMillis);
        waiting.addFirst(victim);
        preemptions++;
    }

    /** @return the budget left */
    private int admit(int budget, double atMillis) {
        int left = budget;
        while (!waiting.isEmpty() && running.size() < limits.maxBatchSize() && left > 0) {
            int cached = waiting.getFirst().findCached();
            int tokens = Math.min(waiting.getFirst().todo(), left);
            if (!cache.admit(cached + tokens)) {
                return left;
            }
            Sequence sequence = waiting.remove();
            running.add(sequence);
            prefills.add(sequence);
            sequence.compute(tokens);
            left -= tokens;
            if (sequence.start()) {
                started(sequence.id(), atMillis);
            }
        }
        return left;
    }

    /** Only the iteration in flight stays: whoever came meanwhile may join the next one. */
    private void cutSpan(double atMillis) {
        if (span.iterations() > 1) {
            long ended = span.ended(atMillis);
            cache.step(ended);
            decode(ended);
            span = span.inFlightAfter(ended);
        }
    }

    private void endSpan(double atMillis) {
        cache.step(span.iterations() - 1);
        decode(span.iterations());
        for (Sequence sequence : prefills) {
            if (sequence.todo() == 0) {
                startDecoding(sequence, atMillis);
            }
        }
        if (listener == null) {
            running.forEach(sequence -> collect(sequence, atMillis));
        }
        prefills.clear();
        if (nextEnd <= iterations) {
            nextEnd = Long.MAX_VALUE;
            running.removeIf(sequence -> ended(sequence, atMillis));
        }
    }

    private void decode(long count) {
        if (listener != null && decoding > 0) {
            listener.decoded(decoding, span, count);
        }
        iterations += count;
        decodingContext += count * decoding;
    }

    private void startDecoding(Sequence sequence, double atMillis) {
        cache.startGrowing(sequence.heldTokens(cache.steps()));
        sequence.startDecoding(iterations);
        decoding++;
        decodingContext += sequence.contextTokens(iterations);
        nextEnd = Math.min(nextEnd, sequence.lastIteration());
        if (listener != null) {
            if (sequence.generated(iterations) == 1) {
                listener.firstToken(sequence.id(), atMillis);
            } else {
                listener.resumed(atMillis - sequence.lastTokenMillis());
            }
        }
    }

    private boolean ended(Sequence sequence, double atMillis) {
        if (!sequence.decoding()) {
            return false;
        }
        if (sequence.lastIteration() > iterations) {
            nextEnd = Math.min(nextEnd, sequence.lastIteration());
            return false;
        }
        if (listener != null) {
            listener.finished(sequence.id(), atMillis);
        }
        return leave(sequence);
    }

    /** Frees what the sequence holds. Always true. */
    private boolean leave(Sequence sequence) {
        long held = sequence.heldTokens(cache.steps());
        if (sequence.decoding()) {
            cache.stopGrowing(held);
            decoding--;
            decodingContext -= sequence.contextTokens(iterations);
        }
        cache.release(held);
        prefills.remove(sequence);
        return true;
    }

    private void started(long requestId, double atMillis) {
        if (listener == null) {
            events.add(new ServerEvent.Started(requestId, atMillis));
        } else {
            listener.started(requestId, atMillis);
        }
    }

    /** Keeps the token of a sequence for {@link #advanceTo}. */
    private void collect(Sequence sequence, double atMillis) {
        if (!sequence.decoding()) {
            return;
        }
        int index = sequence.generated(iterations);
        long id = sequence.id();
        events.add(index == 1 ? new ServerEvent.FirstToken(id, atMillis) : new ServerEvent.Token(id, atMillis, index));
        if (sequence.lastIteration() == iterations) {
            events.add(new ServerEvent.Finished(id, atMillis));
        }
    }

    private static void requireCoefficient(String name, double millis) {
        if (!(millis >= 0) || Double.isInfinite(millis)) {
            throw new IllegalArgumentException("%s (%s ms) must be finite and not negative".formatted(name, millis));
        }
    }
}
