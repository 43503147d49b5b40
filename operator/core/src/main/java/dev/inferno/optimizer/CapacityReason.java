package dev.inferno.optimizer;

/** Why wanted replicas were not granted: the reasons of the condition {@code CapacityAvailable}. */
public enum CapacityReason {
    INSUFFICIENT_DEVICES,
    FRAGMENTED,
    INSUFFICIENT_CPU_OR_MEMORY,
    NODES_EXCLUDED,
    QUOTA_EXCEEDED,
    BUDGET_EXCEEDED,
    MAX_REPLICAS
}
