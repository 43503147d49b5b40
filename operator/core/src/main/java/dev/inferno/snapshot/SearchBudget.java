package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * How much work the optimiser may do: counted in steps, never in time, so that a replay does the same.
 *
 * @param stoppedAtStep where the wall-clock safety net stopped the recorded run; null when it did not
 */
public record SearchBudget(
        long maxSteps, long seed, @Nullable Long stoppedAtStep) {

    public static final SearchBudget DEFAULT = new SearchBudget(100_000, 1, null);
}
