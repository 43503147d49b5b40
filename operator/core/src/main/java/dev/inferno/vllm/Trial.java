package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import java.util.Arrays;

/**
 * One run of a fleet under a workload, and what its requests saw.
 *
 * <p>Problem: percentiles of TTFT, ITL and wait of a fleet at a rate, and how sure a limit is kept. Method: {@code requests}
 * arrive after a warm-up of a third as many, whose figures are thrown away; arrivals go on until all counted ones have
 * answered; of an overloaded fleet that is not waited for. ITL is counted per token given while the counted ones arrive. How
 * sure: means of {@value #BATCHES} batches, one after the other. Source: discrete-event simulation with {@link Fleet}. Complexity: O(requests). Units: milliseconds,
 * requests/s. Thread-safety: none; same seed, same result.
 */
public final class Trial implements ServerListener {

    private static final int BATCHES = 20;

    /** Of 50,000 requests so many may be missing at the end of the run without a doubt that the fleet keeps up. */
    private static final double MOST_MISSING = 0.01;

    private static final double OF_REQUESTS = 50_000;

    /** The wait limit is a 95th percentile. */
    private static final double WAIT_SHARE = 0.95;

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
        Arrays.fill(ttft, Double.POSITIVE_INFINITY);
        Arrays.fill(wait, Double.POSITIVE_INFINITY);
        Arrays.fill(sojourn, Double.POSITIVE_INFINITY);
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

    /** One of so many servers that do not see each other, under its share: what it does, all do. */
    static Trial ofOneServer(
            Iteration law,
            ServerLimits limits,
            Traffic traffic,
            int servers,
            double requestsPerSecond,
            int requests,
            long seed) {
        Trial trial = new Trial(requests);
        Fleet fleet = new Fleet(law, limits, 1, traffic.routing(), seed, trial);
        trial.play(fleet, Workload.ofOneServer(traffic, requestsPerSecond, servers, seed));
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
            if (i == arrived.length) {
                fleet.advanceTo(at);
                if (overloaded()) {
                    break;
                }
            }
            hearing = counted(i) ? gaps[batch(i - warmUp)] : unheard;
            if (!fleet.submit(request, at) && counted(i)) {
                refuse((int) i - warmUp);
            }
        }
        if (finished + refused < requests && !overloaded()) {
            fleet.advanceTo(Double.MAX_VALUE);
        }
        preemptions = fleet.preemptions();
    }

    /** Nobody saw a latency of it. */
    private void refuse(int index) {
        refused++;
        ttft[index] = Double.NaN;
        wait[index] = Double.NaN;
        sojourn[index] = Double.NaN;
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
        return mean(ttft);
    }

    /** @param share 0.95 for the 95th percentile */
    public double ttftMillis(double share) {
        return quantile(ttft, share);
    }

    public double meanWaitMillis() {
        return mean(wait);
    }

    public double waitMillis(double share) {
        return quantile(wait, share);
    }

    public double meanSojournMillis() {
        return mean(sojourn);
    }

    /** Mean over tokens; 0 if every answer had one. */
    public double meanItlMillis() {
        return allGaps().meanMillis();
    }

    public double itlMillis(double share) {
        return allGaps().quantileMillis(share);
    }

    /** 0 = mean; as {@link ServiceLevel#share}. */
    public double ttft(double share) {
        return share == 0 ? meanTtftMillis() : ttftMillis(share);
    }

    /** 0 = mean. */
    public double itl(double share) {
        return share == 0 ? meanItlMillis() : itlMillis(share);
    }

    /**
     * By how many standard errors the worst kept limit is missed; negative = all are kept, infinite = beyond doubt. Not
     * reliable for runs so short that their batches hang together.
     */
    double excess(ServiceLevel level) {
        if (overloaded()) {
            return Double.POSITIVE_INFINITY;
        }
        double ttftShare = ServiceLevel.share(level.percentile());
        double worst = Double.NEGATIVE_INFINITY;
        if (level.ttftMillis() > 0) {
            worst = excess(ttft, level.ttftMillis(), ttftShare);
        }
        if (level.waitMillis() > 0) {
            worst = Math.max(worst, excess(wait, level.waitMillis(), WAIT_SHARE));
        }
        if (level.itlMillis() > 0) {
            worst = Math.max(worst, gapExcess(level.itlMillis(), ServiceLevel.share(level.itlPercentile())));
        }
        return worst;
    }

    private double excess(double[] values, double limit, double share) {
        var means = new BatchMeans(BATCHES);
        for (int i = 0; i < requests; i++) {
            if (!Double.isNaN(values[i])) {
                means.add(batch(i), share == 0 ? values[i] : values[i] > limit ? 1 : 0, 1);
            }
        }
        return means.excess(share == 0 ? limit : 1 - share);
    }

    private double gapExcess(double limit, double share) {
        var means = new BatchMeans(BATCHES);
        for (int i = 0; i < BATCHES; i++) {
            means.add(i, share == 0 ? gaps[i].millis() : gaps[i].longerThan(limit), gaps[i].count());
        }
        return means.excess(share == 0 ? limit : 1 - share);
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
     * ends: how many are inside settles only after the longest answers. What is clear depends on how long the run was.
     */
    public boolean overloaded() {
        double missing = MOST_MISSING * Math.sqrt(OF_REQUESTS / requests);
        return startedInTime < (1 - missing) * (requests - refused);
    }

    public int requests() {
        return requests;
    }

    public int refused() {
        return refused;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
    }

    private double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int seen = requests - refused;
        return seen == 0 ? 0 : sorted[(int) Math.min(seen - 1, Math.floor(share * seen))];
    }
}
