package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import java.util.function.IntToDoubleFunction;

/** Chooses the implementation of a law, after every number in it has been checked. */
final class QueueModels {

    /** Queue places per place in the batch, in all of the originals. */
    private static final int QUEUE_RATIO = 10;

    private QueueModels() {}

    static QueueModel create(LatencyLaw law, Traffic traffic, ServerLimits limits, int replicas) {
        TokenMix tokens = traffic.tokens();
        check("input", tokens.input());
        check("output", tokens.output());
        InvalidParameters.nonNegative("arrivalScv", traffic.arrivalScv(), "");
        check(limits);
        return switch (law) {
            case LatencyLaw.Legacy2025 legacy -> {
                // 10 N states in all: the batch counts among them.
                BatchChain chain =
                        chain(Legacy2025Latencies.serviceTime(legacy, tokens)::millis, limits, QUEUE_RATIO - 1);
                yield new LawModel(chain, new Legacy2025Latencies(legacy), Binding.STABILITY);
            }
            case LatencyLaw.Prefill2025 prefill -> {
                BatchChain chain =
                        chain(Prefill2025Latencies.serviceTime(prefill, tokens)::millis, limits, QUEUE_RATIO);
                Latencies latencies =
                        new Prefill2025Latencies(prefill, tokens.input().mean());
                yield new LawModel(chain, latencies, Binding.STABILITY);
            }
            case LatencyLaw.ThreeTerm2026 three -> {
                ThreeTermWork work = ThreeTermWork.of(three, tokens);
                yield new LawModel(chain(work::serviceMillis, limits, QUEUE_RATIO), work, Binding.STABILITY);
            }
            case LatencyLaw.Chunked2026 chunked -> {
                ChunkedWork work = ChunkedWork.of(chunked, tokens, limits.maxBatchedTokens());
                yield new LawModel(chain(work::serviceMillis, limits, QUEUE_RATIO), work, Binding.STABILITY);
            }
            case LatencyLaw.Iteration iteration -> iteration(iteration, traffic, limits, replicas);
        };
    }

    private static BatchChain chain(IntToDoubleFunction time, ServerLimits limits, int queueRatio) {
        int batch = limits.maxBatchSize();
        Integer queue = limits.maxQueue();
        return chain(time, batch, queue == null ? queueRatio * batch : queue);
    }

    private static BatchChain chain(IntToDoubleFunction time, int batch, int queue) {
        requireRange(time, batch);
        return BatchChain.of(time, batch, queue);
    }

    private static void requireRange(IntToDoubleFunction time, int batch) {
        double least = time.applyAsDouble(1);
        double most = time.applyAsDouble(batch);
        if (!(least >= MillisRange.LEAST) || !(most <= MillisRange.MOST)) {
            throw new InvalidParameters("service time of a request", least, MillisRange.TEXT);
        }
    }

    private static QueueModel iteration(LatencyLaw.Iteration law, Traffic traffic, ServerLimits limits, int replicas) {
        TokenMix tokens = traffic.tokens();
        IterationWork work = IterationWork.of(law, tokens, limits.maxBatchedTokens());
        double batch = Math.min(limits.maxBatchSize(), Math.max(1, work.budgetBatch(tokens, limits)));
        Binding fullBatch = Binding.STABILITY;
        Long kvTokens = limits.kvTokens();
        if (kvTokens != null) {
            double fitting = IterationWork.kvBatch(tokens, kvTokens);
            if (!(fitting >= 1)) {
                throw new InvalidParameters("kvTokens", kvTokens, "enough for the tokens of one request");
            }
            if (fitting < batch) {
                batch = fitting;
                fullBatch = Binding.KV;
            }
        }
        requireRange(work.serviceTime()::millis, (int) Math.ceil(batch));
        return new IterationModel(
                IterationServer.of(law, traffic, work, batch, limits.maxBatchedTokens(), replicas), fullBatch);
    }

    private static void check(String name, TokenCount count) {
        InvalidParameters.nonNegative(name + " tokens", count.mean(), "tokens");
        InvalidParameters.nonNegative("scv of " + name + " tokens", count.scv(), "");
    }

    private static void check(ServerLimits limits) {
        if (limits.maxBatchSize() < 1 || limits.maxBatchSize() > BatchLimit.MOST) {
            throw new InvalidParameters("maxBatchSize", limits.maxBatchSize(), "1 .. " + BatchLimit.MOST + " requests");
        }
        Integer queue = limits.maxQueue();
        if (queue != null && queue < 0) {
            throw new InvalidParameters("maxQueue", queue, ">= 0 requests");
        }
        if (limits.maxBatchedTokens() < 1) {
            throw new InvalidParameters("maxBatchedTokens", limits.maxBatchedTokens(), ">= 1 tokens");
        }
    }

    /** Range of service times in which no rate overflows; all-zero coefficients or no tokens fall below it. */
    private static final class MillisRange {
        static final double LEAST = 1e-12;
        static final double MOST = 1e18;
        static final String TEXT = LEAST + " .. " + MOST + " ms; check coefficients and token counts";

        private MillisRange() {}
    }
}
