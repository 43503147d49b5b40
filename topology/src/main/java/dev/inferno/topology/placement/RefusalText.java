package dev.inferno.topology.placement;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.SpreadConstraint;
import dev.inferno.topology.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The one sentence of a refusal: what is missing, where it comes nearest, which nodes are out, what would help. */
record RefusalText(
        PlacementRequest request,
        NodeAdmission admission,
        CapacityLedger ledger,
        int missing,
        SortedMap<FitCheck, List<NodeTopology>> excluded) {

    /** Some nodes are admitted; the binding resource is short on them. */
    String shortage(Demand.Item binding, NodeTopology nearest, List<Refusal.Short> admitted) {
        String resource = binding.resource();
        var parts = new ArrayList<String>();
        parts.add(head()
                + (missing == 1 ? " needs " : " need ")
                + amount(resource, binding.amount())
                + (missing == 1 ? "" : " each"));
        if (has(nearest, resource)) {
            parts.add("node " + nearest.name() + " has "
                    + Quantities.format(resource, ledger.free(nearest.index(), resource)) + " of "
                    + Quantities.format(resource, nearest.facts().allocatable().amount(resource)) + " free");
        }
        long without = admitted.stream()
                .filter(node -> node.misses(binding) && !has(node.node(), resource))
                .count();
        long alike = admitted.stream()
                        .filter(node -> node.misses(binding) && has(node.node(), resource))
                        .count()
                - (has(nearest, resource) ? 1 : 0);
        long elsewhere = admitted.stream().filter(node -> !node.misses(binding)).count();
        addCount(parts, alike, "other node is short of it too", "other nodes are short of it too");
        addCount(parts, without, "node has no " + resource, "nodes have no " + resource);
        addCount(parts, elsewhere, "node is short of other resources", "nodes are short of other resources");
        addExcluded(parts);
        parts.add(remedy(binding, nearest));
        return String.join("; ", parts) + ".";
    }

    /** No node gets as far as its resources. */
    String noNode() {
        var last = excluded.lastEntry();
        if (last == null) {
            return head() + (missing == 1 ? " needs" : " need") + " a node; the cluster has none; add one.";
        }
        var parts = new ArrayList<String>();
        parts.add(head() + (missing == 1 ? " finds" : " find") + " no node that may take it");
        addExcluded(parts);
        parts.add(remedy(last.getKey(), last.getValue().getFirst()));
        return String.join("; ", parts) + ".";
    }

    private String head() {
        return missing == 1 ? "1 more replica" : missing + " more replicas";
    }

    private void addExcluded(List<String> parts) {
        excluded.forEach((check, nodes) -> {
            switch (check) {
                case NOT_READY -> addCount(parts, nodes.size(), "node is not ready", "nodes are not ready");
                case UNSCHEDULABLE -> addCount(parts, nodes.size(), "node is cordoned", "nodes are cordoned");
                case TAINT ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node has a taint it does not tolerate",
                            "nodes have a taint it does not tolerate");
                case SELECTOR ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node does not match its selector or affinity",
                            "nodes do not match its selector or affinity");
                case PRODUCT ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node has no " + admission.product(),
                            "nodes have no " + admission.product());
                case HOST_PORT ->
                    addCount(parts, nodes.size(), "node has its host port taken", "nodes have its host port taken");
                case SPREAD ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node would break its topology spread",
                            "nodes would break its topology spread");
                case POD_AFFINITY ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node is without the pods its affinity asks for",
                            "nodes are without the pods its affinity asks for");
                case POD_ANTI_AFFINITY ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node is closed by its own anti-affinity",
                            "nodes are closed by its own anti-affinity");
                case OTHERS_ANTI_AFFINITY ->
                    addCount(
                            parts,
                            nodes.size(),
                            "node is closed by other pods' anti-affinity",
                            "nodes are closed by other pods' anti-affinity");
                case DEVICES, CPU, MEMORY, PODS, OTHER_RESOURCE -> {
                    // Admitted nodes are described by the resource that binds.
                }
            }
        });
    }

    private String remedy(Demand.Item binding, NodeTopology nearest) {
        String resource = binding.resource();
        long lacking = binding.amount() - ledger.free(nearest.index(), resource);
        String kind = admission.product() == null ? resource : admission.product();
        if (nearest.facts().allocatable().amount(resource) < binding.amount()) {
            return "add a node with " + Quantities.format(resource, binding.amount()) + " " + kind;
        }
        if (DeviceResources.isDevice(resource)) {
            return (lacking == 1 ? "free one device" : "free " + lacking + " devices on one node")
                    + " or add a node with " + kind;
        }
        return "free " + amount(resource, lacking) + " on one node or add a node";
    }

    private String remedy(FitCheck check, NodeTopology node) {
        return switch (check) {
            case NOT_READY ->
                "wait for node " + node.name()
                        + Maintenance.busy(node.facts())
                                .map(label -> " (" + label + ")")
                                .orElse("");
            case UNSCHEDULABLE -> "uncordon node " + node.name();
            case TAINT -> "node " + node.name() + " has taint " + taint(node);
            case SELECTOR -> "label node " + node.name() + " to match or loosen the selector";
            case PRODUCT -> "add a node with " + admission.product();
            case HOST_PORT -> "free the port on node " + node.name() + " or add a node";
            case SPREAD ->
                "add room in a domain of " + keys(PodShape::spread, SpreadConstraint::topologyKey)
                        + " that has fewer of its pods, or raise maxSkew";
            case POD_AFFINITY ->
                "start the pods it asks for where it has room, in one domain of "
                        + keys(PodShape::podAffinity, PodAffinityTerm::topologyKey);
            case POD_ANTI_AFFINITY ->
                "add a node in another domain of " + keys(PodShape::podAntiAffinity, PodAffinityTerm::topologyKey);
            case OTHERS_ANTI_AFFINITY -> "add a node away from the pods that exclude it";
            case DEVICES, CPU, MEMORY, PODS, OTHER_RESOURCE -> "add a node";
        };
    }

    private <T> String keys(Function<PodShape, List<T>> rules, Function<T, String> key) {
        return rules.apply(request.shape()).stream().map(key).distinct().collect(Collectors.joining(", "));
    }

    private String taint(NodeTopology node) {
        return TaintRules.refusingNew(node.facts().taints(), request.shape().tolerations())
                .map(Taint::written)
                .orElse("");
    }

    private static String amount(String resource, long amount) {
        if (resource.equals(Quantities.PODS)) {
            return amount == 1 ? "room for 1 pod" : "room for " + amount + " pods";
        }
        return Quantities.format(resource, amount) + " " + resource;
    }

    private static boolean has(NodeTopology node, String resource) {
        return node.facts().allocatable().amount(resource) > 0;
    }

    private static void addCount(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }
}
