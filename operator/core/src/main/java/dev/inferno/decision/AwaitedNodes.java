package dev.inferno.decision;

import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.NodePool;
import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a plan expects of elastic pools. */
final class AwaitedNodes {

    private AwaitedNodes() {}

    /** The pools whose nodes are part of a placement. */
    static Set<String> pools(SortedMap<String, Integer> replicasByNode) {
        return byPool(replicasByNode).keySet();
    }

    /** Pool, nodes and replicas in words; "" where the plan stands on nodes that are there. */
    static String told(VariantPlan plan) {
        List<String> told = new ArrayList<>();
        byPool(plan.placement().replicasByNode())
                .forEach((pool, placed) -> told.add(counted(placed.replicas(), "replica")
                        + (placed.replicas() == 1 ? " waits" : " wait") + " for "
                        + counted(placed.replicasByNode().size(), "node") + " that pool " + pool + " would add"));
        return String.join(" and ", told);
    }

    private static SortedMap<String, Placement> byPool(SortedMap<String, Integer> replicasByNode) {
        SortedMap<String, SortedMap<String, Integer>> byPool = new TreeMap<>();
        replicasByNode.forEach((node, replicas) -> {
            String pool = NodePool.promising(node);
            if (pool != null) {
                byPool.computeIfAbsent(pool, name -> new TreeMap<>()).put(node, replicas);
            }
        });
        SortedMap<String, Placement> placed = new TreeMap<>();
        byPool.forEach((pool, nodes) -> placed.put(pool, new Placement(pool, nodes)));
        return placed;
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
