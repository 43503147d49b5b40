package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.Traffic;
import java.util.Arrays;

/**
 * One run of a fleet under a workload, and what its requests saw.
 *
 * <p>Problem: percentiles of TTFT, ITL and wait of a fleet at a rate, and how sure a limit is kept. Method: {@code requests}
 * arrive after a warm-up of a third as many, whose figures are thrown away; arrivals go on until all counted ones have
 * answered. ITL is counted per token given while the counted ones arrive. How sure: means of {@value #BATCHES} batches, one
 * after the other. Source: discrete-event simulation with {@link Fleet}. Complexity: O(requests). Units: milliseconds,
 * requests/s. Thread-safety: none; same seed, same result.
 */
public final class Trial implements ServerListener {

    private static final int BATCHES = 20;
    private static final double LEAST_STARTED = 0.97;

    private final int warmUp;
    private final int requests;
    private final double[] arrived;
    private final double[] ttft;
    private final double[] wait;
    private final double[] sojourn;
    private final Gaps[] gaps = new Gaps[BATCHES];
    private final Gaps unheard = new Gaps();
    private Gaps hearing = unheard;
    private int finished;
    private int refused;
    private long preemptions;
    private int startedInTime;
    private double windowStart = Double.POSITIVE_INFINITY;
    private double windowEnd = Double.POSITIVE_INFINITY;

    private Trial(int requests) {
        this.warmUp = requests / 3;
        this.requests = requests;
        this.arrived = new double[warmUp + requests];
        this.ttft = new double[requests];
        this.wait = new double[requests];
        this.sojourn = new double[requests];
        Arrays.setAll(gaps, i -> new Gaps());
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
            hearing = counted(i) ? gaps[batch(i - warmUp)] : unheard;
            if (!fleet.submit(request, at) && counted(request.id())) {
                refused++;
            }
        }
        if (finished + refused < requests) {
            fleet.advanceTo(Double.MAX_VALUE);
        }
        preemptions = fleet.preemptions();
    }

    private boolean counted(long id) {
        return id >= warmUp && id < warmUp + requests;
    }

    private int batch(long index) {
        return (int) (index * BATCHES / requests);
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
    public void firstToken(long id, double at) {
        if (counted(id)) {
            ttft[(int) id - warmUp] = at - arrived[(int) id];
        }
    }

    @Override
    public void decoded(int sequences, Span span, long iterations) {
        hearing.add(span, iterations, sequences);
    }

    @Override
    public void resumed(double gapMillis) {
        hearing.add(gapMillis, 1);
    }

    @Override
    public void finished(long id, double at) {
        if (counted(id)) {
            sojourn[(int) id - warmUp] = at - arrived[(int) id];
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
        return allGaps().meanMillis();
    }

    public double itlMillis(double share) {
        return allGaps().quantileMillis(share);
    }

    private Gaps allGaps() {
        Gaps all = new Gaps();
        for (Gaps batch : gaps) {
            all.add(batch);
        }
        return all;
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

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
