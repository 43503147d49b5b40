package dev.inferno.operator.kube;

import dev.inferno.cycle.LostConnection;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import io.kubernetes.client.openapi.ApiException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Nodes and pods as an inventory, and read once, without watching. Thread-safety: stateless. */
public final class InventoryReader {

    private InventoryReader() {}

    /**
     * Nodes and pods alone, without quotas.
     *
     * @throws LostConnection when the API server does not answer, or refuses
     */
    public static Inventory read(KubeConnection connection) {
        FactsCache<SeenNode, NodeFacts> nodes = list(connection, ClusterCaches.NODES);
        FactsCache<SeenPod, PodFacts> pods = list(connection, ClusterCaches.PODS);
        return of(nodes.facts(), nodes.odd(), pods.facts(), pods.odd(), List.of());
    }

    /**
     * Unknown without any node, and with a pod that may be anywhere: what could not be read is neither absent nor free.
     *
     * @param oddNodes those among the nodes that could not be read whole; they are cordoned already
     * @param oddPods those among the pods; their nodes are cordoned here
     */
    static Inventory of(
            List<NodeFacts> nodes,
            Collection<SeenNode> oddNodes,
            List<PodFacts> pods,
            Collection<SeenPod> oddPods,
            List<NamespaceQuota> quotas) {
        if (nodes.isEmpty()) {
            return new Inventory.Unknown("the cluster shows no node");
        }
        for (SeenNode node : oddNodes) {
            if (node.name().isEmpty()) {
                return new Inventory.Unknown("a node cannot be read: " + node.problem());
            }
        }
        for (SeenPod pod : oddPods) {
            if (pod.facts() != null && pod.facts().node() == null) {
                return new Inventory.Unknown("pod " + pod.namespace() + "/" + pod.name()
                        + " cannot be read and may be on any node: " + pod.problem());
            }
        }
        return new Inventory.Known(oddPods.isEmpty() ? nodes : cordoned(nodes, oddPods), pods, quotas);
    }

    private static List<NodeFacts> cordoned(List<NodeFacts> nodes, Collection<SeenPod> oddPods) {
        Set<String> held = oddPods.stream()
                .map(SeenPod::facts)
                .map(facts -> facts == null || facts.node() == null ? "" : facts.node())
                .collect(Collectors.toSet());
        return nodes.stream()
                .map(node -> held.contains(node.name()) ? node.cordoned() : node)
                .toList();
    }

    private static <T extends Seen<F>, F> FactsCache<T, F> list(KubeConnection connection, WatchedKind<T> kind) {
        try {
            FactsCache<T, F> cache = new FactsCache<>();
            new Pages<>(connection.requestClient(), kind, () -> {})
                    .all()
                    .items()
                    .forEach(cache::add);
            return cache;
        } catch (ApiException e) {
            throw new LostConnection(
                    "cannot list " + kind.path() + " of " + connection.server() + ": " + ApiErrors.message(e), e);
        }
    }
}
