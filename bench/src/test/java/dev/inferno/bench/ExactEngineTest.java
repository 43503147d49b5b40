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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The exact engine on random fleets: its plans fit, are never worse than the fast ones, and the same twice. */
class ExactEngineTest {

    private static final int WORLDS = Integer.getInteger("inferno.fuzz.worlds", 20);
    private static final long FIRST = Long.getLong("inferno.fuzz.seed", 1);
    private static final SearchBudget BUDGET = SearchBudget.DEFAULT.of(3_000).by(Engine.EXACT);

    private final Optimizer optimizer = Optimizer.with(StopSignal.NEVER, List.of(new CpSatEngine()));

    @Test
    void plansFitAndAreNeverWorseThanTheFastOnes() {
        assertAll(seeds().mapToObj(seed -> () -> {
            PlanningProblem problem = world(seed);
            var judge = new PlanJudge(problem);
            FleetPlan fast = optimizer.plan(problem.with(BUDGET.by(Engine.FAST)));
            FleetPlan exact = optimizer.plan(problem);
            judge.assertFits(exact, "seed " + seed);
            PlanJudge.Score better = judge.score(exact);
            PlanJudge.Score start = judge.score(fast);
            String both = "seed " + seed + ": " + better + " after " + start + ", " + exact.provenance();
            assertTrue(exact.score().compareTo(fast.score()) <= 0, both);
            assertTrue(better.servesAsMuchAs(start), both);
            assertTrue(exact.lowerBound() == null || exact.lowerBound() <= exact.costPerHour() + 1e-6, both);
        }));
    }

    @Test
    void planIsTheSameTwiceAlsoWhereTheStepsEndTheSearch() {
        for (long seed = FIRST; seed < FIRST + WORLDS; seed += 5) {
            PlanningProblem problem = world(seed);
            assertEquals(optimizer.plan(problem), optimizer.plan(problem), "seed " + seed);
        }
    }

    private static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + WORLDS);
    }

    private static PlanningProblem world(long seed) {
        var random = new Random(seed);
        int variants = 1 + random.nextInt(16);
        int types = 1 + random.nextInt(4);
        int nodes = types + random.nextInt(10);
        double load = 0.5 + 1.5 * random.nextDouble();
        return PlanningWorld.of(new Size(variants, types, nodes, load, random.nextBoolean()), seed)
                .with(BUDGET);
    }
}
