package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;

/**
 * Whether so many replicas keep a level, by a short seeded simulation.
 *
 * <p>Problem: settle a replica count where a formula is not sure. Method: one {@link Trial} per count. Random and round-robin
 * routing leave servers independent, so one is simulated under the stream it gets (Poisson stays Poisson; R gaps of a
 * round-robin stream add up); other routers are simulated with at most 64 servers at the same load each. A run is bounded by
 * answer tokens and replaces what the servers hold at least four times. Source:
 * discrete-event simulation. Complexity: O(tokens) per count. Units: milliseconds, requests/s. Thread-safety: immutable; same seed, same answer.
 *
 * @param requestsPerSecond of the whole fleet
 * @param inside requests one server holds at a time, about
 * @param tokens answer tokens per run, a bound on its cost
 */
public record FleetCheck(
        Iteration law,
        ServerLimits limits,
        Traffic traffic,
        ServiceLevel level,
        double requestsPerSecond,
        double inside,
        double tokens,
        long seed) {

    private static final int MOST_SERVERS = 64;
    private static final int LEAST_REQUESTS = 3000;
    private static final int MOST_REQUESTS = 40_000;

    /** Requests the cache could never hold; more of them than this is no fleet for the traffic. */
    private static final double REFUSED = 0.01;

    /**
     * Load a run adds for its own noise, on the side of one replica more. On the load, not on the limits: near saturation a
     * limit is crossed within a per cent of load, while far from it latency hardly depends on the count.
     */
    private static final double LOAD_MARGIN = 1.01;

    /** A run replaces what the servers hold this many times. */
    private static final int TURNOVERS = 4;

    /** False if a run within its bound would not leave the empty start behind. */
    public boolean affordable() {
        return requests() >= TURNOVERS * inside;
    }

    /** Smallest count in [least, most] that keeps the level, assuming more replicas are never worse; most + 1 if none does. */
    public int smallest(int guess, int least, int most) {
        int low = least - 1;
        int high = most + 1;
        int next = Math.max(least, Math.min(most, guess));
        int step = 1;
        while (high - low > 1) {
            if (keeps(next)) {
                high = next;
                next = Math.max(low + 1, high - step);
            } else {
                low = next;
                next = Math.min(high - 1, low + step);
            }
            step *= 2;
            if (low >= least && high <= most) {
                next = (low + high) >>> 1;
            }
        }
        return high;
    }

    /** True if a simulated fleet of so many replicas keeps every limit. */
    public boolean keeps(int replicas) {
        Trial trial = trial(replicas);
        double ttftShare = ServiceLevel.share(level.percentile());
        double itlShare = ServiceLevel.share(level.itlPercentile());
        double ttft = ttftShare == 0 ? trial.meanTtftMillis() : trial.ttftMillis(ttftShare);
        double itl = itlShare == 0 ? trial.meanItlMillis() : trial.itlMillis(itlShare);
        return !trial.overloaded()
                && trial.refused() <= REFUSED * trial.requests()
                && within(level.ttftMillis(), ttft)
                && within(level.itlMillis(), itl)
                && within(level.waitMillis(), trial.waitMillis(0.95));
    }

    private static boolean within(double limit, double value) {
        return limit == 0 || value <= limit;
    }

    private Trial trial(int replicas) {
        double share = LOAD_MARGIN * requestsPerSecond / replicas;
        int requests = requests();
        if (traffic.routing().blind()) {
            var local = new Traffic(traffic.tokens(), traffic.arrivalScvAtQueue(replicas), Routing.RANDOM);
            return Trial.run(law, limits, local, 1, share, requests, seed);
        }
        int servers = (int) Math.max(1, Math.min(Math.min(replicas, MOST_SERVERS), requests / (TURNOVERS * inside)));
        return Trial.run(law, limits, traffic, servers, share * servers, requests, seed);
    }

    private int requests() {
        double answer = Math.max(1, traffic.tokens().output().mean());
        return (int) Math.max(LEAST_REQUESTS, Math.min(MOST_REQUESTS, tokens / answer));
    }
}
