package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replicas of one variant by node; every count is at least one. */
public record Placement(String id, SortedMap<String, Integer> replicasByNode) {

    public Placement {
        replicasByNode = Collections.unmodifiableSortedMap(new TreeMap<>(replicasByNode));
    }

    /** The part of it on nodes that are there. */
    public Placement on(ClusterTopology topology) {
        var there = new TreeMap<>(replicasByNode);
        there.keySet().removeIf(node -> topology.node(node).isEmpty());
        return new Placement(id, there);
    }

    public int replicas() {
        return replicasByNode.values().stream().mapToInt(Integer::intValue).sum();
    }
}
