package dev.inferno.optimizer;

import dev.inferno.snapshot.VariantKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best feasible set found: exists only together with its placements, so a plan that does not fit cannot be written
 * down. Ordered by variant; held variants are not in it.
 *
 * @param costPerHour cost units per hour of all granted replicas
 * @param lowerBound proven least cost of any plan that serves as much; null when nothing is proven
 * @param stoppedAtStep look at the clock at which the safety net stopped the search; null when it ran its course
 */
public record FleetPlan(
        List<VariantPlan> variants,
        double costPerHour,
        PlanScore score,
        @Nullable Double lowerBound,
        @Nullable Long stoppedAtStep,
        Provenance provenance) {

    /** Two sums of the same costs in another order differ by less. */
    private static final double ROUNDING = 1e-6;

    public FleetPlan {
        variants = List.copyOf(variants);
    }

    /** Of the fast engine. */
    public FleetPlan(
            List<VariantPlan> variants,
            double costPerHour,
            PlanScore score,
            @Nullable Double lowerBound,
            @Nullable Long stoppedAtStep) {
        this(variants, costPerHour, score, lowerBound, stoppedAtStep, Provenance.FAST);
    }

    /** The same plan, come about so. */
    FleetPlan with(Provenance other) {
        return new FleetPlan(variants, costPerHour, score, lowerBound, stoppedAtStep, other);
    }

    /** How much dearer than the bound, as a part of it: 0 = proven best; null when nothing is proven. */
    public @Nullable Double optimalityGap() {
        if (lowerBound == null) {
            return null;
        }
        double above = Math.max(0, costPerHour - lowerBound);
        return above <= costPerHour * ROUNDING ? Double.valueOf(0) : lowerBound > 0 ? above / lowerBound : null;
    }

    /** The plan of one variant, null when it is held. */
    public @Nullable VariantPlan of(VariantKey key) {
        return variants.stream().filter(v -> v.key().equals(key)).findFirst().orElse(null);
    }
}
