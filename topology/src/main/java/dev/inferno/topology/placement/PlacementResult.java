package dev.inferno.topology.placement;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a placer could do with a request. Whatever {@link #placement()} holds is reserved in the ledger. */
public sealed interface PlacementResult {

    /** The replicas that found a node; in {@link Unplaceable} fewer than asked for. */
    Placement placement();

    /** Every replica has a node. */
    record Placed(Placement placement) implements PlacementResult {}

    /**
     * At least one replica has no node.
     *
     * @param resource the resource that binds, such as {@code nvidia.com/gpu}; "" when nodes are excluded before any
     *     resource counts
     * @param failures number of nodes that fail first at each check
     * @param nodes names of the nodes that come nearest, at most five: they fail on the binding resource only, or on
     *     the fewest besides; without a binding resource, on the last check that excluded any
     * @param message one sentence: what binds, on how many nodes, what would make the next replica fit
     */
    record Unplaceable(
            Placement placement,
            String resource,
            SortedMap<FitCheck, Integer> failures,
            List<String> nodes,
            String message)
            implements PlacementResult {

        public Unplaceable {
            failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
            nodes = List.copyOf(nodes);
        }
    }
}
