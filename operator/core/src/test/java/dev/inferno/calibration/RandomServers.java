package dev.inferno.calibration;

import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.queueing.QueueModel;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import java.util.SplittableRandom;

/**
 * A fleet drawn at random, a profile of it that is off by a factor of 2 in every coefficient, and traffic.
 *
 * @param mixes the lengths of prompts and answers change from minute to minute
 * @param demand requests/s to size for
 */
public record RandomServers(
        Iteration law,
        Iteration profile,
        ServerLimits limits,
        TokenMix tokens,
        Routing routing,
        ServiceLevel level,
        int servers,
        boolean mixes,
        double demand,
        long seed) {

    /** Every so many fleets find up to nine tenths of their prompts in a prefix cache. */
    private static final int CACHING = 4;

    public static RandomServers draw(long seed) {
        var random = new SplittableRandom(seed);
        var law = new Iteration(
                between(random, 4, 20),
                between(random, 0.005, 0.1),
                between(random, 0.008, 0.08),
                between(random, 2e-5, 3e-4));
        double[] off = new double[Coefficients.COUNT];
        for (int i = 0; i < off.length; i++) {
            off[i] = random.nextBoolean() ? 2 : 0.5;
        }
        var tokens = new TokenMix(
                new TokenCount(between(random, 64, 3000), random.nextBoolean() ? 0 : random.nextDouble()),
                new TokenCount(between(random, 30, 500), random.nextBoolean() ? 0 : random.nextDouble()),
                seed % CACHING == 0 ? (Double) (0.9 * new SplittableRandom(~seed).nextDouble()) : null);
        var limits = ServerLimits.ofBatch((int) between(random, 32, 256));
        OperatingPoint idle = QueueModel.of(law, tokens, limits).at(0);
        var level = new ServiceLevel(
                idle.ttftMillis() * between(random, 3, 20),
                idle.itlMillis() * between(random, 1.3, 3),
                0,
                0,
                "p95",
                "mean");
        double each = capacity(law, tokens, limits, level);
        return new RandomServers(
                law,
                Coefficients.scaled(law, off),
                limits,
                tokens,
                Routing.values()[random.nextInt(4)],
                level,
                1 + random.nextInt(3),
                random.nextBoolean(),
                each * (0.3 + 8 * random.nextDouble()),
                seed);
    }

    private static double between(SplittableRandom random, double least, double most) {
        return least * Math.pow(most / least, random.nextDouble());
    }

    /** Requests/s one replica carries within the level by a law; 0 if it cannot keep it. */
    public static double capacity(Iteration law, TokenMix tokens, ServerLimits limits, ServiceLevel level) {
        return QueueModel.of(law, tokens, limits).largestRate(level) instanceof LargestRate.Found found
                ? found.at().carriedPerSecond()
                : 0;
    }

    public double capacity(Iteration by) {
        return capacity(by, tokens, limits, level);
    }

    public int replicas(Iteration by) {
        return (int) Math.min(9999, Math.ceil(demand / capacity(by)));
    }

    /** What takes capacity away is decided with this one. */
    Iteration cautious(Calibration learned) {
        return QueueModel.of(learned.inForce(), tokens, limits).largestRate(level) instanceof LargestRate.Found found
                ? learned.cautious(tokens, found.at().running())
                : learned.inForce();
    }

    /** The same with a KV cache of so many full batches. */
    public RandomServers withCache(double batches) {
        long kvTokens = (long) (batches * limits.maxBatchSize() * tokens.meanTotal());
        var bounded = new ServerLimits(limits.maxBatchSize(), null, limits.maxBatchedTokens(), kvTokens);
        return new RandomServers(law, profile, bounded, tokens, routing, level, servers, mixes, demand, seed);
    }

    /** The same behind another number of servers. */
    public RandomServers of(int count) {
        return new RandomServers(law, profile, limits, tokens, routing, level, count, mixes, demand, seed);
    }

    Calibration start() {
        return Calibration.start("H100", profile, SimulatedServers.START);
    }

    public SimulatedServers simulated() {
        return new SimulatedServers(law, limits, servers, new Traffic(tokens, 1, routing), seed);
    }

    /** One more minute of traffic, 30 to 90 % of what the servers carry within the level. */
    public Window minute(SimulatedServers simulated, SplittableRandom random) {
        TokenMix now = mixes
                ? new TokenMix(
                        new TokenCount(
                                tokens.input().mean() * between(random, 0.5, 2),
                                tokens.input().scv()),
                        new TokenCount(
                                tokens.output().mean() * between(random, 0.5, 2),
                                tokens.output().scv()),
                        tokens.prefixCacheHitRate())
                : tokens;
        double each = capacity(law, now, limits, level);
        double load = servers * (each > 0 ? each : capacity(law) / 3) * (0.3 + 0.6 * random.nextDouble());
        return simulated.window(new Traffic(now, 1, routing), load, 60);
    }
}
