package dev.inferno.optimizer;

import dev.inferno.snapshot.SearchBudget;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the work of a search against its budget, and looks at the safety net in between. A replay stops where the safety net
 * stopped the recorded run: at the same look.
 */
final class Steps {

    private final SearchBudget budget;
    private final BooleanSupplier due;
    private long taken;
    private long looks;
    private @Nullable Long stoppedAt;

    /** The safety net counts from now on. */
    Steps(SearchBudget budget, StopSignal stop) {
        Long deadline = budget.deadlineMillis();
        this.budget = budget;
        this.due = deadline == null ? () -> false : stop.after(deadline);
    }

    static Steps unbounded() {
        return bounded(Long.MAX_VALUE);
    }

    /** So many, whatever the time. */
    static Steps bounded(long most) {
        return new Steps(new SearchBudget(most, 0, null, null), StopSignal.NEVER);
    }

    /** Takes one step; false when there is none left, then and ever after. */
    boolean next() {
        return next(1);
    }

    /** Takes a step as heavy as so many. */
    boolean next(int weight) {
        if (taken >= budget.maxSteps() || ended()) {
            return false;
        }
        taken += weight;
        return true;
    }

    /** Whether the safety net has stopped the search; also to be asked amid work that is not counted. */
    boolean ended() {
        if (stoppedAt == null) {
            Long recorded = budget.stoppedAtStep();
            if (recorded == null ? due.getAsBoolean() : looks >= recorded) {
                stoppedAt = looks;
            }
            looks++;
        }
        return stoppedAt != null;
    }

    long seed() {
        return budget.seed();
    }

    /** Steps that the budget still has. */
    long left() {
        return stoppedAt != null ? 0 : Math.max(0, budget.maxSteps() - taken);
    }

    /** The look at which the safety net stopped the search, null when it did not. */
    @Nullable
    Long stoppedAt() {
        return stoppedAt;
    }
}
