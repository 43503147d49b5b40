package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;

/** Chooses accelerators, counts and nodes for all groups at once. Implementations are immutable and thread-safe. */
public interface Optimizer {

    FleetPlan plan(PlanningProblem problem);

    /** The plan for a live snapshot; with an unknown inventory every variant is held and the plan is empty. */
    FleetPlan plan(List<ServingGroup> groups, CycleSnapshot seen);

    /**
     * The engine that is always there: constructs a plan, then improves it within the budget.
     *
     * @param stop wall-clock safety net, for problems with a deadline; ends the improvement, never the construction
     */
    static Optimizer fast(StopSignal stop) {
        return with(stop, List.of());
    }

    /** With engines that a budget may ask for by name; one that is asked for and not there is {@link EngineMissing}. */
    static Optimizer with(StopSignal stop, List<ExactEngine> engines) {
        return new OriginalModes(new StandardOptimizer(stop, engines));
    }
}
