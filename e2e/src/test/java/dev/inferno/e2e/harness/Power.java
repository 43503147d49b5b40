package dev.inferno.e2e.harness;

/** What some scenarios need and not every cluster can. */
public enum Power {
    /** Stopping and starting a component, such as Prometheus. */
    OUTAGES,
    /** Reading the API server's audit log. */
    AUDIT_LOG,
    /** Adding nodes that nobody but KWOK plays, with whatever devices a scenario wants. */
    FAKE_NODES
}
