package dev.inferno.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.bench.PlanningWorld.Size;
import dev.inferno.optimizer.ExactEngine.Answer;
import dev.inferno.optimizer.ExactEngine.Grant;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.exact.CpSatEngine;
import dev.inferno.snapshot.SearchBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Plans of the fast engine beside proven optima, on random fleets.
 *
 * <p>{@code hack/optimizer-accuracy} runs the long form behind the table in {@code docs/optimizer.md}; {@code
 * -Dinferno.accuracy.seed} chooses other cases.
 */
class OptimizerAccuracyTest {

    private static final int CASES = Integer.getInteger("inferno.accuracy.cases", 8);
    private static final long SEED = Long.getLong("inferno.accuracy.seed", 1);
    private static final long STEPS = Long.getLong("inferno.accuracy.steps", 30_000);
    private static final @Nullable String REPORT = System.getProperty("inferno.accuracy.report");

    /** Most that two sums of one cost differ by. */
    private static final double ROUNDING = 1e-6;

    @Test
    void plansFitAndABoundNeverLies() throws IOException {
        String table = AccuracyTable.of(judged((world, seed) -> world));
        if (REPORT != null) {
            Files.writeString(Path.of(REPORT), table);
        }
    }

    @Test
    void neitherDoTheyUnderABudget() {
        judged(PlanningWorld::budgeted);
    }

    private static List<AccuracyTable.Case> judged(BiFunction<PlanningProblem, Long, PlanningProblem> change) {
        List<AccuracyTable.Case> cases = IntStream.range(0, CASES)
                .mapToObj(i -> judged(i, SEED * 100_000 + i, change))
                .toList();
        System.out.println(AccuracyTable.of(cases));
        List<String> lies = cases.stream()
                .filter(AccuracyTable.Case::boundLies)
                .map(AccuracyTable.Case::name)
                .toList();
        assertTrue(lies.isEmpty(), () -> "bounds above the optimum: " + lies);
        return cases;
    }

    private static AccuracyTable.Case judged(
            int number, long seed, BiFunction<PlanningProblem, Long, PlanningProblem> change) {
        AccuracyTable.Kind kind = AccuracyTable.Kind.values()[number % AccuracyTable.Kind.values().length];
        PlanningProblem problem = change.apply(PlanningWorld.of(size(kind, seed), seed), seed);
        String name = kind + " seed " + seed;
        var judge = new PlanJudge(problem);
        long start = System.nanoTime();
        FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
        double millis = (System.nanoTime() - start) / 1e6;
        judge.assertFits(plan, name);
        PlanJudge.Score own = judge.score(plan);
        PlanJudge.Score best = best(problem, plan, judge);
        boolean serves = best != null && own.servesAsMuchAs(best);
        double gap = best == null || best.cost() <= 0 ? 0 : own.cost() / best.cost() - 1;
        assertTrue(
                !serves || best == null || !best.servesAsMuchAs(own) || gap > -ROUNDING,
                () -> name + ": cheaper than the proven best " + best + ": " + own);
        assertTrue(best == null || best.servesAsMuchAs(own), () -> name + ": serves more than the best " + best);
        var judged = new AccuracyTable.Case(
                name,
                kind,
                best != null,
                serves,
                gap,
                plan.lowerBound() != null,
                plan.optimalityGap(),
                plan.lowerBound() != null
                        && best != null
                        && serves
                        && plan.lowerBound() > best.cost() * (1 + ROUNDING) + ROUNDING,
                millis);
        System.out.println(judged.text() + (serves ? "" : ": " + own + " instead of " + best));
        return judged;
    }

    /** Null when it was not proven within the steps. */
    private static PlanJudge.@Nullable Score best(PlanningProblem problem, FleetPlan start, PlanJudge judge) {
        PlanningProblem longer = problem.with(SearchBudget.DEFAULT.of(STEPS));
        return new CpSatEngine().solve(longer, start) instanceof Answer.Found found && found.proven()
                ? judge.score(variant -> {
                    Grant grant = Objects.requireNonNull(found.grants().get(variant.key()));
                    return new PlanJudge.Given(grant.option(), grant.replicas());
                })
                : null;
    }

    private static Size size(AccuracyTable.Kind kind, long seed) {
        var random = new Random(seed);
        int variants = 5 + random.nextInt(46);
        int types = 2 + random.nextInt(5);
        int nodes = Math.max(types, (int) Math.round(variants * (0.4 + 1.2 * random.nextDouble())));
        double load = kind.least() + (kind.most() - kind.least()) * random.nextDouble();
        return new Size(variants, types, nodes, load, kind == AccuracyTable.Kind.CPU_BOUND);
    }
}
