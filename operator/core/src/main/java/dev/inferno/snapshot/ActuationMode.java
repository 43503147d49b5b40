package dev.inferno.snapshot;

/** How far a decision is carried out: patch the workload, publish metrics for another scaler, or only report. */
public enum ActuationMode {
    DIRECT,
    METRICS,
    ADVISE
}
