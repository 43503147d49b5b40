package dev.inferno.snapshot;

import dev.inferno.calibration.ServerWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the servers themselves report; null = the server does not say. Means over the window, counts now.
 *
 * @param work sums and counts of the same window, for calibration
 * @param replicas how full each server that reports is, by name
 */
public record Observed(
        @Nullable Double running,
        @Nullable Double waiting,
        @Nullable Double itlMillis,
        @Nullable Double ttftMillis,
        @Nullable Double queueMillis,
        @Nullable ServerWork work,
        List<ReplicaUse> replicas) {

    public static final Observed NOTHING = new Observed(null, null, null, null, null, null, List.of());

    public Observed {
        replicas = List.copyOf(replicas);
    }
}
