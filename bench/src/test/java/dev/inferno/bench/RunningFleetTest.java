package dev.inferno.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.bench.PlanningWorld.Size;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import org.junit.jupiter.api.Test;

/** Fleets that run for a part of their load when all of it comes, beside the same fleets with nothing running. */
class RunningFleetTest {

    /** Fleets of which the best counts, which move what runs, have no place beside it. */
    private static final long[] SEEDS = {3, 5, 6};

    /** Whole demands, of some 190, that may stay unserved because what runs is not moved. */
    private static final double FOR_STAYING = 1;

    @Test
    void whatRunsCostsLittleServiceWhereHalfOfTheDevicesAreFree() {
        for (long seed : SEEDS) {
            PlanningProblem idle = PlanningWorld.of(new Size(300, 6, 1500, 0.5, false), seed);
            FleetPlan before = plan(PlanningWorld.ofLess(idle, seed));
            PlanningProblem grown = PlanningWorld.running(idle, before);
            FleetPlan plan = plan(grown);
            String name = "seed " + seed;
            new PlanJudge(grown).assertFits(plan, name);
            double more = unmet(plan) - unmet(plan(idle));
            assertTrue(more <= FOR_STAYING, name + ": " + more + " more is unserved");
        }
    }

    private static FleetPlan plan(PlanningProblem problem) {
        return Optimizer.fast(StopSignal.NEVER).plan(problem);
    }

    private static double unmet(FleetPlan plan) {
        return plan.score().unmetByPriority().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
