package dev.inferno.snapshot;

import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import java.util.List;

/** The nodes and what runs on them, or that nothing is known; unknown is neither zero nor unlimited. */
public sealed interface Inventory {

    /** Nodes and all pods that are bound or want to be, ordered by name. */
    record Known(List<NodeFacts> nodes, List<PodFacts> pods) implements Inventory {
        public Known {
            nodes = List.copyOf(nodes);
            pods = List.copyOf(pods);
        }
    }

    /** No node could be read. */
    record Unknown(String reason) implements Inventory {}

    /**
     * Nodes are not read because somebody chose so; quotas are the only bound known.
     *
     * @param pods those of the variants' namespaces, ordered by name
     */
    record Off(List<NamespaceQuota> quotas, List<PodFacts> pods) implements Inventory {
        public Off {
            quotas = List.copyOf(quotas);
            pods = List.copyOf(pods);
        }
    }
}
