package dev.inferno.operator.kube;

import dev.inferno.cycle.LostConnection;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.util.CallGeneratorParams;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Reads nodes and pods once, without watching. Thread-safety: stateless. */
public final class InventoryReader {

    private static final Comparator<PodFacts> POD_ORDER =
            Comparator.comparing(PodFacts::namespace).thenComparing(PodFacts::name);

    private InventoryReader() {}

    /** @throws LostConnection when the API server does not answer, or refuses */
    public static Inventory read(KubeConnection connection) {
        List<NodeFacts> nodes = list(connection, ClusterCaches.NODES).stream()
                .map(NodeTranslator::facts)
                .sorted(Comparator.comparing(NodeFacts::name))
                .toList();
        List<PodFacts> pods = list(connection, ClusterCaches.PODS).stream()
                .map(PodTranslator::facts)
                .filter(Objects::nonNull)
                .sorted(POD_ORDER)
                .toList();
        return nodes.isEmpty() ? new Inventory.Unknown("the cluster shows no node") : new Inventory.Known(nodes, pods);
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
