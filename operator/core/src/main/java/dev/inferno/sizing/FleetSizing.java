package dev.inferno.sizing;

import dev.inferno.queueing.Binding;
import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.OperatingPoint;
import dev.inferno.queueing.QueueModel;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.queueing.ReplicaSizing.Answer;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.Traffic;
import dev.inferno.vllm.FleetCheck;
import dev.inferno.vllm.Trial;
import java.util.Locale;

/**
 * Sizes a fleet under the iteration law: by formula where only capacity is asked for, by simulation where latency is.
 *
 * <p>Problem: the formula's rate is off by a few per cent, which is a replica or more of a large fleet, and its latency by more in
 * small ones. Method: the count by formula is where a seeded simulation begins to look. With a batch to choose, the one that
 * needs the fewest replicas by formula is taken, the largest of those. Source: {@link ReplicaSizing}, {@link FleetCheck}.
 * Complexity: formula microseconds, simulation some 0.1 s. Units: requests/s. Thread-safety: stateless; same case, same answer.
 */
public record FleetSizing(LatencyLaw.Iteration law, Traffic traffic, Demand demand) {

    private static final long SEED = 20_260_101;
    private static final double BATCH_STEP = 0.8;
    private static final int LEAST_BATCH = 16;
    private static final double PER_SECOND = 1000;

    /** The wait limit is a 95th percentile. */
    private static final double WAIT_SHARE = 0.95;

    /** Share of requests that may be refused without a word. */
    private static final double REFUSED = 0.01;

    /** @param how what else the reason says of the way to the answer; may be empty */
    public record Outcome(int batch, Answer answer, String how) {}

    public Outcome size(ServerLimits limits) {
        FleetModel fleet = FleetModel.of(law, traffic, limits);
        Answer answer = ReplicaSizing.size(fleet, demand);
        int batch = fleet.replica(1).batchLimit();
        if (!demand.level().hasLatencyLimit() || demand.perSecond() == 0) {
            return new Outcome(batch, answer, "");
        }
        double memory = memory(fleet, answer);
        var check = new FleetCheck(law, limits, traffic, demand.level(), demand.perSecond(), memory, SEED);
        if (!check.affordable()) {
            return new Outcome(batch, answer, ", by formula: one replica holds too many requests to simulate");
        }
        int guess = (int) Math.min(Integer.MAX_VALUE, guess(fleet, answer));
        return switch (check.smallest(guess, Math.max(1, demand.minReplicas()))) {
            case FleetCheck.Settled found -> new Outcome(batch, answer(fleet, found), how(found.trial()));
            case FleetCheck.OutOfReach out ->
                new Outcome(batch, new ReplicaSizing.OutOfReach(unattainable(out.idle())), how(out.idle()));
        };
    }

    private static String how(Trial trial) {
        double refused = (double) trial.refused() / trial.requests();
        String without = refused <= REFUSED
                ? ""
                : String.format(
                        Locale.ROOT, ", without the %.1f %% of requests that kvTokens cannot hold", 100 * refused);
        return ", settled by simulation" + without;
    }

    /** The limits with the batch of at most {@code maxBatchSize} that needs the fewest replicas. */
    public ServerLimits choose(ServerLimits limits) {
        ServerLimits best = limits;
        double fewest = needed(limits);
        for (double n = limits.maxBatchSize() * BATCH_STEP; n >= LEAST_BATCH; n *= BATCH_STEP) {
            var smaller = new ServerLimits((int) n, limits.maxQueue(), limits.maxBatchedTokens(), limits.kvTokens());
            double replicas = needed(smaller);
            if (replicas < fewest) {
                fewest = replicas;
                best = smaller;
            }
        }
        return best;
    }

    private double needed(ServerLimits limits) {
        return needed(ReplicaSizing.size(FleetModel.of(law, traffic, limits), demand));
    }

    private static double needed(Answer answer) {
        return switch (answer) {
            case Sized sized -> sized.replicas();
            case ReplicaSizing.TooMany many -> many.needed();
            case ReplicaSizing.Overloaded overload -> overload.needed();
            case ReplicaSizing.OutOfReach out -> Double.POSITIVE_INFINITY;
        };
    }

    /** Even a level the formula calls out of reach is tried: its latencies are off by some per cent. */
    private double guess(FleetModel fleet, Answer answer) {
        double needed = needed(answer);
        double capacity = StrictMath.ceil(demand.perSecond() / fleet.replica(1).saturationPerSecond());
        return Double.isInfinite(needed) ? capacity : needed;
    }

    /**
     * Requests after which one server has forgotten how it began: those inside, times how much longer than alone they stay,
     * which is how slowly a shared server comes to its steady state.
     */
    private double memory(FleetModel fleet, Answer answer) {
        OperatingPoint point = switch (answer) {
            case Sized sized -> sized.perReplica();
            case ReplicaSizing.TooMany many -> many.largest().at();
            case ReplicaSizing.Overloaded overload -> overload.largest().at();
            case ReplicaSizing.OutOfReach out ->
                fleet.replica(1).at(fleet.replica(1).saturationPerSecond());
        };
        OperatingPoint idle = fleet.replica(1).at(0);
        double alone = idle.ttftMillis() + idle.itlMillis() * demand.outputTokens();
        double stretch = point.running() * PER_SECOND / (point.carriedPerSecond() * alone);
        return Math.max(1, point.running()) * Math.max(1, stretch);
    }

    private Answer answer(FleetModel fleet, FleetCheck.Settled settled) {
        int replicas = settled.replicas();
        double share = demand.perSecond() / replicas;
        OperatingPoint point = point(share, fleet.replica(1).batchLimit(), settled.trial());
        LargestRate.Found largest = largest(fleet.replica(replicas), share, point);
        int most = demand.maxReplicas();
        if (replicas > most) {
            return ReplicaSizing.tooFew(fleet.replica(most), demand, replicas, largest);
        }
        return new Sized(replicas, demand.perSecond(), largest, point);
    }

    /** What the simulation found to carry the demand, the formula may not deny. */
    private LargestRate.Found largest(QueueModel replica, double share, OperatingPoint point) {
        return switch (replica.largestRate(demand.level())) {
            case LargestRate.Found found when found.at().carriedPerSecond() >= share -> found;
            case LargestRate.Found found -> new LargestRate.Found(share, point, found.binding());
            case LargestRate.Unattainable why -> new LargestRate.Found(share, point, why.limit());
        };
    }

    /** What one server did in the simulation, by Little's law where it was not watched. */
    private OperatingPoint point(double share, int batch, Trial trial) {
        var level = demand.level();
        double running = share / PER_SECOND * (trial.meanSojournMillis() - trial.meanWaitMillis());
        return new OperatingPoint(
                share,
                share,
                trial.ttft(ServiceLevel.share(level.percentile())),
                trial.itl(ServiceLevel.share(level.itlPercentile())),
                level.waitMillis() > 0 ? trial.waitMillis(WAIT_SHARE) : trial.meanWaitMillis(),
                Math.min(1, running / batch),
                running,
                share / PER_SECOND * trial.meanWaitMillis());
    }

    private LargestRate.Unattainable unattainable(Trial idle) {
        var level = demand.level();
        double itl = idle.itl(ServiceLevel.share(level.itlPercentile()));
        double ttft = idle.ttft(ServiceLevel.share(level.percentile()));
        if (level.itlMillis() > 0 && itl > level.itlMillis()) {
            return new LargestRate.Unattainable(Binding.ITL, level.itlMillis(), itl);
        }
        return level.ttftMillis() > 0 && ttft > level.ttftMillis()
                ? new LargestRate.Unattainable(Binding.TTFT, level.ttftMillis(), ttft)
                : new LargestRate.Unattainable(Binding.WAIT, level.waitMillis(), idle.waitMillis(WAIT_SHARE));
    }
}
