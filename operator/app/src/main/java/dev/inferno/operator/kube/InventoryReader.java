package dev.inferno.operator.kube;

import dev.inferno.cycle.LostConnection;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.util.CallGeneratorParams;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Nodes and pods as an inventory, and read once, without watching. Thread-safety: stateless. */
public final class InventoryReader {

    private static final Comparator<PodFacts> POD_ORDER =
            Comparator.comparing(PodFacts::namespace).thenComparing(PodFacts::name);

    private InventoryReader() {}

    /** @throws LostConnection when the API server does not answer, or refuses */
    public static Inventory read(KubeConnection connection) {
        return of(list(connection, ClusterCaches.NODES), list(connection, ClusterCaches.PODS));
    }

    /** In an order that does not depend on that of the API server; unknown without any node. */
    static Inventory of(Collection<V1Node> nodes, Collection<V1Pod> pods) {
        List<NodeFacts> facts = nodes.stream()
                .map(NodeTranslator::facts)
                .sorted(Comparator.comparing(NodeFacts::name))
                .toList();
        return facts.isEmpty()
                ? new Inventory.Unknown("the cluster shows no node")
                : new Inventory.Known(facts, pods(pods));
    }

    static List<PodFacts> pods(Collection<V1Pod> pods) {
        return pods.stream()
                .flatMap(pod -> Stream.ofNullable(PodTranslator.facts(pod)))
                .sorted(POD_ORDER)
                .toList();
    }

    private static <T extends KubernetesObject> List<T> list(KubeConnection connection, WatchedKind<T> kind) {
        try {
            var lister = new PagedListerWatcher<>(connection.requestClient(), kind, () -> {});
            return lister.list(new CallGeneratorParams(false, null, null)).getItems();
        } catch (ApiException e) {
            throw new LostConnection(
                    "cannot list " + kind.path() + " of " + connection.server() + ": " + ApiErrors.message(e), e);
        }
    }
}
