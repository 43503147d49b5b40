package dev.inferno.documents;

import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import dev.inferno.vllm.Trial;
import java.util.HashMap;
import java.util.Map;

/**
 * The simulated truth about one random fleet: two seeds, whose mean strain decides. Not thread-safe; one per case.
 *
 * <p>The strain of a count is the largest ratio of a simulated latency to its limit; above 1 the level is missed.
 */
final class FleetJudge {

    private static final int LEAST_REQUESTS = 4000;
    private static final int MOST_REQUESTS = 50_000;

    private final RandomFleet fleet;
    private final int requests;
    private final Map<Integer, double[]> strains = new HashMap<>();

    FleetJudge(RandomFleet fleet, double tokens) {
        this.fleet = fleet;
        double affordable = tokens / fleet.demand().outputTokens();
        this.requests = (int) Math.max(LEAST_REQUESTS, Math.min(MOST_REQUESTS, affordable));
    }

    int requests() {
        return requests;
    }

    double strain(int replicas) {
        double[] both = both(replicas);
        return (both[0] + both[1]) / 2;
    }

    /** Fewest replicas that keep the level, looked for from a guess. */
    int truth(int guess) {
        int enough = Math.max(1, guess);
        if (strain(enough) > 1) {
            do {
                enough++;
            } while (strain(enough) > 1);
            return enough;
        }
        while (enough > 1 && strain(enough - 1) <= 1) {
            enough--;
        }
        return enough;
    }

    /** Whether each seed alone gives the same truth. */
    boolean seedsAgree(int truth) {
        double[] enough = both(truth);
        double[] fewer = both(truth - 1);
        return Math.max(enough[0], enough[1]) <= 1 && Math.min(fewer[0], fewer[1]) > 1;
    }

    private double[] both(int replicas) {
        return strains.computeIfAbsent(replicas, r -> new double[] {once(r, 1), once(r, 2)});
    }

    private double once(int replicas, int run) {
        if (replicas < 1) {
            return Double.POSITIVE_INFINITY;
        }
        Trial trial = trial(replicas, fleet.seed() * 31 + run);
        if (trial.overloaded()) {
            return Double.POSITIVE_INFINITY;
        }
        ServiceLevel level = fleet.demand().level();
        double share = ServiceLevel.share(level.percentile());
        double ttft = share == 0 ? trial.meanTtftMillis() : trial.ttftMillis(share);
        return Math.max(over(ttft, level.ttftMillis()), over(trial.meanItlMillis(), level.itlMillis()));
    }

    /** The whole fleet; of servers that do not see each other under Poisson arrivals, one, which settles sooner. */
    private Trial trial(int replicas, long seed) {
        Traffic traffic = fleet.traffic();
        double perSecond = fleet.demand().perSecond();
        boolean alone = traffic.arrivalScv() == 1
                && (traffic.routing() == Routing.RANDOM || traffic.routing() == Routing.ROUND_ROBIN);
        if (!alone) {
            return Trial.run(fleet.law(), fleet.limits(), traffic, replicas, perSecond, requests, seed);
        }
        double scv = traffic.routing() == Routing.RANDOM ? 1 : 1.0 / replicas;
        var share = new Traffic(traffic.tokens(), scv, Routing.RANDOM);
        return Trial.run(fleet.law(), fleet.limits(), share, 1, perSecond / replicas, requests, seed);
    }

    private static double over(double value, double limit) {
        return limit == 0 ? 0 : value / limit;
    }
}
