package dev.inferno.cycle;

import dev.inferno.snapshot.CycleSnapshot;

/** Port: freezes what can be seen now. */
@FunctionalInterface
public interface SnapshotSource {

    /** @throws LostConnection when the cluster cannot be seen at all; a missing metric is data, not an exception */
    CycleSnapshot take(String trigger);
}
