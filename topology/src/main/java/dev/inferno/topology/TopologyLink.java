package dev.inferno.topology;

/**
 * An edge of a node's graph.
 *
 * @param gbps bandwidth in GB/s, one direction
 */
public record TopologyLink(TopologyVertex from, TopologyVertex to, Kind kind, double gbps) {

    /** What the edge is made of. */
    public enum Kind {
        /** Between devices of an island, or from a device to its switch. */
        DEVICE_LINK,
        PCIE,
        /** Between the sockets of a host. */
        SOCKET
    }
}
