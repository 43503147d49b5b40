package dev.inferno.optimizer;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.CycleSnapshot;
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
            var nodeless = new WithoutNodes(problem);
            return nodeless.told(engine.plan(nodeless.problem()));
        }
        return Reserves.planned(problem, this::withinNodes);
    }

    private FleetPlan withinNodes(PlanningProblem problem) {
        Saturation saturation = problem.saturation();
        return saturation == null ? engine.plan(problem) : new SaturatedPlanning(engine, problem, saturation).plan();
    }

    @Override
    public FleetPlan plan(List<ServingGroup> groups, CycleSnapshot seen) {
        return engine.plan(groups, seen);
    }
}
