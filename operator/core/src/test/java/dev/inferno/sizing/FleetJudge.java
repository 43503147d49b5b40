package dev.inferno.sizing;

import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import dev.inferno.vllm.Trial;
import java.util.HashMap;
import java.util.Map;

/**
 * The simulated truth about one random fleet. Not thread-safe; one per case.
 *
 * <p>The strain of a count is the largest ratio of a simulated latency to its limit; above 1 the level is missed. Two seeds are run, and
 * their mean strain decides. Where each alone would decide otherwise, both run longer, up to {@value #LONGEST} times, so that
 * the truth of a near tie is not an accident of the seed; what they still differ on then is reported.
 */
final class FleetJudge {

    private static final int MEMORIES = 20;
    private static final int LONGEST = 16;
    private static final double MOST_REQUESTS = 4e6;
    private static final int LONGER = 4;

    private final RandomFleet fleet;
    private final int least;
    private final Map<Integer, double[]> strains = new HashMap<>();
    private int times = 1;

    /**
     * What the judge found.
     *
     * @param soon whether the seeds agreed at once
     * @param agreed whether they did at last
     * @param requests counted per seed at last; the last count's
     */
    record Verdict(int truth, boolean soon, boolean agreed, int requests) {}

    /** @param least requests counted per seed */
    FleetJudge(RandomFleet fleet, int least) {
        this.fleet = fleet;
        this.least = least;
    }

    double strain(int replicas) {
        double[] both = both(replicas);
        return (both[0] + both[1]) / 2;
    }

    /** Fewest replicas that keep the level, looked for from a guess. */
    Verdict judge(int guess) {
        int truth = truth(guess);
        boolean soon = seedsAgree(truth);
        boolean agreed = soon;
        while (!agreed && times < LONGEST) {
            times *= LONGER;
            strains.clear();
            truth = truth(truth);
            agreed = seedsAgree(truth);
        }
        return new Verdict(truth, soon, agreed, requests(truth));
    }

    private int truth(int guess) {
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
    private boolean seedsAgree(int truth) {
        double[] enough = both(truth);
        double[] fewer = both(truth - 1);
        return Math.max(enough[0], enough[1]) <= 1 && Math.min(fewer[0], fewer[1]) > 1;
    }

    private double[] both(int replicas) {
        return strains.computeIfAbsent(replicas, r -> new double[] {once(r, 1), once(r, 2)});
    }

    /** Enough that all servers leave their empty start far behind. */
    private int requests(int replicas) {
        int servers = alone() ? 1 : replicas;
        double once = Math.max(least, MEMORIES * servers * fleet.memory());
        return (int) Math.max(once, Math.min(MOST_REQUESTS, times * once));
    }

    /** Servers that do not see each other under Poisson arrivals: one settles sooner than all, and none differs. */
    private boolean alone() {
        return fleet.traffic().arrivalScv() == 1 && fleet.traffic().routing().blind();
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
        double itlShare = ServiceLevel.share(level.itlPercentile());
        return Math.max(over(trial.ttft(share), level.ttftMillis()), over(trial.itl(itlShare), level.itlMillis()));
    }

    private Trial trial(int replicas, long seed) {
        Traffic traffic = fleet.traffic();
        double perSecond = fleet.demand().perSecond();
        int requests = requests(replicas);
        if (!alone()) {
            return Trial.run(fleet.law(), fleet.limits(), traffic, replicas, perSecond, requests, seed);
        }
        var share = new Traffic(traffic.tokens(), traffic.arrivalScvAtQueue(replicas), Routing.RANDOM);
        return Trial.run(fleet.law(), fleet.limits(), share, 1, perSecond / replicas, requests, seed);
    }

    private static double over(double value, double limit) {
        return limit == 0 ? 0 : value / limit;
    }
}
