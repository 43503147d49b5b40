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
        if (stoppedAt != null || taken >= budget.maxSteps()) {
            return false;
        }
        Long recorded = budget.stoppedAtStep();
        if (recorded == null ? stop.stopAt(taken) : taken >= recorded) {
            stoppedAt = taken;
            return false;
        }
        taken++;
        return true;
    }

    /** Step at which the safety net stopped the search, null when it did not. */
    @Nullable
    Long stoppedAt() {
        return stoppedAt;
    }
}
