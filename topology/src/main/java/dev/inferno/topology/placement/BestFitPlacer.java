package dev.inferno.topology.placement;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.ResourceVector;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Best fit for equal replicas.
 *
 * <p>Problem: grant as many replicas as possible and leave whole link islands open for replicas that need them. Method:
 * keep what runs; then fill nodes in order of their free devices, real nodes before promised ones, ties by name. A node
 * that is chosen has fewer free devices afterwards, so filling it up equals choosing anew for each replica; and as
 * replicas are equal, the number granted is the largest possible for what is kept. Source: best-fit bin packing.
 * Complexity: O(nodes x (requested resources + log nodes)). Units: see {@link ResourceVector}. Thread-safety: stateless;
 * the ledger is the caller's.
 */
final class BestFitPlacer implements Placer {

    @Override
    public PlacementResult place(PlacementRequest request, CapacityLedger ledger) {
        var admission = NodeAdmission.of(request);
        var demand = Demand.of(request.shape().requests());
        var granted = new TreeMap<String, Integer>();
        keep(request, admission, demand, ledger, granted);
        fill(request, admission, demand, ledger, granted);
        var placement = new Placement(request.id(), granted);
        int missing = request.replicas() - placement.replicas();
        return missing == 0
                ? new PlacementResult.Placed(placement)
                : new Refusal(request, admission, demand, ledger).explain(placement, missing);
    }

    /** Running replicas stay; of too many, those stay that leave the fewest devices free and on nodes that last. */
    private static void keep(
            PlacementRequest request,
            NodeAdmission admission,
            Demand demand,
            CapacityLedger ledger,
            SortedMap<String, Integer> granted) {
        long each = DeviceResources.devices(request.shape().requests());
        List<NodeTopology> nodes = request.current().keySet().stream()
                .flatMap(name -> ledger.topology().node(name).stream())
                .filter(admission::keeps)
                .sorted(Comparator.comparing((NodeTopology node) -> leaving(node.facts()))
                        .thenComparingLong(node -> freeDevices(node, request, ledger)
                                - each * request.current().getOrDefault(node.name(), 0))
                        .thenComparing(NodeTopology::name))
                .toList();
        for (NodeTopology node : nodes) {
            int running = request.current().getOrDefault(node.name(), 0);
            grant(node, Math.min(running, request.replicas() - sum(granted)), demand, ledger, granted);
        }
    }

    private static void fill(
            PlacementRequest request,
            NodeAdmission admission,
            Demand demand,
            CapacityLedger ledger,
            SortedMap<String, Integer> granted) {
        if (sum(granted) == request.replicas()) {
            return;
        }
        List<NodeTopology> nodes = ledger.topology().nodes().stream()
                .filter(node -> ledger.room(node.index(), demand) > 0)
                .filter(node -> admission.refusal(node).isEmpty())
                .sorted(Comparator.comparing((NodeTopology node) -> node.facts().virtual())
                        .thenComparingLong(node -> freeDevices(node, request, ledger))
                        .thenComparing(NodeTopology::name))
                .toList();
        for (NodeTopology node : nodes) {
            grant(node, request.replicas() - sum(granted), demand, ledger, granted);
        }
    }

    private static void grant(
            NodeTopology node, int wanted, Demand demand, CapacityLedger ledger, SortedMap<String, Integer> granted) {
        int replicas = Math.min(wanted, ledger.room(node.index(), demand));
        if (replicas > 0) {
            ledger.reserve(node.index(), demand, replicas);
            granted.merge(node.name(), replicas, Integer::sum);
        }
    }

    /** Free devices of the kinds asked for; of all kinds when none is, so that cpu work leaves whole nodes open too. */
    private static long freeDevices(NodeTopology node, PlacementRequest request, CapacityLedger ledger) {
        ResourceVector requests = request.shape().requests();
        boolean any = DeviceResources.firstDevice(requests).isEmpty();
        return node.pools().stream()
                .filter(pool -> any || requests.amount(pool.resource()) > 0)
                .mapToLong(pool -> ledger.free(node.index(), pool.resource()))
                .sum();
    }

    private static boolean leaving(NodeFacts facts) {
        return facts.unschedulable() || !facts.ready();
    }

    private static int sum(Map<String, Integer> granted) {
        return granted.values().stream().mapToInt(Integer::intValue).sum();
    }
}
