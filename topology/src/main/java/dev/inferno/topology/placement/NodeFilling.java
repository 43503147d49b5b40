package dev.inferno.topology.placement;

import dev.inferno.topology.DevicePool;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeTopology;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the replicas of one request onto nodes, see {@link BestFitPlacer}. Thread-safety: none, for one placement. */
final class NodeFilling {

    /** A node with room, and its free devices before anything is added. */
    private record Open(NodeTopology node, long freeDevices) {}

    /** The index orders as the name does. */
    private static final Comparator<Open> OPEN_ORDER = Comparator.comparing(
                    (Open open) -> open.node().facts().virtual())
            .thenComparingLong(Open::freeDevices)
            .thenComparingInt(open -> open.node().index());

    private final PlacementRequest request;
    private final CapacityLedger ledger;
    private final AdmissionTable admission;
    private final Demand demand;
    private final Resident resident;
    private final Neighbours neighbours;
    private final SortedMap<String, Integer> granted;

    /** @param granted filled with what finds a node; what is in it counts as granted before */
    NodeFilling(PlacementRequest request, CapacityLedger ledger, SortedMap<String, Integer> granted) {
        this.request = request;
        this.ledger = ledger;
        this.admission = ledger.admission(request);
        this.demand = Demand.of(request.shape().requests());
        this.resident = Resident.of(request);
        this.neighbours = ledger.neighbours(request);
        this.granted = granted;
    }

    /** Running replicas stay; of too many, those stay that leave the fewest devices free and on nodes that last. */
    void keep() {
        long each = DeviceResources.devices(request.shape().requests());
        List<NodeTopology> nodes = request.current().keySet().stream()
                .flatMap(name -> ledger.topology().node(name).stream())
                .filter(admission.admission()::keeps)
                .sorted(Comparator.comparing((NodeTopology node) -> leaving(node.facts()))
                        .thenComparingLong(node ->
                                freeDevices(node) - each * request.current().getOrDefault(node.name(), 0))
                        .thenComparing(NodeTopology::name))
                .toList();
        for (NodeTopology node : nodes) {
            int running = Math.min(request.current().getOrDefault(node.name(), 0), wanted());
            if (neighbours.unconcerned()) {
                grant(node, running);
            }
            for (int i = 0; i < running && !neighbours.unconcerned() && !neighbours.clashes(node.index()); i++) {
                grant(node, 1);
            }
        }
    }

    void fill() {
        if (wanted() == 0) {
            return;
        }
        if (neighbours.unconcerned()) {
            fillNodes();
            return;
        }
        if (neighbours.startsAnew()) {
            Open start = bestStart();
            if (start != null) {
                grant(start.node(), 1);
            }
        }
        fillOneByOne();
    }

    /** Whether its replicas may share nodes with those of other requests in any order. */
    boolean mixes() {
        return demand.wantsDevices() && neighbours.unconcerned();
    }

    Demand demand() {
        return demand;
    }

    /** Admitted nodes with enough devices for a replica, in the order in which they are filled. */
    List<NodeTopology> fillOrder() {
        var devices = new Demand(demand.devices());
        return open(devices).sorted(OPEN_ORDER).map(Open::node).toList();
    }

    private void fillNodes() {
        var open = new PriorityQueue<>(OPEN_ORDER);
        open(demand).forEach(open::add);
        while (wanted() > 0 && !open.isEmpty()) {
            grant(open.remove().node(), wanted());
        }
    }

    private void fillOneByOne() {
        Open next = admitted().min(OPEN_ORDER).orElse(null);
        while (wanted() > 0 && next != null) {
            grant(next.node(), 1);
            next = admitted().min(OPEN_ORDER).orElse(null);
        }
    }

    /** The first node of the domain that takes most replicas. */
    private @Nullable Open bestStart() {
        Map<List<Integer>, Open> starts = new LinkedHashMap<>();
        admitted()
                .sorted(OPEN_ORDER)
                .forEach(open ->
                        starts.putIfAbsent(neighbours.domainsOf(open.node().index()), open));
        Open best = null;
        int most = 0;
        for (Open start : starts.values()) {
            try (Trial trial = ledger.trial()) {
                var attempt = new NodeFilling(request, ledger, new TreeMap<>(granted));
                attempt.grant(start.node(), 1);
                attempt.fillOneByOne();
                if (sum(attempt.granted) > most) {
                    most = sum(attempt.granted);
                    best = start;
                }
            }
        }
        return best;
    }

    private Stream<Open> open(Demand needed) {
        return admission.admitted().stream()
                .filter(node -> ledger.room(node.index(), needed) > 0)
                .map(node -> new Open(node, freeDevices(node)));
    }

    private Stream<Open> admitted() {
        return open(demand).filter(open -> neighbours.admits(open.node().index()));
    }

    void grant(NodeTopology node, int most) {
        int replicas = Math.min(most, ledger.room(node.index(), demand));
        if (replicas > 0) {
            ledger.reserve(node.index(), demand, resident, replicas);
            neighbours.add(node.index(), replicas);
            granted.merge(node.name(), replicas, Integer::sum);
        }
    }

    /** Free devices of the kinds asked for; of all kinds when none is, so that cpu work leaves whole nodes open too. */
    private long freeDevices(NodeTopology node) {
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

    /** Replicas that have no node yet. */
    int wanted() {
        return request.replicas() - sum(granted);
    }

    private static int sum(Map<String, Integer> granted) {
        return granted.values().stream().mapToInt(Integer::intValue).sum();
    }
}
