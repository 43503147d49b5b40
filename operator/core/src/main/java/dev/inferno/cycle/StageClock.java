package dev.inferno.cycle;

/** Monotonic seconds, injected: the core never reads a clock. */
@FunctionalInterface
public interface StageClock {

    double seconds();
}
