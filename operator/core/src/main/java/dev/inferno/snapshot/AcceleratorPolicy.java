package dev.inferno.snapshot;

/** Whether the accelerator of a variant may change. */
public enum AcceleratorPolicy {
    KEEP,
    OPTIMIZE
}
