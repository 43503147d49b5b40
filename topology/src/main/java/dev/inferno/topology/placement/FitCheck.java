package dev.inferno.topology.placement;

/** The checks a node must pass for one more replica, in the order in which a refusal counts them. */
public enum FitCheck {
    NOT_READY,
    UNSCHEDULABLE,
    TAINT,
    SELECTOR,
    PRODUCT,
    DEVICES,
    CPU,
    MEMORY,
    PODS,
    OTHER_RESOURCE
}
