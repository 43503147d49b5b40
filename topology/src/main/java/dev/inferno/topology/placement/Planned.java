package dev.inferno.topology.placement;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replicas of one request with the nodes a plan has for them.
 *
 * @param placement where all of them stand in the plan; those that run there already, by {@code request.current()}, have
 *     nothing left to decide
 */
public record Planned(PlacementRequest request, Placement placement) {

    /** Replicas that stay where they run, by node. */
    SortedMap<String, Integer> kept() {
        var kept = new TreeMap<String, Integer>();
        placement.replicasByNode().forEach((node, count) -> {
            int stays = Math.min(count, request.current().getOrDefault(node, 0));
            if (stays > 0) {
                kept.put(node, stays);
            }
        });
        return kept;
    }

    /** What the scheduler will get to see, one entry per kind of pod. */
    List<Pending> pending(Pinning pinning) {
        var kept = kept();
        var added = new TreeMap<String, Integer>();
        placement
                .replicasByNode()
                .forEach((node, count) -> added.merge(node, count - kept.getOrDefault(node, 0), Integer::sum));
        added.values().removeIf(count -> count == 0);
        int all = added.values().stream().mapToInt(Integer::intValue).sum();
        return switch (pinning) {
            case NONE -> List.of(new Pending(request, request, all));
            case NODES -> List.of(new Pending(pinned(placement.replicasByNode().keySet()), request, all));
            case REPLICAS ->
                added.entrySet().stream()
                        .map(here -> new Pending(pinned(List.of(here.getKey())), request, here.getValue()))
                        .toList();
        };
    }

    private PlacementRequest pinned(Collection<String> nodes) {
        return new PlacementRequest(
                request.id(),
                request.shape().pinnedTo(nodes),
                request.product(),
                request.replicas(),
                request.current());
    }

    /**
     * Equal pods that are not bound yet.
     *
     * @param request with the pin
     * @param unpinned as the user wrote it
     */
    record Pending(PlacementRequest request, PlacementRequest unpinned, int replicas) {}
}
