package dev.inferno.vllm;

import dev.inferno.serving.Routing;
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

    /** The sum of more gaps than this is as good as gamma. */
    private static final int MOST_DRAWN = 256;

    private final Traffic traffic;
    private final double gapMillis;
    private final int servers;
    private final SplittableRandom random;
    private double now;
    private long next;

    public Workload(Traffic traffic, double requestsPerSecond, long seed) {
        this(traffic, requestsPerSecond, 1, seed);
    }

    private Workload(Traffic traffic, double requestsPerSecond, int servers, long seed) {
        this.traffic = traffic;
        this.gapMillis = 1000 / requestsPerSecond;
        this.servers = servers;
        this.random = new SplittableRandom(seed);
    }

    /** What one of so many servers behind a {@link dev.inferno.serving.Routing#blind blind} router gets of the whole stream. */
    static Workload ofOneServer(Traffic traffic, double requestsPerSecond, int servers, long seed) {
        if (!traffic.routing().blind()) {
            throw new IllegalArgumentException(
                    traffic.routing() + " looks at all servers; simulate them together, not one of them");
        }
        return new Workload(traffic, requestsPerSecond, servers, seed);
    }

    /** Time of the request returned by the next {@link #request}. */
    public double arrival() {
        now += gapMillis * gaps(gapsToNext(), traffic.arrivalScv());
        return now;
    }

    /** Requests of the whole stream from one of this server's to the next. */
    private int gapsToNext() {
        if (servers == 1 || traffic.routing() == Routing.ROUND_ROBIN) {
            return servers;
        }
        double others = StrictMath.log(1 - random.nextDouble()) / StrictMath.log1p(-1.0 / servers);
        return 1 + (int) Math.min(1 << 30, others);
    }

    public Request request() {
        int prompt = length(traffic.tokens().input());
        return new Request(
                next++, prompt, cached(prompt), length(traffic.tokens().output()));
    }

    private int cached(int prompt) {
        Double rate = traffic.tokens().prefixCacheHitRate();
        return rate == null ? 0 : (int) Math.min(prompt - 1, Math.round(rate * prompt));
    }

    /** Sum of so many gaps of mean 1. */
    private double gaps(int count, double scv) {
        if (scv <= 1 || count > MOST_DRAWN) {
            return unit(scv / count) * count;
        }
        double likely = (1 + StrictMath.sqrt((scv - 1) / (scv + 1))) / 2;
        int ofLikely = 0;
        for (int i = 0; i < count; i++) {
            ofLikely += random.nextDouble() < likely ? 1 : 0;
        }
        return exponentials(ofLikely) / (2 * likely) + exponentials(count - ofLikely) / (2 * (1 - likely));
    }

    private double exponentials(int count) {
        return count == 0 ? 0 : count * unit(1.0 / count);
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
