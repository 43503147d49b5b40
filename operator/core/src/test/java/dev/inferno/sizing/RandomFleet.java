package dev.inferno.sizing;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.InvalidParameters;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random sizing case for the accuracy test.
 *
 * @param memory requests after which one server has forgotten how it began, about: those inside, times how much longer than
 *     alone they stay
 */
record RandomFleet(long seed, Iteration law, ServerLimits limits, Traffic traffic, Demand demand, double memory) {

    /** Every so many cases find up to nine tenths of their prompts in a prefix cache. */
    private static final int CACHING = 4;

    private static final double[] SCVS = {0, 0.3, 1, 1, 1.5};
    private static final int[] BATCHES = {16, 32, 64, 128, 256};
    private static final String[] PERCENTILES = {"mean", "p90", "p95", "p95", "p99"};
    private static final double[] BURSTS = {0.5, 2, 4};

    private static final String[] ITL_PERCENTILES = {"mean", "mean", "mean", "p95"};

    static RandomFleet draw(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        while (true) {
            try {
                RandomFleet fleet = attempt(seed, random);
                if (fleet != null) {
                    return fleet;
                }
            } catch (InvalidParameters tooSmall) {
                // A KV cache below one request: not a case.
            }
        }
    }

    private static @Nullable RandomFleet attempt(long seed, Random random) {
        Iteration law = new Iteration(
                between(random, 4, 25),
                random.nextInt(3) == 0 ? 0 : between(random, 0.01, 0.3),
                between(random, 0.01, 0.08),
                between(random, 2e-5, 3e-4));
        TokenMix tokens = new TokenMix(
                new TokenCount(Math.round(between(random, 32, 4000)), SCVS[random.nextInt(5)]),
                new TokenCount(Math.round(between(random, 6, 500)), SCVS[random.nextInt(5)]),
                seed % CACHING == 0 ? (Double) (0.9 * new Random(~seed * 0x9E3779B97F4A7C15L).nextDouble()) : null);
        int batch = BATCHES[random.nextInt(5)];
        Long kv = random.nextInt(3) == 0
                ? Long.valueOf((long) (batch * tokens.meanTotal() * between(random, 0.3, 1.5)))
                : null;
        ServerLimits limits = new ServerLimits(batch, null, random.nextInt(3) == 0 ? 2048 : 8192, kv);
        double burst = random.nextInt(4) == 0 ? BURSTS[random.nextInt(3)] : 1;
        Traffic traffic = new Traffic(tokens, burst, Routing.values()[random.nextInt(4)]);
        int goal = random.nextBoolean() ? 1 + random.nextInt(3) : 4 + random.nextInt(61);
        FleetModel fleet = FleetModel.of(law, traffic, limits);
        ServiceLevel level = level(fleet, random);
        if (!(fleet.replica(goal).largestRate(level) instanceof LargestRate.Found found)) {
            return null;
        }
        double perSecond = found.offeredPerSecond() * goal * (0.9 + 0.2 * random.nextDouble());
        Demand demand = new Demand(perSecond, tokens.output().mean(), level, 1, 100_000);
        double inside = Math.max(1, found.at().running());
        OperatingPoint idle = fleet.replica(1).at(0);
        double alone = idle.ttftMillis() + idle.itlMillis() * tokens.output().mean();
        double stretch = Math.max(1, inside * 1000 / (found.at().carriedPerSecond() * alone));
        return new RandomFleet(seed, law, limits, traffic, demand, inside * stretch);
    }

    private static ServiceLevel level(FleetModel fleet, Random random) {
        String percentile = PERCENTILES[random.nextInt(5)];
        String itlPercentile = ITL_PERCENTILES[random.nextInt(4)];
        OperatingPoint idle = fleet.replica(1).at(0, new ServiceLevel(1, 1, 0, 0, percentile, itlPercentile));
        int which = random.nextInt(4);
        double ttft = which == 1 ? 0 : idle.ttftMillis() * between(random, 1.5, 12);
        double itl = which == 2 ? 0 : idle.itlMillis() * between(random, 1.3, 4);
        return new ServiceLevel(ttft, itl, 0, 0, percentile, itlPercentile);
    }

    private static double between(Random random, double low, double high) {
        return low * Math.exp(random.nextDouble() * Math.log(high / low));
    }
}
