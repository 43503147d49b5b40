package dev.inferno.documents;

import dev.inferno.snapshot.CycleSnapshot;

/** {@code kind: Snapshot}: everything one decision looked at; {@code inferno plan -f} decides the same again. */
public record SnapshotDocument(String apiVersion, String kind, CycleSnapshot snapshot) {

    /** API version of every document of the command line. */
    public static final String API_VERSION = "inferno.llmd.ai/v1alpha1";

    public static SnapshotDocument of(CycleSnapshot snapshot) {
        return new SnapshotDocument(API_VERSION, "Snapshot", snapshot);
    }
}
