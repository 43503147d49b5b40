package dev.inferno.optimizer.exact;

import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.PartialVariableAssignment;
import dev.inferno.optimizer.ExactEngine.Answer;
import dev.inferno.optimizer.ExactEngine.Grant;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.VariantKey;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Level by level, each held at its best value while the next is sought: first who is served, by priority, then the cost.
 *
 * <p>Work is what CP-SAT calls deterministic time, on one worker with the budget's seed: the same problem and budget give the
 * same plan. Each level of service may use half of what is left, the cost all of it; levels at which the start lacks nothing
 * need no search. The deadline is on the wall clock. Thread-safety: none.
 */
final class LevelSolver {

    /** A unit of deterministic time is about a second of one core. */
    private static final double STEPS_PER_UNIT = 10_000;

    private static final double LEAST_SECONDS = 0.001;

    private final PlanModel model;
    private final SearchBudget budget;
    private final long begunNanos = System.nanoTime();
    private double unitsLeft;
    private boolean impossible;
    private @Nullable SortedMap<VariantKey, Grant> found;

    LevelSolver(PlanModel model, SearchBudget budget) {
        this.model = model;
        this.budget = budget;
        this.unitsLeft = budget.maxSteps() / STEPS_PER_UNIT;
    }

    Answer solve(FleetPlan start) {
        boolean servesMost = true;
        for (PlanModel.Level level : model.service(start)) {
            if (level.lacksNothing()) {
                model.cp().addEquality(level.sum(), 0);
                continue;
            }
            CpSolver solver = minimised(level.sum(), unitsLeft / 2);
            if (!isFound(solver)) {
                return answer(false, null);
            }
            servesMost &= isProven(solver);
            model.cp().addLessOrEqual(level.sum(), Math.round(solver.objectiveValue()) + level.rounding());
        }
        CpSolver last = minimised(model.cost(), unitsLeft);
        double bound = model.costPerHour(Math.max(0, last.bestObjectiveBound()));
        return answer(servesMost && isProven(last), servesMost && isFound(last) ? bound : null);
    }

    private Answer answer(boolean proven, @Nullable Double bound) {
        if (found != null) {
            return new Answer.Found(found, proven, bound);
        }
        return impossible
                ? Answer.None.startMoves()
                : new Answer.None("the exact engine found no plan within " + budget.maxSteps() + " steps; allow more");
    }

    private CpSolver minimised(LinearExpr level, double units) {
        model.cp().minimize(level);
        var solver = new CpSolver();
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed((int) budget.seed())
                .setMaxDeterministicTime(units);
        Long deadline = budget.deadlineMillis();
        if (deadline != null) {
            double used = (System.nanoTime() - begunNanos) / 1e9;
            solver.getParameters().setMaxTimeInSeconds(Math.max(LEAST_SECONDS, deadline / 1e3 - used));
        }
        solver.solve(model.cp());
        unitsLeft = Math.max(0, unitsLeft - solver.response().getDeterministicTime());
        impossible = solver.response().getStatus() == CpSolverStatus.INFEASIBLE;
        if (isFound(solver)) {
            found = model.grants(solver);
            hint(solver);
        }
        return solver;
    }

    private static boolean isFound(CpSolver solver) {
        return isProven(solver) || solver.response().getStatus() == CpSolverStatus.FEASIBLE;
    }

    private static boolean isProven(CpSolver solver) {
        return solver.response().getStatus() == CpSolverStatus.OPTIMAL;
    }

    /** The next level begins at what this one found. */
    private void hint(CpSolver solver) {
        var values = PartialVariableAssignment.newBuilder();
        for (int var = 0; var < solver.response().getSolutionCount(); var++) {
            values.addVars(var).addValues(solver.response().getSolution(var));
        }
        model.cp().getBuilder().setSolutionHint(values);
    }
}
