package dev.inferno.topology;

import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** The same node, taking no new pods. */
    public NodeFacts cordoned() {
        return new NodeFacts(name, labels, taints, true, ready, virtual, allocatable);
    }

    /** The same node, allocatable nowhere below these amounts. */
    public NodeFacts withAtLeast(Map<String, Long> amounts) {
        if (amounts.entrySet().stream().allMatch(least -> allocatable.amount(least.getKey()) >= least.getValue())) {
            return this;
        }
        var raised = new TreeMap<>(allocatable.amounts());
        amounts.forEach((resource, amount) -> raised.merge(resource, amount, Math::max));
        return new NodeFacts(name, labels, taints, unschedulable, ready, virtual, new ResourceVector(raised));
    }
}
