package dev.inferno.topology.placement;

/**
 * The checks a node must pass for one more replica, in the order in which a refusal counts them: that of kube-scheduler's
 * filters.
 */
public enum FitCheck {
    NOT_READY,
    UNSCHEDULABLE,
    TAINT,
    SELECTOR,
    PRODUCT,
    HOST_PORT,
    DEVICES,
    CPU,
    MEMORY,
    PODS,
    OTHER_RESOURCE,
    SPREAD,
    POD_AFFINITY,
    POD_ANTI_AFFINITY,
    OTHERS_ANTI_AFFINITY
}
