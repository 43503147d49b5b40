package dev.inferno.topology;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the API server says of one node, or what an elastic pool promises of one it would add ({@code virtual}).
 *
 * @param ready the node's Ready condition is True
 * @param virtual not there yet: a cluster autoscaler would provide it
 */
public record NodeFacts(
        String name,
        SortedMap<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        boolean ready,
        boolean virtual,
        ResourceVector allocatable) {

    public NodeFacts {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
    }
}
