package dev.inferno.snapshot;

/** By what means replicas are steered to the planned nodes. */
public enum PlacementMode {
    NONE,
    TEMPLATE,
    NODE_LABELS,
    /** Node labels that the template requires, not only prefers: pods start on the planned nodes and nowhere else. */
    STRICT_NODE_LABELS,
    GATES
}
