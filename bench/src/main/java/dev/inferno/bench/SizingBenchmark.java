package dev.inferno.bench;

import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.QueueModel;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One sizing: from coefficients, tokens and limits to the largest rate of one server, nothing kept from one to the next.
 * The score is the mean over the {@link SizingWorkload}; {@code original} is what the same question costs in a port of the
 * original's algorithm.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@OperationsPerInvocation(SizingWorkload.PAIRS)
public class SizingBenchmark {

    /** Places of the originals' queue per place in the batch. */
    private static final int QUEUE_RATIO = 10;

    /** Answers as long as the geometric distribution, where the law can tell. */
    private static final double ANSWER_SCV = 1;

    private static final double KV_TOKEN_MILLIS = 5e-5;

    @Param({"8", "32", "64", "256", "1024", "4096"})
    public int batch;

    private final List<SizingWorkload.Pair> pairs = SizingWorkload.pairs();

    /** Our law: p95 of TTFT, mean of ITL. */
    @Benchmark
    public void iteration(Blackhole hole) {
        for (SizingWorkload.Pair pair : pairs) {
            var law = new LatencyLaw.Iteration(pair.alpha(), pair.beta(), pair.delta(), KV_TOKEN_MILLIS);
            var tokens =
                    new TokenMix(TokenCount.fixed(pair.inputTokens()), new TokenCount(pair.outputTokens(), ANSWER_SCV));
            hole.consume(size(law, tokens, new ServiceLevel(pair.ttftMillis(), pair.itlMillis(), 0, 0, "p95", "mean")));
        }
    }

    /** The originals' law and means by our chain and search. */
    @Benchmark
    public void prefill2025(Blackhole hole) {
        for (SizingWorkload.Pair pair : pairs) {
            var law = new LatencyLaw.Prefill2025(pair.alpha(), pair.beta(), pair.gamma(), pair.delta());
            TokenMix tokens = TokenMix.fixed(pair.inputTokens(), pair.outputTokens());
            hole.consume(size(law, tokens, ServiceLevel.ofMeans(pair.ttftMillis(), pair.itlMillis(), 0)));
        }
    }

    private LargestRate size(LatencyLaw law, TokenMix tokens, ServiceLevel level) {
        return QueueModel.of(law, tokens, ServerLimits.ofBatch(batch)).largestRate(level);
    }

    /** The same law and means by the original's algorithm. */
    @Benchmark
    public void original(Blackhole hole) {
        for (SizingWorkload.Pair pair : pairs) {
            var server = new OriginalAnalyzer.OriginalServer(
                    pair.alpha(),
                    pair.beta(),
                    pair.gamma(),
                    pair.delta(),
                    batch,
                    QUEUE_RATIO * batch,
                    pair.inputTokens(),
                    pair.outputTokens());
            hole.consume(new OriginalAnalyzer(server).size(pair.ttftMillis(), pair.itlMillis()));
        }
    }
}
