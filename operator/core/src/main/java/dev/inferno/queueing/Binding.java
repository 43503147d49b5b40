package dev.inferno.queueing;

/** What stops a server from taking more. */
public enum Binding {
    TTFT,
    ITL,
    WAIT,
    TPS,
    KV,
    STABILITY
}
