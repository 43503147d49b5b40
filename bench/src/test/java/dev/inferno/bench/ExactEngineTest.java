package dev.inferno.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.bench.PlanningWorld.Size;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.exact.CpSatEngine;
import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.SearchBudget;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exact engine on random fleets, idle ones and such as run already: its plans fit, are never worse than the fast ones, and
 * the same twice. {@code -Dinferno.exact.worlds} runs more.
 */
class ExactEngineTest {

    private static final int WORLDS = Integer.getInteger("inferno.exact.worlds", 10);
    private static final long FIRST = Long.getLong("inferno.exact.seed", 1);
    private static final SearchBudget FEW = SearchBudget.DEFAULT.of(3_000).by(Engine.EXACT);

    private final Optimizer optimizer = Optimizer.with(StopSignal.NEVER, List.of(new CpSatEngine()));

    @Test
    void plansFitAndAreNeverWorseThanTheFastOnes() {
        assertNeverWorse(ExactEngineTest::idle);
    }

    @Test
    void plansOfRunningFleetsFitAndAreNeverWorseThanTheFastOnes() {
        assertNeverWorse(this::running);
    }

    /** In small fleets that run, where the fast engine exchanges one and two models: 78 and 86 are served less by it, 154 costs more. */
    @ParameterizedTest
    @ValueSource(longs = {78, 86, 154})
    void betterThanTheFastEngineWithoutMovingWhatRuns(long seed) {
        PlanningProblem problem = running(seed).with(SearchBudget.DEFAULT.by(Engine.EXACT));
        var judge = new PlanJudge(problem);
        FleetPlan exact = optimizer.plan(problem);
        PlanJudge.Score own = judge.score(exact);
        PlanJudge.Score fast = judge.score(optimizer.plan(problem.with(SearchBudget.DEFAULT)));

        assertTrue(exact.provenance().proven(), exact.provenance()::toString);
        assertTrue(!fast.servesAsMuchAs(own) || own.cost() < fast.cost() - 1, () -> own + " is no better than " + fast);
        judge.assertFits(exact, "seed " + seed);
        judge.assertLeavesWhatRuns(exact);
    }

    @Test
    void planIsTheSameTwiceAndInAnyOrderAlsoWhereTheStepsEndTheSearch() {
        for (long seed = FIRST; seed < FIRST + WORLDS; seed += 5) {
            PlanningProblem problem = running(seed);
            var reversed = problem.in(
                    problem.nodes().reversed(),
                    problem.occupants().reversed(),
                    problem.groups().reversed());
            FleetPlan plan = optimizer.plan(problem);
            assertEquals(plan, optimizer.plan(problem), "seed " + seed);
            assertEquals(plan, optimizer.plan(reversed), "seed " + seed + " in another order");
        }
    }

    private void assertNeverWorse(LongFunction<PlanningProblem> worlds) {
        assertAll(LongStream.range(FIRST, FIRST + WORLDS).mapToObj(seed -> () -> {
            PlanningProblem problem = worlds.apply(seed);
            var judge = new PlanJudge(problem);
            FleetPlan fast = optimizer.plan(problem.with(FEW.by(Engine.FAST)));
            FleetPlan exact = optimizer.plan(problem);
            judge.assertFits(exact, "seed " + seed);
            PlanJudge.Score own = judge.score(exact);
            PlanJudge.Score start = judge.score(fast);
            String both = "seed " + seed + ": " + own + " after " + start + ", " + exact.provenance();
            assertTrue(own.servesAsMuchAs(start), both);
            assertTrue(!start.servesAsMuchAs(own) || own.cost() <= start.cost() + 1e-6, both);
            assertTrue(exact.lowerBound() == null || exact.lowerBound() <= own.cost() + 1e-6, both);
        }));
    }

    private static PlanningProblem idle(long seed) {
        return world(seed, 16);
    }

    /** As its own plan for a part of the load left it. */
    private PlanningProblem running(long seed) {
        PlanningProblem world = world(seed, 8);
        FleetPlan before = optimizer.plan(PlanningWorld.ofLess(world, seed).with(SearchBudget.DEFAULT));
        return PlanningWorld.running(world, before);
    }

    private static PlanningProblem world(long seed, int mostVariants) {
        var random = new Random(seed);
        int variants = 1 + random.nextInt(mostVariants);
        int types = 1 + random.nextInt(4);
        int nodes = types + random.nextInt(8);
        double load = 0.5 + 1.2 * random.nextDouble();
        return PlanningWorld.of(new Size(variants, types, nodes, load, random.nextBoolean()), seed)
                .with(FEW);
    }
}
