package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.SearchBudget;
import java.util.List;

/** Answers the originals' modes with an engine that knows none of them: no limit of room, and saturation policies. */
final class OriginalModes implements Optimizer {

    private final Optimizer engine;

    OriginalModes(Optimizer engine) {
        this.engine = engine;
    }

    @Override
    public FleetPlan plan(PlanningProblem problem) {
        if (problem.unlimited()) {
            var room = QuotaRoom.unlimited(problem);
            return room.told(engine.plan(room.problem()));
        }
        Saturation saturation = problem.saturation();
        if (saturation == null) {
            return engine.plan(problem);
        }
        SearchBudget budget = problem.budget();
        FleetPlan plan = new SaturatedPlanning(engine, problem.with(budget.by(Engine.FAST)), saturation).plan();
        return budget.exact()
                ? plan.with(Provenance.fastBecause("the exact engine does not know saturation policies"))
                : plan;
    }

    @Override
    public FleetPlan plan(List<ServingGroup> groups, CycleSnapshot seen) {
        return engine.plan(groups, seen);
    }
}
