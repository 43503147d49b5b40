package dev.inferno.snapshot;

import dev.inferno.calibration.ServerWork;
import org.jspecify.annotations.Nullable;

/**
 * What the servers themselves report; null = the server does not say. Means over the window, counts now.
 *
 * @param work sums and counts of the same window, for calibration
 */
public record Observed(
        @Nullable Double running,
        @Nullable Double waiting,
        @Nullable Double itlMillis,
        @Nullable Double ttftMillis,
        @Nullable Double queueMillis,
        @Nullable ServerWork work) {

    public static final Observed NOTHING = new Observed(null, null, null, null, null, null);
}
