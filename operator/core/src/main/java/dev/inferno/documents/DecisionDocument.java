package dev.inferno.documents;

import dev.inferno.decision.Decision;

/** {@code kind: Decision}: what a snapshot leads to; the same bytes wherever it is made. */
public record DecisionDocument(String apiVersion, String kind, Decision decision) {

    public static DecisionDocument of(Decision decision) {
        return new DecisionDocument(SnapshotDocument.API_VERSION, "Decision", decision);
    }
}
