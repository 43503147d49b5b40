package dev.inferno.topology.placement;

/** What must be written into pods so that the scheduler cannot but bind a plan; each one leaves it less choice. */
public enum Pinning {
    /** Nothing beyond the pods' own rules. */
    NONE,
    /** To every pod of a variant, all the nodes planned for the variant. */
    NODES,
    /** To every pod, its own node. */
    REPLICAS
}
