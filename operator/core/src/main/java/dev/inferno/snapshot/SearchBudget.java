package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * How the optimiser searches and how much work it may do: counted in steps, so that a replay does the same. The deadline is a
 * safety net for a slow machine; where it stopped a search is recorded.
 *
 * @param deadlineMillis from then on the best plan so far is taken; null = no matter how long it takes
 * @param stoppedAtStep where the safety net stopped the recorded run; null when it did not
 * @param engine null = the fast one
 */
public record SearchBudget(
        long maxSteps,
        long seed,
        @Nullable Long deadlineMillis,
        @Nullable Long stoppedAtStep,
        @Nullable Engine engine) {

    public static final SearchBudget DEFAULT = new SearchBudget(100_000, 1, null, null);

    /** Of the fast engine. */
    public SearchBudget(long maxSteps, long seed, @Nullable Long deadlineMillis, @Nullable Long stoppedAtStep) {
        this(maxSteps, seed, deadlineMillis, stoppedAtStep, null);
    }

    public boolean exact() {
        return engine == Engine.EXACT;
    }

    /** The fast one is not written down: it always was the one. */
    public SearchBudget by(Engine other) {
        return new SearchBudget(maxSteps, seed, deadlineMillis, stoppedAtStep, other == Engine.FAST ? null : other);
    }

    public SearchBudget of(long steps) {
        return new SearchBudget(steps, seed, deadlineMillis, stoppedAtStep, engine);
    }

    public SearchBudget within(long millis) {
        return new SearchBudget(maxSteps, seed, millis, stoppedAtStep, engine);
    }

    /** As a replay has it: it stops at the same step, or not at all. */
    public SearchBudget recorded(@Nullable Long stoppedAt) {
        return new SearchBudget(maxSteps, seed, null, stoppedAt, engine);
    }
}
