package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/** What the servers themselves report; null = the server does not say. Means over the window, counts now. */
public record Observed(
        @Nullable Double running,
        @Nullable Double waiting,
        @Nullable Double itlMillis,
        @Nullable Double ttftMillis,
        @Nullable Double queueMillis) {

    public static final Observed NOTHING = new Observed(null, null, null, null, null);
}
