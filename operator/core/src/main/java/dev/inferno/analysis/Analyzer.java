package dev.inferno.analysis;

import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;

/** Turns what was seen into what could be done. Pure; never throws for one bad variant: it becomes {@link Blocker} data. */
public interface Analyzer {

    /** Every variant of the snapshot stands in exactly one group; groups are ordered by model. */
    List<ServingGroup> analyse(CycleSnapshot seen);

    /** The analyzer of this project. Thread-safety: immutable. */
    static Analyzer create() {
        return new SnapshotAnalyzer();
    }
}
