package dev.inferno.sizing;

import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.serving.LatencyLaw;
import org.jspecify.annotations.Nullable;

/**
 * How far the formula is off for one kind of server, by a simulation near the present demand.
 *
 * <p>Problem: the formula's capacity is some per cent off, which is a replica or more; a simulation is right but takes half
 * a second, so it cannot be asked for every count of every cycle. Method: the count the simulation gives for one demand
 * lies between two capacities by formula; where the formula's own count is another one, all its capacities are multiplied by
 * the middle of what makes it that count. Source: {@link FleetSizing}. Units: requests/s. Thread-safety: immutable.
 *
 * @param accelerator key of the accelerator table
 * @param demandPerSecond that was simulated
 * @param replicas fewest that carry it
 * @param formulaPerSecond what so many carry by formula
 * @param factor capacity, as a multiple of what the formula says
 */
public record Settled(
        String accelerator, double demandPerSecond, int replicas, double formulaPerSecond, double factor) {

    /** A demand this much larger or smaller is another question. */
    private static final double NEAR = 1.1;

    /** So are servers, requests or limits for which the formula differs by as much. */
    private static final double LIKE = 1.02;

    private static final int MOST = 1 << 20;

    /** Whether there is anything to settle: the originals' laws are what their formulas say. */
    public static boolean concerns(FleetCapacity servers) {
        return servers.fleet().law() instanceof LatencyLaw.Iteration
                && servers.level().hasLatencyLimit();
    }

    /** Simulates: seeded, some 0.1 s to seconds. */
    public static Settled by(String accelerator, FleetCapacity servers, double demandPerSecond) {
        Integer replicas = simulated(servers, demandPerSecond);
        if (replicas == null) {
            int formula = servers.times(1 / servers.factor()).needed(demandPerSecond, MOST);
            return new Settled(accelerator, demandPerSecond, formula, servers.byFormula(Math.max(1, formula)), 1);
        }
        double enough = servers.byFormula(replicas);
        double factor = factor(
                demandPerSecond / enough,
                replicas > 1 ? demandPerSecond / servers.byFormula(replicas - 1) : Double.POSITIVE_INFINITY);
        return new Settled(accelerator, demandPerSecond, replicas, enough, factor);
    }

    /** Whether the question is still the same. */
    public boolean answers(FleetCapacity servers, double perSecond) {
        return alike(perSecond, demandPerSecond, NEAR)
                && alike(servers.byFormula(Math.max(1, replicas)), formulaPerSecond, LIKE);
    }

    private static boolean alike(double one, double other, double ratio) {
        return one <= ratio * other && other <= ratio * one;
    }

    /** @param least with it the count is just enough; {@code most} with it one less would be */
    private static double factor(double least, double most) {
        if (least <= 1 && 1 < most) {
            return 1;
        }
        return Double.isInfinite(most) ? least : StrictMath.sqrt(least * most);
    }

    /** Null where no count will do, or a simulation would take minutes: then the formula has the word. */
    private static @Nullable Integer simulated(FleetCapacity servers, double demandPerSecond) {
        var fleet = servers.fleet();
        if (!(fleet.law() instanceof LatencyLaw.Iteration law)) {
            return null;
        }
        double answer = fleet.traffic().tokens().output().mean();
        var demand = new ReplicaSizing.Demand(demandPerSecond, answer, servers.withoutFloor(), 1, MOST);
        return new FleetSizing(law, fleet.traffic(), demand)
                                .size(fleet.limits())
                                .answer()
                        instanceof ReplicaSizing.Sized sized
                ? sized.replicas()
                : null;
    }
}
