package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import java.util.HashMap;
import java.util.Map;

/**
 * The smallest count of replicas that keeps a level, by seeded simulation.
 *
 * <p>Problem: settle a replica count more surely than a formula can. Method: {@link Trial}s, each four times as long as the one
 * before, until one is sure or the longest is done; every count sees the same arrivals and lengths, so that what differs is the count. Of two
 * neighbours between which even the longest run is not sure the larger is taken: one replica more is a small waste, one too few
 * is a broken promise. Random and round-robin routing leave servers independent, so one is simulated under the stream it gets;
 * other routers are simulated with at most 64 servers at the same load each. Source: discrete-event simulation; common random
 * numbers and batch means as in A. Law, "Simulation Modeling and Analysis". Complexity: O(requests) per count. Units:
 * milliseconds, requests/s. Thread-safety: none; same seed, same answer.
 */
public final class FleetCheck {

    private static final int MOST_SERVERS = 64;
    private static final int LEAST_REQUESTS = 8000;
    private static final int STAGES = 3;
    private static final int STAGE_FACTOR = 4;

    /** Standard errors beyond which a stage is sure. */
    private static final double SURE = 4;

    /** Standard errors within which the longest run is not sure. */
    private static final double UNSURE = 2;

    /** A run replaces what the servers hold this many times. */
    private static final int TURNOVERS = 4;

    /** Requests a run may hold at a time; more cost too much time. */
    private static final double MOST_INSIDE = 10_000;

    /** From this many times the guess on it is asked whether any count can keep the level. */
    private static final int FAR = 8;

    /** With so many replicas requests practically never meet. */
    private static final int MOST_REPLICAS = 1 << 20;

    private final Iteration law;
    private final ServerLimits limits;
    private final Traffic traffic;
    private final ServiceLevel level;
    private final double requestsPerSecond;
    private final double inside;
    private final long seed;
    private final Map<Integer, Tried> tried = new HashMap<>();

    /** What the longest run of a count said. */
    private record Tried(Trial trial, double excess) {

        boolean keeps() {
            return excess <= 0;
        }
    }

    /** Outcome of a search. */
    public sealed interface Outcome {}

    /** The fewest replicas that keep the level, and what they do. */
    public record Settled(int replicas, Trial trial) implements Outcome {}

    /** Requests that practically never meet miss the level already. */
    public record OutOfReach(Trial idle) implements Outcome {}

    /**
     * @param requestsPerSecond of the whole fleet
     * @param inside requests one server holds at a time, about
     */
    public FleetCheck(
            Iteration law,
            ServerLimits limits,
            Traffic traffic,
            ServiceLevel level,
            double requestsPerSecond,
            double inside,
            long seed) {
        this.law = law;
        this.limits = limits;
        this.traffic = traffic;
        this.level = level;
        this.requestsPerSecond = requestsPerSecond;
        this.inside = inside;
        this.seed = seed;
    }

    /** False if one server holds so many requests at a time that a run would take minutes. */
    public boolean affordable() {
        return inside <= MOST_INSIDE;
    }

    /** Smallest count from {@code least} on that keeps the level, assuming more replicas are never worse. */
    public Outcome smallest(int guess, int least) {
        int low = least - 1;
        int high = MOST_REPLICAS + 1;
        int first = Math.max(least, Math.min(MOST_REPLICAS, guess));
        int next = first;
        int step = 1;
        while (high - low > 1) {
            if (tried(next).keeps()) {
                high = next;
                next = Math.max(low + 1, high - step);
            } else if (next == MOST_REPLICAS) {
                return new OutOfReach(tried(next).trial());
            } else {
                low = next;
                next = low / FAR < first ? Math.min(high - 1, low + step) : Math.min(high - 1, MOST_REPLICAS);
            }
            step *= 2;
            if (low >= least && high <= MOST_REPLICAS) {
                next = (low + high) >>> 1;
            }
        }
        int replicas = doubtful(low, high) ? high + 1 : high;
        return new Settled(replicas, tried(replicas).trial());
    }

    /** Whether the longest run leaves it open that {@code high} keeps the level, rather than that {@code low} misses it. */
    private boolean doubtful(int low, int high) {
        double kept = -tried(high).excess();
        Tried fewer = tried.get(low);
        return kept < UNSURE && (fewer == null || kept < fewer.excess());
    }

    private Tried tried(int replicas) {
        Tried before = tried.get(replicas);
        if (before != null) {
            return before;
        }
        Tried now = attempt(replicas, 0);
        for (int stage = 1; stage < STAGES && Math.abs(now.excess()) < SURE; stage++) {
            now = attempt(replicas, stage);
        }
        tried.put(replicas, now);
        return now;
    }

    private Tried attempt(int replicas, int stage) {
        int stageRequests = (int) (LEAST_REQUESTS * Math.pow(STAGE_FACTOR, stage));
        long stageSeed = seed + stage;
        Trial trial;
        if (traffic.routing().blind()) {
            int requests = (int) Math.max(stageRequests, TURNOVERS * inside);
            trial = Trial.ofOneServer(law, limits, traffic, replicas, requestsPerSecond, requests, stageSeed);
        } else {
            int servers = Math.min(replicas, MOST_SERVERS);
            int requests = (int) Math.max(stageRequests, TURNOVERS * inside * servers);
            double share = requestsPerSecond / replicas * servers;
            trial = Trial.run(law, limits, traffic, servers, share, requests, stageSeed);
        }
        return new Tried(trial, trial.excess(level));
    }
}
