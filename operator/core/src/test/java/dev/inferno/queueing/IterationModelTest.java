package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.vllm.Trial;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The iteration law against the simulated server, and what must be true of any fleet. */
class IterationModelTest {

    private static final Iteration LAW = new Iteration(12, 0.05, 0.05, 5e-4);
    private static final ServiceLevel P95 = new ServiceLevel(1, 1, 1, 0, "p95", "p95");
    private static final ServiceLevel P95_LIMITS = new ServiceLevel(600, 40, 0, 0, "p95", "mean");
    private static final long SEED = 42;

    private static TokenMix mix(double input, double inputScv, double output, double outputScv) {
        return new TokenMix(new TokenCount(input, inputScv), new TokenCount(output, outputScv));
    }

    @ParameterizedTest(name = "{0} + {2} tokens, batch {4}, load {5}, {6} x {7}")
    @CsvSource({
        "128,  0,   256, 0, 48,  0.5, RANDOM,       1",
        "128,  0,   256, 1, 48,  0.7, RANDOM,       1",
        "512,  1,   64,  1, 64,  0.6, RANDOM,       1",
        "2048, 0.3, 128, 1, 32,  0.5, RANDOM,       1",
        "256,  1,   32,  0, 256, 0.6, RANDOM,       1",
        "256,  1,   128, 1, 64,  0.8, LEAST_LOADED, 8",
        "512,  1,   64,  1, 64,  0.8, POWER_OF_TWO, 8",
        "256,  0.3, 128, 0, 64,  0.7, ROUND_ROBIN,  8"
    })
    void latenciesAreThoseOfASimulatedServer(
            double input,
            double inputScv,
            double output,
            double outputScv,
            int batch,
            double load,
            Routing routing,
            int replicas) {
        ServerLimits limits = ServerLimits.ofBatch(batch);
        Traffic traffic = new Traffic(mix(input, inputScv, output, outputScv), 1, routing);
        QueueModel model = FleetModel.of(LAW, traffic, limits).replica(replicas);
        double rate = load * model.saturationPerSecond();

        OperatingPoint mean = model.at(rate);
        OperatingPoint tail = model.at(rate, P95);

        Trial trial = Trial.run(LAW, limits, traffic, replicas, rate * replicas, 12_000, SEED);
        assertEquals(trial.meanItlMillis(), mean.itlMillis(), 0.07 * mean.itlMillis(), "mean ITL");
        assertEquals(trial.meanTtftMillis(), mean.ttftMillis(), 0.1 * mean.ttftMillis(), "mean TTFT");
        assertEquals(trial.ttftMillis(0.95), tail.ttftMillis(), 0.15 * tail.ttftMillis(), "p95 TTFT");
        assertEquals(trial.itlMillis(0.95), tail.itlMillis(), 0.25 * tail.itlMillis(), "p95 ITL");
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    void halfOfThePromptsInThePrefixCacheIsHalfTheWorkOfAPrefill(Routing routing) {
        TokenMix plain = mix(600, 1, 100, 1);
        TokenMix cached = new TokenMix(plain.input(), plain.output(), 0.5);
        var cheaper = new Iteration(
                LAW.baseMillis(), LAW.decodeTokenMillis(), LAW.prefillTokenMillis() / 2, LAW.kvTokenMillis());
        var limits = new ServerLimits(32, null, 1 << 20, 40_000L);

        double rate = carried(LAW, new Traffic(cached, 1, routing), limits);

        assertEquals(carried(cheaper, new Traffic(plain, 1, routing), limits), rate, 1e-3 * rate);
        assertTrue(rate > 1.02 * carried(LAW, new Traffic(plain, 1, routing), limits), "not without the cache");
    }

    private static double carried(Iteration law, Traffic traffic, ServerLimits limits) {
        return ((LargestRate.Found)
                        FleetModel.of(law, traffic, limits).replica(3).largestRate(P95_LIMITS))
                .offeredPerSecond();
    }

    @ParameterizedTest(name = "prefix cache holds {0}")
    @CsvSource({"0.3", "0.6", "0.9"})
    void latenciesWithAPrefixCacheAreThoseOfASimulatedServer(double hitRate) {
        ServerLimits limits = ServerLimits.ofBatch(64);
        var tokens = new TokenMix(new TokenCount(2000, 0.5), new TokenCount(100, 1), hitRate);
        Traffic traffic = new Traffic(tokens, 1, Routing.RANDOM);
        QueueModel model = FleetModel.of(LAW, traffic, limits).replica(1);
        double rate = 0.6 * model.saturationPerSecond();

        OperatingPoint mean = model.at(rate);

        Trial trial = Trial.run(LAW, limits, traffic, 1, rate, 12_000, SEED);
        assertEquals(trial.meanItlMillis(), mean.itlMillis(), 0.07 * mean.itlMillis(), "mean ITL");
        assertEquals(trial.meanTtftMillis(), mean.ttftMillis(), 0.1 * mean.ttftMillis(), "mean TTFT");
    }

    @Test
    void meansOfOnePlainServerAreThoseOfItsChain() {
        TokenMix tokens = TokenMix.fixed(0, 200);
        QueueModel model = QueueModel.of(LAW, tokens, ServerLimits.ofBatch(16));
        IterationWork work = IterationWork.of(LAW, tokens, 8192);
        BatchChain chain = BatchChain.of(work.serviceTime()::millis, 16, BatchChain.UNBOUNDED);
        double rate = 0.6 * chain.serviceRate(16);

        OperatingPoint point = model.at(rate * 1000);

        // No prompts: nothing but the shared iterations, whose correlation the chain does not have.
        assertEquals(chain.at(rate).running(), point.running(), 0.02 * point.running());
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    void moreReplicasCarryMoreAndARouterThatSeesLoadMoreThanOneThatDoesNot(Routing routing) {
        ServiceLevel level = new ServiceLevel(400, 60, 0, 0, "p95", "mean");
        TokenMix tokens = mix(512, 1, 128, 1);
        ServerLimits limits = ServerLimits.ofBatch(32);
        FleetModel fleet = FleetModel.of(LAW, new Traffic(tokens, 1, routing), limits);
        FleetModel random = FleetModel.of(LAW, new Traffic(tokens, 1, Routing.RANDOM), limits);
        double before = 0;
        for (int replicas = 1; replicas <= 64; replicas *= 2) {
            double each = rate(fleet, replicas, level);
            assertTrue(replicas * each > before, routing + " " + replicas);
            assertTrue(each >= rate(random, replicas, level) * (1 - 1e-6), routing + " " + replicas);
            before = replicas * each;
        }
    }

    private static double rate(FleetModel fleet, int replicas, ServiceLevel level) {
        return ((LargestRate.Found) fleet.replica(replicas).largestRate(level)).offeredPerSecond();
    }

    @Test
    void aHigherPercentileABurstierStreamAndASmallerCacheCarryLess() {
        TokenMix tokens = mix(512, 1, 128, 1);
        double plain = single("p95", 1, null, tokens);
        assertTrue(single("p99", 1, null, tokens) < plain);
        assertTrue(single("mean", 1, null, tokens) > plain);
        assertTrue(single("p95", 4, null, tokens) < plain);
        assertTrue(single("p95", 1, 8_000L, tokens) < plain);
    }

    private static double single(String percentile, double scv, @Nullable Long kvTokens, TokenMix tokens) {
        FleetModel fleet = FleetModel.of(
                LAW, new Traffic(tokens, scv, Routing.RANDOM), new ServerLimits(32, null, 8192, kvTokens));
        return rate(fleet, 1, new ServiceLevel(800, 0, 0, 0, percentile, "mean"));
    }

    @Test
    void percentilesRiseWithTheirShare() {
        QueueModel model = QueueModel.of(LAW, mix(512, 1, 128, 1), ServerLimits.ofBatch(32));
        double rate = 0.8 * model.saturationPerSecond();
        double before = 0;
        for (int percent = 50; percent <= 99; percent++) {
            String figure = "p" + percent;
            double ttft =
                    model.at(rate, new ServiceLevel(1, 1, 1, 0, figure, figure)).ttftMillis();
            assertTrue(ttft >= before, figure);
            before = ttft;
        }
    }

    @Test
    void beyondSaturationNoTimeToFirstTokenIsPromised() {
        QueueModel model = QueueModel.of(LAW, TokenMix.fixed(512, 128), ServerLimits.ofBatch(32));

        OperatingPoint point = model.at(2 * model.saturationPerSecond());

        assertEquals(Double.POSITIVE_INFINITY, point.ttftMillis());
        assertTrue(point.carriedPerSecond() < point.offeredPerSecond());
    }
}
