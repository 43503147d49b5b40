package dev.inferno.optimizer;

import dev.inferno.snapshot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * How a plan came about.
 *
 * @param engine the one that searched last
 * @param proven whether no plan that leaves running replicas where they are serves more, nor as much for less; only the exact
 *     engine proves that
 * @param note what the exact engine, when it was asked for, could not do; null when there is nothing to tell
 */
public record Provenance(
        Engine engine, boolean proven, @Nullable String note) {

    static final Provenance FAST = new Provenance(Engine.FAST, false, null);

    /** Of a plan that was changed since. */
    Provenance unproven() {
        return new Provenance(engine, false, note);
    }

    /** The exact engine was asked for, and the plan is the fast engine's. */
    static Provenance fastBecause(String note) {
        return new Provenance(Engine.FAST, false, note);
    }
}
