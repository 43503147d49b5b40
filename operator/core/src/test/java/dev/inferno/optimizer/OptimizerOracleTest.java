package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.CapacityLedger;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The optimiser beside an exhaustive search on random tiny worlds; every failure names its seed. */
class OptimizerOracleTest {

    private static final int WORLDS = 400;

    @Test
    void findsTheBestPlanWhereEveryVariantHasOneOption() {
        for (long seed = 1; seed <= WORLDS; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 1).problem();
            var oracle = new ExhaustiveOracle(problem);
            ExhaustiveOracle.Score best = oracle.best();
            FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
            ExhaustiveOracle.Score found = oracle.scoreOf(plan);
            assertEquals(0, found.compareTo(best), "seed " + seed + ": " + found + " instead of " + best);
            assertSound(problem, plan, "seed " + seed);
        }
    }

    @Test
    void isNeverBetterThanTheBestAndSeldomWorseWithTwoOptions() {
        int equal = 0;
        for (long seed = 1; seed <= WORLDS; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            var oracle = new ExhaustiveOracle(problem);
            ExhaustiveOracle.Score best = oracle.best();
            FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
            int worse = oracle.scoreOf(plan).compareTo(best);
            assertTrue(worse >= 0, "seed " + seed + ": better than the best, so one of both is wrong");
            equal += worse == 0 ? 1 : 0;
            assertSound(problem, plan, "seed " + seed);
        }
        int found = equal;
        assertTrue(equal >= WORLDS * 0.99, () -> found + " of " + WORLDS + " equal the best");
    }

    @Test
    void keepsAReserveFreeAndElseFindsTheBestPlan() {
        int equal = 0;
        for (long seed = 1; seed <= WORLDS; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).reserving();
            var oracle = new ExhaustiveOracle(problem);
            ExhaustiveOracle.Score best = oracle.best();
            FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
            int worse = oracle.scoreOf(plan).compareTo(best);
            assertTrue(worse >= 0, "seed " + seed + ": better than the best, so one of both is wrong");
            equal += worse == 0 ? 1 : 0;
            assertSound(problem, plan, "seed " + seed);
        }
        int found = equal;
        assertTrue(equal >= WORLDS * 0.99, () -> found + " of " + WORLDS + " equal the best");
    }

    @Test
    void aProvenBoundIsNeverAboveTheBestCostAndOftenReached() {
        int proven = 0;
        int reached = 0;
        for (long seed = 1; seed <= WORLDS; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            double best = new ExhaustiveOracle(problem).best().levels().getLast();
            FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
            Double bound = plan.lowerBound();
            if (bound != null) {
                proven++;
                reached += Objects.equals(plan.optimalityGap(), 0.0) ? 1 : 0;
                assertTrue(bound <= best + 1e-6, "seed " + seed + ": " + bound + " is above " + best);
            } else {
                assertNull(plan.optimalityGap(), "seed " + seed);
            }
        }
        String counts = reached + " reached of " + proven + " proven of " + WORLDS;
        assertTrue(proven >= WORLDS / 10 && reached >= proven / 2, counts);
    }

    @Test
    void staysSoundWhenTheBudgetIsSpentAtOnceAndReplaysWhereItWasStopped() {
        for (long seed = 1; seed <= 100; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            FleetPlan stopped = Optimizer.fast(afterLooks(2)).plan(within(problem, SearchBudget.DEFAULT.within(1)));
            assertSound(problem, stopped, "seed " + seed);
            if (stopped.stoppedAtStep() != null) {
                PlanningProblem replay = within(problem, SearchBudget.DEFAULT.recorded(stopped.stoppedAtStep()));
                assertEquals(stopped, Optimizer.fast(StopSignal.NEVER).plan(replay), "seed " + seed);
            }
            PlanningProblem none = within(problem, new SearchBudget(0, 1, null, null));
            assertSound(problem, Optimizer.fast(StopSignal.NEVER).plan(none), "seed " + seed);
        }
    }

    @Test
    void givesTheSamePlanForAnyOrderOfTheInput() {
        for (long seed = 1; seed <= 100; seed++) {
            PlanningProblem problem = new TinyWorld(seed, 2).problem();
            PlanningProblem reversed = TinyWorld.reversed(problem);
            var optimizer = Optimizer.fast(StopSignal.NEVER);
            assertEquals(optimizer.plan(problem), optimizer.plan(reversed), "seed " + seed);
        }
    }

    private static PlanningProblem within(PlanningProblem problem, SearchBudget budget) {
        return problem.with(budget);
    }

    /** A clock on which the deadline comes after so many looks. */
    private static StopSignal afterLooks(int most) {
        return millis -> {
            var looks = new AtomicInteger();
            return () -> looks.incrementAndGet() > most;
        };
    }

    /** Whatever the plan is: it fits, keeps to the maximums, and every refusal has a reason. */
    private static void assertSound(PlanningProblem problem, FleetPlan plan, String seed) {
        var ledger = CapacityLedger.of(ClusterTopology.of(problem.nodes()), problem.occupants());
        List<Sizable> variants = problem.groups().stream()
                .flatMap(group -> group.variants().stream())
                .map(Sizable.class::cast)
                .toList();
        assertEquals(variants.size(), plan.variants().size(), seed);
        for (Sizable variant : variants) {
            VariantPlan own = Objects.requireNonNull(plan.of(variant.key()), seed);
            var option = Objects.requireNonNull(own.option(), seed);
            own.placement()
                    .replicasByNode()
                    .forEach((node, count) -> ledger.reserve(node, option.pod().requests(), count));
            assertTrue(own.granted() <= Objects.requireNonNull(variant.maxReplicas()), seed);
            assertTrue(own.wanted() >= own.granted(), seed);
            assertTrue(own.granted() == own.wanted() || own.blockedBy() != null, seed + ": " + own);
        }
    }
}
