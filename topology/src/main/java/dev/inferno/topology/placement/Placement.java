package dev.inferno.topology.placement;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replicas of one variant by node; every count is at least one. */
public record Placement(String id, SortedMap<String, Integer> replicasByNode) {

    public Placement {
        replicasByNode = Collections.unmodifiableSortedMap(new TreeMap<>(replicasByNode));
    }

    public int replicas() {
        return replicasByNode.values().stream().mapToInt(Integer::intValue).sum();
    }
}
