package dev.inferno.operator.kube;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.topology.NodeFacts;
import io.kubernetes.client.openapi.ApiException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes placement labels off nodes whose variant was deleted or is placed by other means now, after every cycle, so that
 * neither a deletion nor a crash between two writes leaves one behind. One that a pod template requires goes onto every node with
 * devices instead: the term is its user's, to take it out would replace every pod, and without the label none would start again.
 * Only where a variant asks for strict placement, and is seen, does such a label follow the plan.
 */
public final class NodeLabelSweep implements ReportSink {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLabelSweep.class);

    private final ApiRequests requests;
    private final FencedWrites api;
    private final ClusterView view;

    public NodeLabelSweep(KubeConnection connection, ClusterView view, Fence fence) {
        this.requests = connection.requests();
        this.api = new FencedWrites(requests, fence);
        this.view = view;
    }

    @Override
    public void publish(CycleReport report) {
        SortedMap<String, SortedMap<String, Boolean>> changes = view.nodeLabelChanges(followed(report.seen()));
        if (changes.isEmpty() || !mayLabel(changes.keySet())) {
            return;
        }
        changes.forEach((node, labels) -> {
            try {
                api.mergePatch(ApiPaths.node(node), patch(labels));
                told(node, labels).forEach(LOG::info);
            } catch (ApiException e) {
                LOG.warn("Node {}: labels {} cannot be changed: {}", node, labels.keySet(), ApiErrors.message(e));
            } catch (NotLeader e) {
                LOG.debug("Node {}: labels {} are left to the leader", node, labels.keySet());
            }
        });
    }

    private static Set<String> followed(CycleSnapshot seen) {
        return seen.inventory() instanceof Inventory.Known
                ? seen.variants().stream()
                        .filter(PlacementLabel::isStrict)
                        .map(variant -> PlacementLabel.key(variant.key()))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private boolean mayLabel(Set<String> nodes) {
        try {
            boolean allowed = MayPatch.ask(requests, "nodes", null);
            if (!allowed) {
                LOG.warn(
                        "Nodes {} carry placement labels nobody wants, or lack some that a pod template requires, and nodes"
                                + " may not be patched (chart value rbac.nodeLabels)",
                        nodes);
            }
            return allowed;
        } catch (ApiException e) {
            LOG.warn("Placement labels of nodes {} stay as they are: {}", nodes, ApiErrors.message(e));
            return false;
        }
    }

    /** The patch that puts labels on, or takes them off. */
    static JsonObject patch(Map<String, Boolean> changes) {
        JsonObject labels = new JsonObject();
        changes.forEach(
                (key, set) -> labels.add(key, set ? new JsonPrimitive(PlacementLabel.VALUE) : JsonNull.INSTANCE));
        JsonObject metadata = new JsonObject();
        metadata.add("labels", labels);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        return patch;
    }

    /** What a patch of a node did, in a line for each kind of change. */
    static List<String> told(String node, SortedMap<String, Boolean> changes) {
        return Stream.of(true, false)
                .filter(changes::containsValue)
                .map(set -> "Node " + node + ": labels "
                        + changes.entrySet().stream()
                                .filter(change -> change.getValue().equals(set))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(", "))
                        + (set
                                ? " put on, a pod template requires them until their term is taken out of it"
                                : " removed"))
                .toList();
    }

    /**
     * Labels by node that are to be put on, or taken off because nobody wants them.
     *
     * @param wanted keys of variants that are placed by labels, or that another installation handles
     * @param required keys that pod templates require
     * @param followed of those, which are on the planned nodes only. They may be as old as the last snapshot: to leave them alone
     *     is safe even if their variant is gone since, to take them off would not be
     * @param namespaces whose variants are seen; empty = all. Keys of other namespaces are somebody else's
     */
    static SortedMap<String, SortedMap<String, Boolean>> changes(
            Collection<NodeFacts> nodes,
            Set<String> wanted,
            Set<String> required,
            Set<String> followed,
            Collection<String> namespaces) {
        SortedMap<String, SortedMap<String, Boolean>> changes = new TreeMap<>();
        for (NodeFacts node : nodes) {
            SortedMap<String, Boolean> labels = new TreeMap<>();
            node.labels().keySet().stream()
                    .filter(key -> key.startsWith(PlacementLabel.PREFIX))
                    .filter(key -> !wanted.contains(key) && !required.contains(key))
                    .filter(key -> namespaces.isEmpty()
                            || namespaces.stream().anyMatch(namespace -> PlacementLabel.isIn(namespace, key)))
                    .forEach(key -> labels.put(key, false));
            required.stream()
                    .filter(key -> !followed.contains(key)
                            && NodeTranslator.hasDevices(node)
                            && !PlacementLabel.VALUE.equals(node.labels().get(key)))
                    .forEach(key -> labels.put(key, true));
            if (!labels.isEmpty()) {
                changes.put(node.name(), labels);
            }
        }
        return changes;
    }
}
