package dev.inferno.documents;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.queueing.ReplicaSizing.Answer;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.Traffic;
import dev.inferno.vllm.FleetCheck;

/**
 * Sizes a fleet under the iteration law: by formula, and where the formula is not sure, by a short simulation.
 *
 * <p>Problem: the formula's rate is off by a few per cent, which is a replica or more of a large fleet. Method: the count by
 * formula stands when 8 % less and 8 % more demand would give the same; otherwise a seeded simulation of the counts around it
 * settles it. With a batch to choose, the one that needs the fewest replicas by formula is taken, the largest of those.
 * Source: {@link ReplicaSizing}, {@link FleetCheck}. Complexity: formula microseconds, simulation some 0.1 s. Units:
 * requests/s. Thread-safety: stateless; same case, same answer.
 */
record IterationSizing(LatencyLaw.Iteration law, Traffic traffic, Demand demand) {

    private static final double UNSURE = 0.08;
    private static final double TOKENS = 3e6;
    private static final long SEED = 20_260_101;
    private static final double BATCH_STEP = 0.8;
    private static final int LEAST_BATCH = 16;

    /** The simulation looks no farther than so many times the count by formula. */
    private static final int FARTHEST = 8;

    /** @param simulated whether the simulation had the last word */
    record Outcome(int batch, Answer answer, boolean simulated) {}

    Outcome size(ServerLimits limits) {
        FleetModel fleet = FleetModel.of(law, traffic, limits);
        Answer answer = ReplicaSizing.size(fleet, demand);
        int batch = fleet.replica(1).batchLimit();
        boolean latency = demand.level().hasLatencyLimit() && demand.perSecond() > 0;
        if (!latency || !(answer instanceof Sized sized) || certain(fleet)) {
            return new Outcome(batch, answer, false);
        }
        double inside = Math.max(1, sized.perReplica().running());
        var check = new FleetCheck(law, limits, traffic, demand.level(), demand.perSecond(), inside, TOKENS, SEED);
        if (!check.affordable()) {
            return new Outcome(batch, answer, false);
        }
        int guess = sized.replicas();
        int least = Math.max(1, demand.minReplicas());
        int most = FARTHEST * Math.max(guess, least);
        int settled = check.smallest(guess, least, most);
        if (settled > most) {
            return new Outcome(batch, answer, false);
        }
        return new Outcome(batch, at(fleet, settled), true);
    }

    /** The limits with the batch of at most {@code maxBatchSize} that needs the fewest replicas. */
    ServerLimits choose(ServerLimits limits) {
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
            case ReplicaSizing.OutOfReach out -> Double.POSITIVE_INFINITY;
        };
    }

    private boolean certain(FleetModel fleet) {
        return needed(ReplicaSizing.size(fleet, times(1 - UNSURE)))
                == needed(ReplicaSizing.size(fleet, times(1 + UNSURE)));
    }

    private Demand times(double factor) {
        return new Demand(
                demand.perSecond() * factor,
                demand.outputTokens(),
                demand.level(),
                demand.minReplicas(),
                demand.maxReplicas());
    }

    /** What the simulation found to carry the demand, the formula may not exceed. */
    private Answer at(FleetModel fleet, int replicas) {
        Answer answer = ReplicaSizing.at(fleet, demand, replicas);
        if (answer instanceof Sized sized
                && sized.largest() instanceof LargestRate.Found found
                && found.at().carriedPerSecond() * replicas < sized.demandPerSecond()) {
            double share = sized.demandPerSecond() / replicas;
            return new Sized(
                    replicas,
                    sized.demandPerSecond(),
                    new LargestRate.Found(share, sized.perReplica(), found.binding()),
                    sized.perReplica());
        }
        return answer;
    }
}
