package dev.inferno.optimizer.exact;

import com.google.ortools.Loader;
import dev.inferno.optimizer.ExactEngine;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.snapshot.Engine;
import org.jspecify.annotations.Nullable;

/** {@link ExactEngine} by CP-SAT; see {@link PlanModel} for what it knows and {@link LevelSolver} for how it searches. */
public final class CpSatEngine implements ExactEngine {

    @Override
    public String name() {
        return Engine.EXACT.toString();
    }

    @Override
    public Answer solve(PlanningProblem problem, FleetPlan start) {
        String missing = Native.MISSING;
        String beyond = missing == null ? ModelSize.beyond(problem) : missing;
        if (beyond != null) {
            return new Answer.None(beyond);
        }
        var model = new PlanModel(problem);
        model.hint(start);
        return new LevelSolver(model, problem.budget()).solve(start);
    }

    /** Loaded once, and only when a plan is wanted. */
    private static final class Native {

        static final @Nullable String MISSING = load();

        private static @Nullable String load() {
            try {
                Loader.loadNativeLibraries();
                return null;
            } catch (RuntimeException | LinkageError e) {
                return "the exact engine's native library cannot be loaded on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + " (" + e.getMessage()
                        + "); it is there for Linux with glibc on amd64 and arm64, and needs a temporary folder to write to";
            }
        }
    }
}
