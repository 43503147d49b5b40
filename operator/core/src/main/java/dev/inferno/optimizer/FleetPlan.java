package dev.inferno.optimizer;

import dev.inferno.snapshot.VariantKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best feasible set found: exists only together with its placements, so a plan that does not fit cannot be written
 * down. Ordered by variant; held variants are not in it.
 *
 * @param costPerHour cost units per hour of all granted replicas
 * @param stoppedAtStep step at which the safety net stopped the search; null when it ran its course
 */
public record FleetPlan(
        List<VariantPlan> variants,
        double costPerHour,
        PlanScore score,
        @Nullable Long stoppedAtStep) {

    public FleetPlan {
        variants = List.copyOf(variants);
    }

    /** The plan of one variant, null when it is held. */
    public @Nullable VariantPlan of(VariantKey key) {
        return variants.stream().filter(v -> v.key().equals(key)).findFirst().orElse(null);
    }
}
