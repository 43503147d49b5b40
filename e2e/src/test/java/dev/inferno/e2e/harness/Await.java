package dev.inferno.e2e.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a deadline; a failure prints the last state seen. */
public final class Await {

    private static final Duration POLL = Duration.ofMillis(250);

    private Await() {}

    /** @param state what to print when the time is up */
    public static void until(String what, Duration longest, BooleanSupplier condition, Supplier<String> state) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "not within " + longest.toSeconds() + " s: " + what + "\nlast state:\n" + state.get());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Fails as soon as the condition does not hold at any time within the span. */
    public static void always(String what, Duration span, BooleanSupplier condition, Supplier<String> state) {
        long end = System.nanoTime() + span.toNanos();
        while (System.nanoTime() < end) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("no longer true: " + what + "\nlast state:\n" + state.get());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
