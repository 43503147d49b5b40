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
 * <p>Problem: settle a replica count more surely than a formula can. Method: {@link Trial}s, each longer than the one before,
 * until one is sure or the longest is done; the count answered has passed the longest, under half a per cent more load. Every
 * count sees the same arrivals and lengths, so that what differs is the count. Of two neighbours between which even the
 * longest run is not sure the larger is taken: one replica more is a small waste, one too few is a broken promise. Random and round-robin routing leave servers independent, so one is simulated under the stream it gets;
 * other routers are simulated with at most 64 servers at the same load each. Source: discrete-event simulation; common random
 * numbers and batch means as in A. Law, "Simulation Modeling and Analysis". Complexity: O(requests) per count. Units:
 * milliseconds, requests/s. Thread-safety: none; same seed, same answer.
 */
public final class FleetCheck {

    private static final int MOST_SERVERS = 64;
    private static final int LEAST_SERVERS = 8;
    private static final int LAST = 2;

    /** Requests of a short, a longer and the longest run, at least. */
    private static final int[] REQUESTS = {8000, 40_000, 160_000};

    /** Standard errors beyond which a short run is sure that a level is missed. */
    private static final double SURE = 4;

    /** Standard errors within which the longest run is not sure. */
    private static final double UNSURE = 1.5;

    /** A run lasts at least so many times what a server takes to forget how it began. */
    private static final int[] MEMORIES = {3, 6, 12};

    /** Requests of a run whose length is for the memory alone. */
    private static final double MOST_REQUESTS = 200_000;

    /** Load the longest run adds for what it has not seen: rare times of congestion. */
    private static final double LOAD_MARGIN = 1.003;

    /** From this many times the guess on it is asked whether any count can keep the level. */
    private static final int FAR = 8;

    /** With so many replicas requests practically never meet. */
    private static final int MOST_REPLICAS = 1 << 20;

    private final Iteration law;
    private final ServerLimits limits;
    private final Traffic traffic;
    private final ServiceLevel level;
    private final double requestsPerSecond;
    private final double memory;
    private final long seed;
    private final Map<Integer, Tried> tried = new HashMap<>();

    /** What the longest run so far of a count said; that it misses may be sure before the last stage, that it keeps may not. */
    private record Tried(Trial trial, double excess, boolean last) {

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
     * @param memory requests after which one server has forgotten how it began, about
     */
    public FleetCheck(
            Iteration law,
            ServerLimits limits,
            Traffic traffic,
            ServiceLevel level,
            double requestsPerSecond,
            double memory,
            long seed) {
        this.law = law;
        this.limits = limits;
        this.traffic = traffic;
        this.level = level;
        this.requestsPerSecond = requestsPerSecond;
        this.memory = memory;
        this.seed = seed;
    }

    /** False if a run would have to be so long that an answer takes minutes. */
    public boolean affordable() {
        return MEMORIES[LAST] * memory <= MOST_REQUESTS;
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
        while (!settled(high).keeps()) {
            low = high;
            high++;
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
        for (int stage = 1; !now.last() && Math.abs(now.excess()) < SURE; stage++) {
            now = attempt(replicas, stage);
        }
        tried.put(replicas, now);
        return now;
    }

    /** Short runs begin empty and see no rare congestion: a count they find good must hold in a long one. */
    private Tried settled(int replicas) {
        Tried now = tried(replicas);
        if (!now.last() && now.keeps()) {
            now = attempt(replicas, LAST);
            tried.put(replicas, now);
        }
        return now;
    }

    private Tried attempt(int replicas, int stage) {
        boolean last = stage == LAST;
        double load = last ? LOAD_MARGIN * requestsPerSecond : requestsPerSecond;
        Trial trial;
        if (traffic.routing().blind()) {
            int requests = requests(stage, 1);
            trial = Trial.ofOneServer(law, limits, traffic, replicas, load, requests, seed + stage);
        } else {
            double affordable = Math.max(LEAST_SERVERS, MOST_REQUESTS / (MEMORIES[LAST] * memory));
            int servers = (int) Math.min(replicas, Math.min(MOST_SERVERS, affordable));
            double share = load / replicas * servers;
            trial = Trial.run(law, limits, traffic, servers, share, requests(stage, servers), seed + stage);
        }
        return new Tried(trial, trial.excess(level), last);
    }

    private int requests(int stage, int servers) {
        return (int) Math.max(REQUESTS[stage], MEMORIES[stage] * memory * servers);
    }
}
