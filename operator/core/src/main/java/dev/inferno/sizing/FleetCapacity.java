package dev.inferno.sizing;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.serving.ServiceLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * What like replicas carry together within a level, behind their router.
 *
 * <p>Problem: a pool of ten carries more than ten times what one does, and the plan asks for every count. Method: the largest rate
 * of one among r is searched for r = 1 .. {@value #EACH}, then for every quarter more and for the count asked for; what lies
 * between takes the lesser rate of its two neighbours, so a capacity is never made up. Replicas that do not know of each
 * other need one search. Complexity: O(log r) searches. Units: requests/s. Thread-safety: immutable.
 *
 * @param alone what one replica does on its own
 * @param factor what a simulation found, as a multiple of what the formula says; 1 = it was not asked
 */
public record FleetCapacity(FleetModel fleet, ServiceLevel level, LargestRate.Found alone, double factor) {

    /** Up to here every count is searched for. */
    private static final int EACH = 8;

    /** By formula alone. */
    public static FleetCapacity of(FleetModel fleet, ServiceLevel level, LargestRate.Found alone) {
        return new FleetCapacity(fleet, level, alone, 1);
    }

    /** The same servers, of which is known how far the formula is off. */
    public FleetCapacity times(double other) {
        return new FleetCapacity(fleet, level, alone, factor * other);
    }

    /** Of so many replicas together. */
    public double of(int replicas) {
        return factor * byFormula(replicas);
    }

    double byFormula(int replicas) {
        return replicas * each(replicas);
    }

    /** Fewest replicas that carry the demand; {@code most} if that is not enough. */
    public int needed(double perSecond, int most) {
        if (perSecond <= 0) {
            return 0;
        }
        var demand = new ReplicaSizing.Demand(perSecond / factor, 0, withoutFloor(), 0, most);
        return switch (ReplicaSizing.size(fleet, demand)) {
            case ReplicaSizing.Sized sized -> sized.replicas();
            case ReplicaSizing.TooMany many -> most;
            case ReplicaSizing.Overloaded overload -> most;
            case ReplicaSizing.OutOfReach none -> most;
        };
    }

    /** Of 1 .. {@code most} replicas, never falling. */
    public List<Double> upTo(int most) {
        List<Double> capacity = new ArrayList<>(most);
        int known = 0;
        double below = each(1);
        double carried = 0;
        while (known < most) {
            int next = Math.min(most, known < EACH ? known + 1 : known + known / 4);
            double each = each(next);
            for (int replicas = known + 1; replicas <= next; replicas++) {
                carried = Math.max(carried, replicas * (replicas == next ? each : Math.min(below, each)));
                capacity.add(factor * carried);
            }
            known = next;
            below = each;
        }
        return capacity;
    }

    private double each(int replicas) {
        LargestRate.Found found = alone;
        if (replicas > 1
                && !fleet.independent()
                && fleet.replica(replicas).largestRate(level) instanceof LargestRate.Found among) {
            found = among;
        }
        return found.at().carriedPerSecond();
    }

    /** The demand is given with the throughput floor already in it. */
    ServiceLevel withoutFloor() {
        return new ServiceLevel(
                level.ttftMillis(),
                level.itlMillis(),
                level.waitMillis(),
                0,
                level.percentile(),
                level.itlPercentile());
    }
}
