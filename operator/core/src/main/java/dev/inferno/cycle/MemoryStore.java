package dev.inferno.cycle;

import dev.inferno.snapshot.Memory;

/** Port: keeps memory across restarts and leaders. */
public interface MemoryStore {

    /** What was kept last; {@link Memory#EMPTY} when nothing was, or it was written by a newer version. */
    Memory load();

    /** Takes note of the next memory; when it is written is the store's business. */
    void keep(Memory memory);
}
