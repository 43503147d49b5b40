package dev.inferno.operator.cli;

import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.SearchBudget;
import org.jspecify.annotations.Nullable;

/**
 * The flags that say what searches for a plan, and how long.
 *
 * @param engine null = as the document says
 * @param steps null = as the document says
 * @param compare both engines, side by side
 */
record SearchFlags(@Nullable Engine engine, @Nullable Long steps, boolean compare) {

    private static final long MOST_STEPS = 1_000_000_000_000L;

    static SearchFlags of(Arguments arguments) {
        Engine engine = arguments
                .flag("engine")
                .map(name -> Engine.named(name)
                        .orElseThrow(() -> new UsageError("flag --engine (" + name + ") must be " + Engine.NAMES)))
                .orElse(null);
        boolean compare = arguments.flag("compare").isPresent();
        if (compare && engine != null) {
            throw new UsageError(
                    "flag --engine (" + engine + ") has no use beside --compare, which takes both engines");
        }
        return new SearchFlags(
                engine, arguments.flag("steps").map(SearchFlags::steps).orElse(null), compare);
    }

    private static long steps(String text) {
        try {
            long steps = Long.parseLong(text);
            if (steps >= 1 && steps <= MOST_STEPS) {
                return steps;
            }
        } catch (NumberFormatException e) {
            // Said below, as any other value that makes no sense.
        }
        throw new UsageError("flag --steps (" + text + ") must be a whole number, 1 to " + MOST_STEPS);
    }

    SearchBudget applied(SearchBudget budget) {
        SearchBudget by = engine == null ? budget : budget.by(engine);
        return steps == null ? by : by.of(steps);
    }
}
