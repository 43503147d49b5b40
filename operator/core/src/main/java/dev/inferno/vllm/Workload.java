package dev.inferno.vllm;

import dev.inferno.serving.TokenCount;
import dev.inferno.serving.Traffic;
import java.util.SplittableRandom;

/**
 * A seeded stream of requests.
 *
 * <p>Problem: arrivals and lengths of given mean and variability. Method: scv 0 constant, up to 1 gamma, above log-normal
 * lengths; times between arrivals gamma up to scv 1 and two-phase hyperexponential with balanced means above. Lengths are
 * rounded to whole tokens, at least 1; where the prompt cannot be cut below 1 token the mean is that of the rounded draw.
 * Source: gamma by G. Marsaglia, W. W. Tsang (2000). Complexity: O(1) per draw. Units: milliseconds, tokens. Thread-safety:
 * none.
 */
public final class Workload {

    private final Traffic traffic;
    private final double gapMillis;
    private final SplittableRandom random;
    private double now;
    private long next;

    public Workload(Traffic traffic, double requestsPerSecond, long seed) {
        this.traffic = traffic;
        this.gapMillis = 1000 / requestsPerSecond;
        this.random = new SplittableRandom(seed);
    }

    /** Time of the request returned by the next {@link #request}. */
    public double arrival() {
        now += gapMillis * gap(traffic.arrivalScv());
        return now;
    }

    public Request request() {
        return new Request(
                next++,
                length(traffic.tokens().input()),
                length(traffic.tokens().output()));
    }

    private double gap(double scv) {
        if (scv <= 1) {
            return unit(scv);
        }
        double likely = (1 + StrictMath.sqrt((scv - 1) / (scv + 1))) / 2;
        double share = random.nextDouble() < likely ? likely : 1 - likely;
        return exponential() / (2 * share);
    }

    private int length(TokenCount count) {
        double drawn = count.mean() * (count.scv() <= 1 ? unit(count.scv()) : logNormal(count.scv()));
        return (int) Math.max(1, Math.min(1 << 30, Math.round(drawn)));
    }

    /** Gamma of mean 1. */
    private double unit(double scv) {
        if (scv == 0) {
            return 1;
        }
        return scv == 1 ? exponential() : scv * gamma(1 / scv);
    }

    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            if (root <= 0) {
                continue;
            }
            double v = root * root * root;
            double u = 1 - random.nextDouble();
            if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    private double logNormal(double scv) {
        double variance = StrictMath.log1p(scv);
        return StrictMath.exp(random.nextGaussian() * StrictMath.sqrt(variance) - variance / 2);
    }

    private double exponential() {
        return -StrictMath.log(1 - random.nextDouble());
    }
}
