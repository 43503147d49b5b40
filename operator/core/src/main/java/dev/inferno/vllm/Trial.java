package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.Traffic;
import java.util.Arrays;

/**
 * One run of a fleet under a workload, and what its requests saw.
 *
 * <p>Problem: percentiles of TTFT, ITL and wait of a fleet at a rate. Method: {@code requests} arrive after a warm-up of
 * a third as many, whose figures are thrown away; arrivals go on until all counted ones have answered. ITL is counted per
 * token, in logarithmic bins of 0.5 %. Source: discrete-event simulation with {@link Fleet}. Complexity: O(tokens). Units:
 * milliseconds, requests/s. Thread-safety: none; same seed, same result.
 */
public final class Trial implements TokenListener {

    private static final double BIN = StrictMath.log1p(0.005);
    private static final double LEAST_MILLIS = 1e-3;
    private static final int BINS = 5000;
    private static final double LEAST_STARTED = 0.97;

    private final int warmUp;
    private final int requests;
    private final double[] arrived;
    private final double[] lastToken;
    private final double[] ttft;
    private final double[] wait;
    private final double[] sojourn;
    private final long[] gaps = new long[BINS];
    private double gapMillis;
    private long gapCount;
    private int finished;
    private int refused;
    private long preemptions;
    private int startedInTime;
    private double windowStart = Double.POSITIVE_INFINITY;
    private double windowEnd = Double.POSITIVE_INFINITY;

    private Trial(int requests) {
        this.warmUp = requests / 3;
        this.requests = requests;
        int all = warmUp + requests;
        this.arrived = new double[all];
        this.lastToken = new double[all];
        this.ttft = new double[requests];
        this.wait = new double[requests];
        this.sojourn = new double[requests];
    }

    /**
     * @param requestsPerSecond of the whole fleet
     * @param requests counted
     */
    public static Trial run(
            Iteration law,
            ServerLimits limits,
            Traffic traffic,
            int servers,
            double requestsPerSecond,
            int requests,
            long seed) {
        Trial trial = new Trial(requests);
        Fleet fleet = new Fleet(law, limits, servers, traffic.routing(), seed ^ 0x5DEECE66DL, trial);
        trial.play(fleet, new Workload(traffic, requestsPerSecond, seed));
        return trial;
    }

    private void play(Fleet fleet, Workload workload) {
        long most = 3L * (warmUp + requests);
        for (long i = 0; i < most && finished + refused < requests; i++) {
            double at = workload.arrival();
            Request request = workload.request();
            if (i < arrived.length) {
                arrived[(int) i] = at;
            }
            windowStart = i == warmUp ? at : windowStart;
            windowEnd = i < arrived.length ? Double.POSITIVE_INFINITY : Math.min(windowEnd, at);
            if (!fleet.submit(request, at) && counted(request.id())) {
                refused++;
            }
        }
        if (finished + refused < requests) {
            fleet.advanceTo(Double.MAX_VALUE);
        }
        preemptions = fleet.preemptions();
        Arrays.sort(ttft);
        Arrays.sort(wait);
    }

    private boolean counted(long id) {
        return id >= warmUp && id < warmUp + requests;
    }

    @Override
    public void started(long id, double at) {
        if (at >= windowStart && at < windowEnd) {
            startedInTime++;
        }
        if (counted(id)) {
            wait[(int) id - warmUp] = at - arrived[(int) id];
        }
    }

    @Override
    public void token(long id, double at, int index, boolean last) {
        if (!counted(id)) {
            return;
        }
        int request = (int) id;
        if (index == 1) {
            ttft[request - warmUp] = at - arrived[request];
        } else {
            double gap = at - lastToken[request];
            gapMillis += gap;
            gapCount++;
            int bin = (int) (StrictMath.log(Math.max(gap, LEAST_MILLIS) / LEAST_MILLIS) / BIN);
            gaps[Math.min(BINS - 1, bin)]++;
        }
        lastToken[request] = at;
        if (last) {
            sojourn[request - warmUp] = at - arrived[request];
            finished++;
        }
    }

    public double meanTtftMillis() {
        return Arrays.stream(ttft).average().orElse(0);
    }

    /** @param share 0.95 for the 95th percentile */
    public double ttftMillis(double share) {
        return quantile(ttft, share);
    }

    public double meanWaitMillis() {
        return Arrays.stream(wait).average().orElse(0);
    }

    public double waitMillis(double share) {
        return quantile(wait, share);
    }

    public double meanSojournMillis() {
        return Arrays.stream(sojourn).average().orElse(0);
    }

    /** Mean over tokens; 0 if every answer had one. */
    public double meanItlMillis() {
        return gapCount == 0 ? 0 : gapMillis / gapCount;
    }

    public double itlMillis(double share) {
        long below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            below += gaps[bin];
            if (below >= share * gapCount && below > 0) {
                return LEAST_MILLIS * StrictMath.exp((bin + 0.5) * BIN);
            }
        }
        return 0;
    }

    public long preemptions() {
        return preemptions;
    }

    /**
     * True if clearly fewer requests started than came while the counted ones arrived: the fleet does not keep up. Starts, not
     * ends: how many are inside settles only after the longest answers.
     */
    public boolean overloaded() {
        return startedInTime < LEAST_STARTED * (requests - refused);
    }

    public int requests() {
        return requests;
    }

    public int refused() {
        return refused;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
