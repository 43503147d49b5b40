package dev.inferno.snapshot;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The nodes and what runs on them, or that nothing is known; unknown is neither zero nor unlimited. */
public sealed interface Inventory {

    /**
     * Nodes and all pods that are bound or want to be, ordered by name.
     *
     * @param quotas those of the variants' namespaces
     */
    record Known(List<NodeFacts> nodes, List<PodFacts> pods, List<NamespaceQuota> quotas) implements Inventory {
        public Known {
            nodes = List.copyOf(nodes);
            pods = List.copyOf(pods);
            quotas = List.copyOf(quotas);
        }

        /** In namespaces without quotas. */
        public Known(List<NodeFacts> nodes, List<PodFacts> pods) {
            this(nodes, pods, List.of());
        }

        /** Of other nodes and pods, with the same quotas. */
        public Known with(List<NodeFacts> others, List<PodFacts> otherPods) {
            return new Known(others, otherPods, quotas);
        }

        /** Whether a pod of the workload has no node yet. */
        public boolean podWaits(String namespace, String workload) {
            return pods.stream()
                    .anyMatch(pod -> pod.node() == null
                            && !pod.terminating()
                            && workload.equals(pod.workload())
                            && namespace.equals(pod.namespace()));
        }

        /**
         * The nodes with no fewer devices than their pods hold. While a device plugin restarts, or when a device fails, a
         * node offers fewer than run on it: that takes nothing from what runs, and leaves nothing for new pods.
         */
        public List<NodeFacts> standing() {
            Map<String, Map<String, Long>> held = new HashMap<>();
            for (PodFacts pod : pods) {
                if (pod.node() != null) {
                    pod.requests().amounts().forEach((resource, amount) -> {
                        if (DeviceResources.isDevice(resource)) {
                            held.computeIfAbsent(pod.node(), node -> new TreeMap<>())
                                    .merge(resource, amount, Long::sum);
                        }
                    });
                }
            }
            return nodes.stream()
                    .map(node -> node.withAtLeast(held.getOrDefault(node.name(), Map.of())))
                    .toList();
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
