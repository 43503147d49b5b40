package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * How much work the optimiser may do: counted in steps, so that a replay does the same. The deadline is a safety net for a
 * slow machine; where it stopped a search is recorded.
 *
 * @param deadlineMillis from then on the best plan so far is taken; null = no matter how long it takes
 * @param stoppedAtStep where the safety net stopped the recorded run; null when it did not
 */
public record SearchBudget(
        long maxSteps,
        long seed,
        @Nullable Long deadlineMillis,
        @Nullable Long stoppedAtStep) {

    public static final SearchBudget DEFAULT = new SearchBudget(100_000, 1, null, null);

    public SearchBudget within(long millis) {
        return new SearchBudget(maxSteps, seed, millis, stoppedAtStep);
    }

    /** As a replay has it: it stops at the same step, or not at all. */
    public SearchBudget recorded(@Nullable Long stoppedAt) {
        return new SearchBudget(maxSteps, seed, null, stoppedAt);
    }
}
