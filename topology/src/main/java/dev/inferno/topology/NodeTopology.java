package dev.inferno.topology;

import java.util.List;
import java.util.Optional;
import org.jgrapht.Graph;

/** One node: its facts, its devices and how they are linked. Immutable; nodes of one shape share one graph object. */
public final class NodeTopology {

    private final NodeFacts facts;
    private final List<DevicePool> pools;
    private final NodeShape shape;
    private final int index;

    NodeTopology(NodeFacts facts, List<DevicePool> pools, NodeShape shape, int index) {
        this.facts = facts;
        this.pools = List.copyOf(pools);
        this.shape = shape;
        this.index = index;
    }

    public NodeFacts facts() {
        return facts;
    }

    public String name() {
        return facts.name();
    }

    /** Device resources by name. */
    public List<DevicePool> pools() {
        return pools;
    }

    /** The pool of one resource, empty when the node does not offer it. */
    public Optional<DevicePool> pool(String resource) {
        return pools.stream().filter(pool -> pool.resource().equals(resource)).findFirst();
    }

    /** Devices, switches, PCIe roots and NUMA nodes; weights are GB/s in one direction. Unmodifiable. */
    public Graph<TopologyVertex, TopologyLink> graph() {
        return shape.graph();
    }

    /** Devices grouped by what their links reach; a device without links is alone. */
    public List<List<TopologyVertex>> islands() {
        return shape.islands();
    }

    /** Position in {@link ClusterTopology#nodes()}: dense, for arrays. */
    public int index() {
        return index;
    }

    @Override
    public String toString() {
        return facts.name() + pools;
    }
}
