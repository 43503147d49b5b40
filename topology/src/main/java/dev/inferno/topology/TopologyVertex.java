package dev.inferno.topology;

/**
 * A place in the graph of one node. Indices count from 0 within a kind; devices are numbered through all pools in the
 * order of {@link NodeTopology#pools()}.
 */
public record TopologyVertex(Kind kind, int index) {

    /** What stands at the vertex. */
    public enum Kind {
        DEVICE,
        /** A link island joined by a switch: one hub instead of an edge per pair. */
        SWITCH,
        PCIE_ROOT,
        NUMA
    }
}
