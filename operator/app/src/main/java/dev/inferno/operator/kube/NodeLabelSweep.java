package dev.inferno.operator.kube;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.topology.NodeFacts;
import io.kubernetes.client.openapi.ApiException;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes placement labels off nodes whose variant was deleted or is placed by other means now, after every cycle, so that
 * neither a deletion nor a crash between two writes leaves one behind.
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
        SortedMap<String, SortedSet<String>> stale = view.staleNodeLabels();
        if (stale.isEmpty() || !mayLabel(stale.keySet())) {
            return;
        }
        stale.forEach((node, keys) -> {
            try {
                api.mergePatch(ApiPaths.node(node), without(keys));
                LOG.info("Node {}: labels {} removed, their variants want them no more", node, keys);
            } catch (ApiException e) {
                LOG.warn("Node {}: labels {} cannot be removed: {}", node, keys, ApiErrors.message(e));
            } catch (NotLeader e) {
                LOG.debug("Node {}: labels {} are left to the leader", node, keys);
            }
        });
    }

    private boolean mayLabel(Set<String> nodes) {
        try {
            boolean allowed = MayPatch.ask(requests, "nodes", null);
            if (!allowed) {
                LOG.warn(
                        "Nodes {} carry placement labels nobody wants, and nodes may not be patched (chart value"
                                + " rbac.nodeLabels)",
                        nodes);
            }
            return allowed;
        } catch (ApiException e) {
            LOG.warn("Nodes {} keep placement labels nobody wants: {}", nodes, ApiErrors.message(e));
            return false;
        }
    }

    /** The patch that takes labels off. */
    static JsonObject without(Collection<String> keys) {
        JsonObject labels = new JsonObject();
        keys.forEach(key -> labels.add(key, JsonNull.INSTANCE));
        return labels(labels);
    }

    /** The patch that puts a variant's label on, or takes it off. */
    static JsonObject with(String key, boolean set) {
        JsonObject labels = new JsonObject();
        labels.add(key, set ? new JsonPrimitive(PlacementLabel.VALUE) : JsonNull.INSTANCE);
        return labels(labels);
    }

    private static JsonObject labels(JsonObject labels) {
        JsonObject metadata = new JsonObject();
        metadata.add("labels", labels);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        return patch;
    }

    /**
     * Our labels by node that nobody wants.
     *
     * @param wanted keys of variants that are placed by labels, or that another installation handles
     * @param namespaces whose variants are seen; empty = all. Keys of other namespaces are somebody else's
     */
    static SortedMap<String, SortedSet<String>> stale(
            Collection<NodeFacts> nodes, Set<String> wanted, Collection<String> namespaces) {
        SortedMap<String, SortedSet<String>> stale = new TreeMap<>();
        for (NodeFacts node : nodes) {
            node.labels().keySet().stream()
                    .filter(key -> key.startsWith(PlacementLabel.PREFIX) && !wanted.contains(key))
                    .filter(key -> namespaces.isEmpty()
                            || namespaces.stream()
                                    .anyMatch(namespace -> key.startsWith(PlacementLabel.PREFIX + namespace + ".")))
                    .forEach(key -> stale.computeIfAbsent(node.name(), name -> new TreeSet<>())
                            .add(key));
        }
        return stale;
    }
}
