package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.SearchBudget;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.CapacityLedger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The search by prices beside an exhaustive one, on tiny worlds that it is not needed for; every failure names its seed. */
class CountSearchTest {

    private static final int WORLDS = 400;

    @Test
    void isNeverBetterThanTheBestAndSeldomWorse() {
        int equal = 0;
        int looked = 0;
        for (long seed = 1; seed <= WORLDS; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            FleetPlan plan = plan(problem);
            if (plan != null) {
                var oracle = new ExhaustiveOracle(problem);
                ExhaustiveOracle.Score best = oracle.best();
                int worse = oracle.scoreOf(plan).compareTo(best);
                assertTrue(worse >= 0, "seed " + seed + ": better than the best, so one of both is wrong");
                equal += worse == 0 ? 1 : 0;
                looked++;
            }
        }
        String counts = equal + " of " + looked + " equal the best";
        assertTrue(looked >= WORLDS / 2 && equal >= looked * 0.97, counts);
    }

    @Test
    void aBoundIsNeverAboveWhatServingAsMuchCosts() {
        for (long seed = 1; seed <= WORLDS; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            FleetPlan plan = plan(problem);
            if (plan != null) {
                var oracle = new ExhaustiveOracle(problem);
                ExhaustiveOracle.Score best = oracle.best();
                boolean reached = oracle.scoreOf(plan).compareTo(best) == 0;
                double cost = reached ? best.levels().getLast() : plan.costPerHour();
                double bound = Objects.requireNonNull(plan.lowerBound());
                assertTrue(bound <= cost + 1e-6, "seed " + seed + ": " + bound + " is above " + cost);
            }
        }
    }

    @Test
    void givesTheSamePlanForAnyOrderOfTheInput() {
        for (long seed = 1; seed <= 100; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            PlanningProblem reversed = TinyWorld.reversed(problem);
            assertEquals(plan(problem), plan(reversed), "seed " + seed);
        }
    }

    /** Null when the world is not one for this search. */
    private static @Nullable FleetPlan plan(PlanningProblem problem) {
        World world = World.of(problem);
        var ledger = CapacityLedger.of(ClusterTopology.of(problem.nodes()), problem.occupants());
        if (!PlainWorld.allows(world, ledger)) {
            return null;
        }
        var steps = new Steps(new SearchBudget(100_000, 1, null, null), StopSignal.NEVER);
        CountSearch.Found found = new CountSearch(world, ledger, steps).run();
        Solution solution = Solution.of(world, found.choices(), found.placements(), 0);
        return new PlanAssembly(world, ledger, solution).plan(null, found.bound());
    }
}
