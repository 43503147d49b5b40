package dev.inferno.snapshot;

/** By what means replicas are steered to the planned nodes. */
public enum PlacementMode {
    NONE,
    TEMPLATE,
    NODE_LABELS,
    GATES
}
