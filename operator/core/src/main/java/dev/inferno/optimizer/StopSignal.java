package dev.inferno.optimizer;

import java.util.function.BooleanSupplier;

/** Wall-clock safety net, injected by the shell: begun with each plan that has a deadline, asked between pieces of work. */
@FunctionalInterface
public interface StopSignal {

    StopSignal NEVER = millis -> () -> false;

    /** Begins to count; true from that many milliseconds on. */
    BooleanSupplier after(long millis);
}
