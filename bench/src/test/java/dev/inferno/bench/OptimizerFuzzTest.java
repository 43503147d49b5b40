package dev.inferno.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.bench.PlanningWorld.Size;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.SearchBudget;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Fleets of all sizes, starved and idle: a plan for each, on nodes that have what it takes. {@code hack/optimizer-fuzz}
 * runs many; every failure names its seed.
 */
class OptimizerFuzzTest {

    private static final int WORLDS = Integer.getInteger("inferno.fuzz.worlds", 100);
    private static final long FIRST = Long.getLong("inferno.fuzz.seed", 1);

    @Test
    void plansFitWhateverTheFleet() {
        assertAll(seeds().mapToObj(seed -> () -> {
            PlanningProblem problem = world(seed);
            new PlanJudge(problem).assertFits(plan(problem), "seed " + seed);
        }));
    }

    @Test
    void planIsTheSameInAnyOrderAndOnAnyThread() throws ExecutionException, InterruptedException {
        for (long seed = FIRST; seed < FIRST + WORLDS; seed += 5) {
            PlanningProblem problem = world(seed);
            var reversed = problem.in(
                    problem.nodes().reversed(),
                    problem.occupants().reversed(),
                    problem.groups().reversed());
            FleetPlan plan = plan(problem);
            try (var threads = Executors.newFixedThreadPool(2)) {
                Future<FleetPlan> again = threads.submit(() -> plan(problem));
                Future<FleetPlan> other = threads.submit(() -> plan(reversed));
                assertEquals(plan, again.get(), "seed " + seed);
                assertEquals(plan, other.get(), "seed " + seed + " in another order");
            }
        }
    }

    /** Stopped after any number of looks at the clock: the plan fits, serves someone, and a replay makes the same. */
    @Test
    void aStoppedPlanIsWholeAndReplayed() {
        assertAll(seeds().mapToObj(seed -> () -> {
            PlanningProblem problem = world(seed);
            int most = new Random(seed).nextInt(4) == 0 ? 0 : new Random(seed).nextInt(3_000);
            FleetPlan stopped = Optimizer.fast(afterLooks(most)).plan(with(problem, SearchBudget.DEFAULT.within(1)));
            String which = "seed " + seed + " stopped after " + most + " looks";
            new PlanJudge(problem).assertFits(stopped, which);
            assertEquals(replicas(plan(problem)) > 0, replicas(stopped) > 0, which);
            SearchBudget recorded = SearchBudget.DEFAULT.recorded(stopped.stoppedAtStep());
            assertEquals(stopped, plan(with(problem, recorded)), which);
        }));
    }

    private static StopSignal afterLooks(int most) {
        return millis -> {
            var looks = new AtomicInteger();
            return () -> looks.incrementAndGet() > most;
        };
    }

    private static PlanningProblem with(PlanningProblem problem, SearchBudget budget) {
        return problem.with(budget);
    }

    private static int replicas(FleetPlan plan) {
        return plan.variants().stream().mapToInt(VariantPlan::granted).sum();
    }

    private static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + WORLDS);
    }

    private static FleetPlan plan(PlanningProblem problem) {
        return Optimizer.fast(StopSignal.NEVER).plan(problem);
    }

    private static PlanningProblem world(long seed) {
        var random = new Random(seed);
        int variants = 1 + random.nextInt(24);
        int types = 1 + random.nextInt(4);
        int nodes = types + random.nextInt(12);
        double load = 0.1 + 2 * random.nextDouble();
        PlanningProblem world = PlanningWorld.of(new Size(variants, types, nodes, load, random.nextBoolean()), seed);
        PlanningProblem budgeted = seed % 3 == 0 ? PlanningWorld.budgeted(world, seed) : world;
        PlanningProblem quoted = seed % 4 < 2 ? PlanningWorld.withQuota(budgeted, seed) : budgeted;
        return seed % 5 < 2 ? PlanningWorld.withReserve(quoted, seed) : quoted;
    }
}
