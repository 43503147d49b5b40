package dev.inferno.operator.kube;

import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.PlacementResult;
import dev.inferno.topology.placement.Placer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Room for pods of one workload that may go to one node only, as the scheduler will see it.
 *
 * <p>Its own pods that are about to end are taken for gone, as the plan does: the new pod waits on its node until they are.
 * Thread-safety: none, scratch of one pass.
 */
final class GateRoom {

    private final String id;
    private final PodShape shape;
    private final CapacityLedger ledger;

    /** Host names by node; a node whose host name is not told cannot be asked for. */
    private final Map<String, String> hosts;

    /** @param pinned pods without a node that may go to one host only */
    GateRoom(String namespace, String workload, PodShape shape, Inventory.Known seen, List<SeenPod> pinned) {
        this.id = namespace + "/" + workload;
        this.shape = shape;
        List<NodeFacts> nodes =
                seen.standing().stream().filter(node -> !node.virtual()).toList();
        this.hosts = hosts(nodes);
        Map<String, String> nodeOf = new HashMap<>();
        hosts.forEach((node, host) -> nodeOf.put(host, node));
        Stream<PodFacts> standing = seen.pods().stream()
                .filter(pod ->
                        !pod.terminating() || !namespace.equals(pod.namespace()) || !workload.equals(pod.workload()));
        Stream<PodFacts> coming =
                pinned.stream().map(pod -> on(nodeOf.get(pod.gate().host()), Objects.requireNonNull(pod.facts())));
        this.ledger = CapacityLedger.of(
                ClusterTopology.of(nodes), Stream.concat(standing, coming).toList());
    }

    static Map<String, String> hosts(List<NodeFacts> nodes) {
        Map<String, String> hosts = new HashMap<>();
        nodes.forEach(node -> {
            String host = node.labels().get(PlacementGate.HOST_LABEL);
            if (host != null) {
                hosts.put(node.name(), host);
            }
        });
        return hosts;
    }

    /** Whether a node takes one more now; if so, its room is taken. */
    boolean take(String node) {
        String host = hosts.get(node);
        if (host == null) {
            return false;
        }
        var selector = new TreeMap<>(shape.nodeSelector());
        selector.put(PlacementGate.HOST_LABEL, host);
        var request = new PlacementRequest(id, shape.withNodeSelector(selector), null, 1, Collections.emptySortedMap());
        return Placer.bestFit().place(request, ledger) instanceof PlacementResult.Placed;
    }

    private static PodFacts on(@Nullable String node, PodFacts pod) {
        return new PodFacts(
                pod.namespace(),
                pod.name(),
                pod.workload(),
                node,
                pod.ready(),
                pod.terminating(),
                pod.requests(),
                pod.labels(),
                pod.podAntiAffinity(),
                pod.hostPorts());
    }
}
