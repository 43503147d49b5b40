package dev.inferno.topology.placement;

import dev.inferno.topology.DevicePool;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeTopology;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Best fit for equal replicas.
 *
 * <p>Problem: grant as many replicas as possible and leave whole link islands open for replicas that need them. Method:
 * keep what runs; then fill nodes in order of their free devices, real nodes before promised ones, ties by name. A node
 * that is chosen has fewer free devices afterwards, so filling it up equals choosing anew for each replica; and as
 * replicas are equal, the number granted is the largest possible for what is kept. Source: best-fit bin packing.
 * Complexity: O(nodes x (requested resources + expressions) + chosen x log nodes). Units: see {@link ResourceVector}. Thread-safety: stateless;
 * the ledger is the caller's.
 */
final class BestFitPlacer implements Placer {

    /** A node with room, and its free devices before anything is added. */
    private record Open(NodeTopology node, long freeDevices) {}

    /** The index orders as the name does. */
    private static final Comparator<Open> OPEN_ORDER = Comparator.comparing(
                    (Open open) -> open.node().facts().virtual())
            .thenComparingLong(Open::freeDevices)
            .thenComparingInt(open -> open.node().index());

    @Override
    public PlacementResult place(PlacementRequest request, CapacityLedger ledger) {
        var admission = ledger.admission(request);
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
            AdmissionTable admission,
            Demand demand,
            CapacityLedger ledger,
            SortedMap<String, Integer> granted) {
        long each = DeviceResources.devices(request.shape().requests());
        List<NodeTopology> nodes = request.current().keySet().stream()
                .flatMap(name -> ledger.topology().node(name).stream())
                .filter(admission.admission()::keeps)
                .sorted(Comparator.comparing((NodeTopology node) -> leaving(node.facts()))
                        .thenComparingLong(node -> freeDevices(node, demand, ledger)
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
            AdmissionTable admission,
            Demand demand,
            CapacityLedger ledger,
            SortedMap<String, Integer> granted) {
        if (sum(granted) == request.replicas()) {
            return;
        }
        var open = new PriorityQueue<>(OPEN_ORDER);
        for (NodeTopology node : admission.admitted()) {
            if (ledger.room(node.index(), demand) > 0) {
                open.add(new Open(node, freeDevices(node, demand, ledger)));
            }
        }
        int wanted = request.replicas() - sum(granted);
        while (wanted > 0 && !open.isEmpty()) {
            wanted -= grant(open.remove().node(), wanted, demand, ledger, granted);
        }
    }

    private static int grant(
            NodeTopology node, int wanted, Demand demand, CapacityLedger ledger, SortedMap<String, Integer> granted) {
        int replicas = Math.min(wanted, ledger.room(node.index(), demand));
        if (replicas > 0) {
            ledger.reserve(node.index(), demand, replicas);
            granted.merge(node.name(), replicas, Integer::sum);
        }
        return replicas;
    }

    /** Free devices of the kinds asked for; of all kinds when none is, so that cpu work leaves whole nodes open too. */
    private static long freeDevices(NodeTopology node, Demand demand, CapacityLedger ledger) {
        long free = 0;
        if (demand.wantsDevices()) {
            for (Demand.Item item : demand.items()) {
                free += item.check() == FitCheck.DEVICES ? ledger.free(node.index(), item.resource()) : 0;
            }
        } else {
            for (DevicePool pool : node.pools()) {
                free += ledger.free(node.index(), pool.resource());
            }
        }
        return free;
    }

    private static boolean leaving(NodeFacts facts) {
        return facts.unschedulable() || !facts.ready();
    }

    private static int sum(Map<String, Integer> granted) {
        return granted.values().stream().mapToInt(Integer::intValue).sum();
    }
}
