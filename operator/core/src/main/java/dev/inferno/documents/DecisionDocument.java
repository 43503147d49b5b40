package dev.inferno.documents;

import dev.inferno.decision.Decision;
import dev.inferno.optimizer.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * {@code kind: Decision}: what a snapshot leads to; the same bytes wherever it is made.
 *
 * @param plan how its plan came about; null unless the exact engine was asked for
 */
public record DecisionDocument(
        String apiVersion,
        String kind,
        Decision decision,
        @Nullable Provenance plan) {

    public static DecisionDocument of(Decision decision) {
        return new DecisionDocument(SnapshotDocument.API_VERSION, "Decision", decision, null);
    }

    /** Of a snapshot that asked for the exact engine. */
    public DecisionDocument with(Provenance how) {
        return new DecisionDocument(apiVersion, kind, decision, how);
    }
}
