package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says why the next replica has no node.
 *
 * <p>Problem: a list of a hundred nodes with reasons helps nobody; one resource to add or free does. Method: each node
 * counts at its first failing check; among the nodes that would hold a replica if they were empty (all admitted ones
 * when none would), the resource short on most of them binds, ties in the order of the checks. A node with room that a rule
 * about other pods closes is excluded, whatever it has free. Complexity: O(nodes x requested resources). Thread-safety: none needed, reads the caller's ledger.
 */
final class Refusal {

    private static final int NEAREST = 5;

    private final PlacementRequest request;
    private final AdmissionTable admission;
    private final Demand demand;
    private final CapacityLedger ledger;
    private final Neighbours neighbours;

    /** An admitted node with the resources it is short of. */
    record Short(NodeTopology node, List<Demand.Item> items, boolean fitsWhenEmpty) {

        boolean misses(Demand.Item item) {
            return items.contains(item);
        }
    }

    Refusal(PlacementRequest request, CapacityLedger ledger) {
        this.request = request;
        this.admission = ledger.admission(request);
        this.demand = Demand.of(request.shape().requests());
        this.ledger = ledger;
        this.neighbours = ledger.neighbours(request);
    }

    PlacementResult.Unplaceable explain(Placement placement, int missing) {
        var excluded = new TreeMap<FitCheck, List<NodeTopology>>();
        var admitted = new ArrayList<Short>();
        for (NodeTopology node : ledger.topology().nodes()) {
            Optional<FitCheck> refusal = refusal(node);
            if (refusal.isPresent()) {
                excluded.computeIfAbsent(refusal.get(), check -> new ArrayList<>())
                        .add(node);
            } else {
                admitted.add(shortOf(node));
            }
        }
        var text = new RefusalText(request, admission.admission(), ledger, missing, excluded);
        Map<FitCheck, Integer> failures = count(excluded, admitted);
        if (admitted.isEmpty()) {
            var last = excluded.lastEntry();
            List<NodeTopology> furthest = last == null ? List.of() : last.getValue();
            return unplaceable(placement, "", failures, furthest, text.noNode());
        }
        Demand.Item binding = binding(admitted);
        List<NodeTopology> nearest = nearest(admitted, binding);
        String message = text.shortage(binding, nearest.getFirst(), admitted);
        return unplaceable(placement, binding.resource(), failures, nearest, message);
    }

    /** The first check that excludes the node; empty when it lacks nothing but room. */
    private Optional<FitCheck> refusal(NodeTopology node) {
        return admission.refusal(node).or(() -> {
            if (neighbours.portsTaken(node.index())) {
                return Optional.of(FitCheck.HOST_PORT);
            }
            return ledger.room(node.index(), demand) > 0 ? neighbours.refusal(node.index()) : Optional.empty();
        });
    }

    private Short shortOf(NodeTopology node) {
        List<Demand.Item> items = demand.items().stream()
                .filter(item -> ledger.free(node.index(), item.resource()) < item.amount())
                .toList();
        boolean fitsWhenEmpty = demand.items().stream()
                .allMatch(item -> node.facts().allocatable().amount(item.resource()) >= item.amount());
        return new Short(node, items, fitsWhenEmpty);
    }

    private Demand.Item binding(List<Short> admitted) {
        boolean anyFits = admitted.stream().anyMatch(Short::fitsWhenEmpty);
        Comparator<Demand.Item> bySpread = Comparator.comparingLong(item -> admitted.stream()
                .filter(node -> node.fitsWhenEmpty() || !anyFits)
                .filter(node -> node.misses(item))
                .count());
        // max() keeps the last of equals; the list is in the order of the checks, so look at it from its end.
        return demand.items().reversed().stream().max(bySpread).orElseThrow();
    }

    /** Nodes short of the binding resource: short of little else first, then by how much is missing. */
    private List<NodeTopology> nearest(List<Short> admitted, Demand.Item binding) {
        List<Short> candidates =
                admitted.stream().filter(node -> node.misses(binding)).toList();
        boolean anyAlone = candidates.stream().anyMatch(node -> node.items().size() == 1);
        return candidates.stream()
                .filter(node -> !anyAlone || node.items().size() == 1)
                .sorted(Comparator.comparingInt((Short node) -> node.items().size())
                        .thenComparing(node -> !node.fitsWhenEmpty())
                        .thenComparingLong(node -> -ledger.free(node.node().index(), binding.resource()))
                        .thenComparing(node -> node.node().name()))
                .map(Short::node)
                .toList();
    }

    private static Map<FitCheck, Integer> count(Map<FitCheck, List<NodeTopology>> excluded, List<Short> admitted) {
        var failures = new EnumMap<FitCheck, Integer>(FitCheck.class);
        excluded.forEach((check, nodes) -> failures.put(check, nodes.size()));
        admitted.forEach(node -> failures.merge(node.items().getFirst().check(), 1, Integer::sum));
        return failures;
    }

    private static PlacementResult.Unplaceable unplaceable(
            Placement placement,
            String resource,
            Map<FitCheck, Integer> failures,
            List<NodeTopology> nearest,
            String message) {
        return new PlacementResult.Unplaceable(
                placement,
                resource,
                new TreeMap<>(failures),
                nearest.stream().limit(NEAREST).map(NodeTopology::name).toList(),
                message);
    }
}
