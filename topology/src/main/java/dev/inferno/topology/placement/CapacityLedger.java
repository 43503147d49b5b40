package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is free on every node in this cycle.
 *
 * <p>Problem: a search tries thousands of placements against the same few numbers. Method: one array per resource, by
 * node index, and a log of reservations that a {@link Trial} unwinds; nothing is copied. Free = allocatable - requests
 * of the occupants - reservations; every pod takes one of {@code pods}. Rules of pods about each other see occupants and
 * reservations alike. Source: {@code NodeResourcesFit} of kube-scheduler. Complexity: build O(nodes x resources + pods),
 * reserve and undo O(resources of the pod), admission O(nodes) once per shape. Units: see
 * {@link ResourceVector}. Thread-safety: none, scratch of one thread.
 */
public final class CapacityLedger {

    private final ClusterTopology topology;

    /** Free amounts by resource and node index; negative where occupants ask for more than there is. */
    private final Map<String, long[]> free = new HashMap<>();

    private final Map<AdmissionKey, AdmissionTable> admissions = new HashMap<>();
    private final List<Reservation> log = new ArrayList<>();
    private final Residents residents;
    private final List<String> problems;
    private int openTrials;

    private record AdmissionKey(PodShape shape, @Nullable String product) {}

    private record Reservation(int node, Demand demand, Resident who, int replicas) {}

    private CapacityLedger(ClusterTopology topology, Collection<PodFacts> occupants) {
        this.topology = topology;
        for (NodeTopology node : topology.nodes()) {
            node.facts().allocatable().amounts().forEach((resource, amount) -> column(resource)[node.index()] = amount);
        }
        for (PodFacts pod : occupants) {
            if (pod.node() != null) {
                topology.node(pod.node()).ifPresent(node -> take(node.index(), Demand.of(pod.requests()), 1));
            }
        }
        this.residents = new Residents(topology, occupants);
        this.problems = oversubscribed();
    }

    /**
     * A ledger with room for whatever the occupants leave.
     *
     * @param occupants all bound, unfinished pods, terminating ones too, except replicas that a request lists as
     *     current: the placer itself reserves those. Pods that are unbound, or bound to unknown nodes, take nothing
     */
    public static CapacityLedger of(ClusterTopology topology, Collection<PodFacts> occupants) {
        return new CapacityLedger(topology, occupants);
    }

    public ClusterTopology topology() {
        return topology;
    }

    /** All that is free on a node; nothing is below zero, unknown nodes have nothing. */
    public ResourceVector free(String node) {
        var amounts = new TreeMap<String, Long>();
        topology.node(node)
                .ifPresent(known -> known.facts()
                        .allocatable()
                        .amounts()
                        .keySet()
                        .forEach(resource -> amounts.put(resource, free(known.index(), resource))));
        return new ResourceVector(amounts);
    }

    /** Free devices of one resource, 0 on unknown nodes. */
    public int freeDevices(String node, String resource) {
        return topology.node(node)
                .map(known -> (int) Math.min(free(known.index(), resource), Integer.MAX_VALUE))
                .orElse(0);
    }

    /** How many pods with these requests the node still takes; taints and labels do not count here. */
    public int room(String node, ResourceVector requests) {
        var demand = Demand.of(requests);
        return topology.node(node).map(known -> room(known.index(), demand)).orElse(0);
    }

    /**
     * Takes room for pods that no rule of other pods can mean.
     *
     * @throws IllegalArgumentException when the node has no room for all of them; then nothing is taken
     */
    public void reserve(String node, ResourceVector requests, int replicas) {
        reserve(known(node).index(), Demand.of(requests), Resident.ANONYMOUS, replicas);
    }

    /**
     * Takes room for replicas of a request, wherever its rules would let them.
     *
     * @throws IllegalArgumentException when the node has no room for all of them; then nothing is taken
     */
    public void reserve(String node, PlacementRequest request, int replicas) {
        var demand = Demand.of(request.shape().requests());
        reserve(known(node).index(), demand, Resident.of(request), replicas);
    }

    /** Whether host ports, affinity and anti-affinity let one more replica in; spread is {@link #keepsSpread}. */
    public boolean admitsBesideOthers(String node, PlacementRequest request) {
        return neighbours(request).admitsApartFromSpread(known(node).index());
    }

    /** Whether replicas that are reserved already keep their spread constraints on these nodes. */
    public boolean keepsSpread(PlacementRequest request, Collection<String> nodes) {
        Neighbours now = neighbours(request);
        return nodes.stream().allMatch(node -> now.spreadHoldsAt(known(node).index()));
    }

    private NodeTopology known(String node) {
        return topology.node(node)
                .orElseThrow(() -> new IllegalArgumentException("node (" + node + ") is not in the topology"));
    }

    /** Opens a scope whose reservations can be undone. */
    public Trial trial() {
        openTrials++;
        return new Trial(this, openTrials, log.size());
    }

    /** Resources of which occupants ask more than a node has, one sentence each; nothing more fits there. */
    public List<String> problems() {
        return problems;
    }

    /** Which nodes may take replicas of the request; worked out once per shape and product. */
    AdmissionTable admission(PlacementRequest request) {
        return admissions.computeIfAbsent(
                new AdmissionKey(request.shape(), request.product()),
                key -> new AdmissionTable(NodeAdmission.of(request), topology));
    }

    /** The rules of pods about each other, as they stand now. */
    Neighbours neighbours(PlacementRequest request) {
        return new Neighbours(request, topology, residents);
    }

    long free(int node, String resource) {
        long[] column = free.get(resource);
        return column == null ? 0 : Math.max(0, column[node]);
    }

    int room(int node, Demand demand) {
        long room = Integer.MAX_VALUE;
        for (Demand.Item item : demand.items()) {
            room = Math.min(room, free(node, item.resource()) / item.amount());
            if (room == 0) {
                break;
            }
        }
        return (int) room;
    }

    void reserve(int node, Demand demand, Resident who, int replicas) {
        if (replicas < 0 || room(node, demand) < replicas) {
            throw new IllegalArgumentException("replicas (" + replicas + ") on node "
                    + topology.nodes().get(node).name() + " must be 0 to " + room(node, demand));
        }
        if (replicas == 0) {
            return;
        }
        take(node, demand, replicas);
        residents.change(who, node, replicas);
        if (openTrials > 0) {
            log.add(new Reservation(node, demand, who, replicas));
        }
    }

    /** Gives back the room of replicas that were reserved and go. */
    void release(int node, Demand demand, Resident who, int replicas) {
        take(node, demand, -replicas);
        residents.change(who, node, -replicas);
        if (openTrials > 0) {
            log.add(new Reservation(node, demand, who, -replicas));
        }
    }

    /** Ends the innermost trial; only then may an outer one end. */
    void end(int depth, int mark, boolean undo) {
        if (depth != openTrials) {
            throw new IllegalStateException(
                    "trial at depth " + depth + " must end after the one at depth " + openTrials + " inside it");
        }
        openTrials--;
        if (undo) {
            for (Reservation taken : log.subList(mark, log.size()).reversed()) {
                take(taken.node(), taken.demand(), -taken.replicas());
                residents.change(taken.who(), taken.node(), -taken.replicas());
            }
        }
        if (undo || openTrials == 0) {
            log.subList(mark, log.size()).clear();
        }
    }

    private void take(int node, Demand demand, int replicas) {
        for (Demand.Item item : demand.items()) {
            column(item.resource())[node] -= item.amount() * replicas;
        }
    }

    private long[] column(String resource) {
        return free.computeIfAbsent(resource, name -> new long[topology.nodes().size()]);
    }

    private List<String> oversubscribed() {
        var found = new ArrayList<String>();
        for (NodeTopology node : topology.nodes()) {
            new TreeMap<>(free).forEach((resource, column) -> {
                long amount = column[node.index()];
                if (amount < 0) {
                    found.add("node " + node.name() + " is oversubscribed: its pods ask "
                            + Quantities.format(resource, -amount) + " " + resource + " more than it has");
                }
            });
        }
        return Collections.unmodifiableList(found);
    }
}
