package dev.inferno.optimizer;

import dev.inferno.snapshot.SearchBudget;
import org.jspecify.annotations.Nullable;

/** Counts the work of a search against its budget. A replay stops where the safety net stopped the recorded run. */
final class Steps {

    private final SearchBudget budget;
    private final StopSignal stop;
    private long taken;
    private @Nullable Long stoppedAt;

    Steps(SearchBudget budget, StopSignal stop) {
        this.budget = budget;
        this.stop = stop;
    }

    /** Takes one step; false when there is none left, then and ever after. */
    boolean next() {
        return next(1);
    }

    /** Takes a step as heavy as so many. */
    boolean next(int weight) {
        if (stoppedAt != null || taken >= budget.maxSteps()) {
            return false;
        }
        Long recorded = budget.stoppedAtStep();
        if (recorded == null ? stop.stopAt(taken) : taken >= recorded) {
            stoppedAt = taken;
            return false;
        }
        taken += weight;
        return true;
    }

    long seed() {
        return budget.seed();
    }

    /** Steps that the budget still has. */
    long left() {
        return stoppedAt != null ? 0 : Math.max(0, budget.maxSteps() - taken);
    }

    /** Step at which the safety net stopped the search, null when it did not. */
    @Nullable
    Long stoppedAt() {
        return stoppedAt;
    }
}
