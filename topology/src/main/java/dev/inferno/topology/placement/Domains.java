package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeTopology;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one node label as numbers; a node without the label is in no domain. Immutable. */
final class Domains {

    static final int NONE = -1;

    private final String key;
    private final int[] byNode;
    private final int count;

    private Domains(String key, int[] byNode, int count) {
        this.key = key;
        this.byNode = byNode;
        this.count = count;
    }

    static Domains of(ClusterTopology topology, String key) {
        int[] byNode = new int[topology.nodes().size()];
        Arrays.fill(byNode, NONE);
        Map<String, Integer> values = new HashMap<>();
        for (NodeTopology node : topology.nodes()) {
            @Nullable String value = node.facts().labels().get(key);
            if (value != null) {
                byNode[node.index()] = values.computeIfAbsent(value, v -> values.size());
            }
        }
        return new Domains(key, byNode, values.size());
    }

    String key() {
        return key;
    }

    /** The domain of a node, {@link #NONE} when it is in none. */
    int of(int node) {
        return byNode[node];
    }

    int count() {
        return count;
    }
}
