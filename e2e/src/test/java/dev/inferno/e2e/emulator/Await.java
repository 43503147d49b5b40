package dev.inferno.e2e.emulator;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a fact, at most ten seconds. */
final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Await() {}

    static void until(String fact, BooleanSupplier holds) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + LIMIT + ": " + fact);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
