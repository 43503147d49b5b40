package dev.inferno.optimizer;

import org.jspecify.annotations.Nullable;

/**
 * What one variant runs on, and what that costs.
 *
 * <p>Problem: what a change is worth, told as one figure. Method: the difference of the costs; where another accelerator
 * takes over, a tenth of both costs on top, for old and new run side by side for a while. Source: the transition penalty
 * between allocations of inferno-autoscaler 2025, factor 0.1, by which it chose among accelerators. Units: cost units per
 * hour. Thread-safety: immutable.
 *
 * @param accelerator null when nothing runs, or nobody knows on what: then no accelerator is left for another
 */
public record Allocation(@Nullable String accelerator, double costPerHour) {

    /** Part of both costs that a change of accelerator adds. */
    private static final double CHANGE_OF_ACCELERATOR = 0.1;

    /** Below 0 where the other costs less, even with the change. */
    public double transitionTo(Allocation other) {
        boolean changes =
                accelerator != null && other.accelerator() != null && !accelerator.equals(other.accelerator());
        double penalty = changes ? CHANGE_OF_ACCELERATOR * (costPerHour + other.costPerHour()) : 0;
        return penalty + other.costPerHour() - costPerHour;
    }
}
