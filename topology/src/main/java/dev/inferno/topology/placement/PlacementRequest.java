package dev.inferno.topology.placement;

import dev.inferno.topology.PodShape;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Room wanted for the replicas of one variant.
 *
 * @param id {@code namespace/name} of the variant
 * @param product only nodes whose devices are this catalogue product; null = any node the shape admits
 * @param current replicas that already run, by node: they keep their place while the node still fits them
 */
public record PlacementRequest(
        String id, PodShape shape, @Nullable String product, int replicas, SortedMap<String, Integer> current) {

    public PlacementRequest {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas (" + replicas + ") of " + id + " must be 0 or more");
        }
        current = Collections.unmodifiableSortedMap(new TreeMap<>(current));
    }

    /** Namespace of the variant and so of its pods. */
    String namespace() {
        return id.substring(0, Math.max(0, id.indexOf('/')));
    }
}
