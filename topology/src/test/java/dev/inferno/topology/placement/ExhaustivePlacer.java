package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import java.util.List;
import java.util.TreeMap;

/**
 * The judge of the heuristic: tries every way to spread the replicas over the nodes, one replica at a time, and keeps
 * the first that grants most, and of those keeps most of what runs. Exponential; for worlds of a few nodes.
 */
final class ExhaustivePlacer implements Placer {

    @Override
    public PlacementResult place(PlacementRequest request, CapacityLedger ledger) {
        var search = new Search(request, ledger, NodeAdmission.of(request));
        search.from(0, new TreeMap<>(), 0, 0);
        var placement = new Placement(request.id(), search.best);
        search.best.forEach(
                (node, count) -> ledger.reserve(node, request.shape().requests(), count));
        return search.bestGranted == request.replicas()
                ? new PlacementResult.Placed(placement)
                : new PlacementResult.Unplaceable(placement, "", new TreeMap<>(), List.of(), "exhausted");
    }

    private static final class Search {

        private final PlacementRequest request;
        private final CapacityLedger ledger;
        private final NodeAdmission admission;
        private TreeMap<String, Integer> best = new TreeMap<>();
        private int bestGranted = -1;
        private int bestKept = -1;

        private Search(PlacementRequest request, CapacityLedger ledger, NodeAdmission admission) {
            this.request = request;
            this.ledger = ledger;
            this.admission = admission;
        }

        private void from(int index, TreeMap<String, Integer> chosen, int granted, int kept) {
            List<NodeTopology> nodes = ledger.topology().nodes();
            if (index == nodes.size()) {
                if (granted > bestGranted || (granted == bestGranted && kept > bestKept)) {
                    best = new TreeMap<>(chosen);
                    bestGranted = granted;
                    bestKept = kept;
                }
                return;
            }
            NodeTopology node = nodes.get(index);
            from(index + 1, chosen, granted, kept);
            int running = admission.keeps(node) ? request.current().getOrDefault(node.name(), 0) : 0;
            boolean open = admission.refusal(node).isEmpty();
            try (Trial trial = ledger.trial()) {
                for (int here = 1; granted + here <= request.replicas(); here++) {
                    boolean room = ledger.room(node.name(), request.shape().requests()) > 0;
                    if (!room || (!open && here > running)) {
                        break;
                    }
                    ledger.reserve(node.name(), request.shape().requests(), 1);
                    chosen.put(node.name(), here);
                    from(index + 1, chosen, granted + here, kept + Math.min(here, running));
                }
                chosen.remove(node.name());
            }
        }
    }
}
