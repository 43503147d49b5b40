package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.PodFacts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/**
 * Who stands where, for the rules that pods have about each other.
 *
 * <p>Problem: most clusters have thousands of pods and few such rules. Method: pods with rules of their own are known from
 * the start; all others only once somebody's rule asks for them. Complexity: O(pods) then, once. Thread-safety: none,
 * part of a ledger.
 */
final class Residents {

    private final ClusterTopology topology;
    private final List<PodFacts> occupants;
    private final Map<Resident, SortedMap<Integer, Integer>> guarding = new HashMap<>();

    /** All occupants; empty until first asked for. */
    private final Map<Resident, SortedMap<Integer, Integer>> standing = new HashMap<>();

    private final Map<Resident, SortedMap<Integer, Integer>> placed = new HashMap<>();
    private final Map<String, Domains> domains = new HashMap<>();

    /** Told of every kind of pod on every node, with the number of them. */
    @FunctionalInterface
    interface Visitor {
        void visit(Resident resident, int node, int count);
    }

    Residents(ClusterTopology topology, Collection<PodFacts> occupants) {
        this.topology = topology;
        this.occupants = occupants.stream()
                .filter(pod -> pod.node() != null && topology.node(pod.node()).isPresent())
                .toList();
        each(this.occupants, (resident, node) -> {
            if (resident.guards()) {
                add(guarding, resident, node, 1);
            }
        });
    }

    /** Replicas that come, or go where the number is negative. */
    void change(Resident who, int node, int replicas) {
        if (!who.equals(Resident.ANONYMOUS)) {
            add(placed, who, node, replicas);
        }
    }

    /** Those with rules of their own. */
    void guards(Visitor visitor) {
        visit(guarding, visitor);
        placed.forEach((resident, nodes) -> {
            if (resident.guards()) {
                nodes.forEach((node, count) -> visitor.visit(resident, node, count));
            }
        });
    }

    void everyone(Visitor visitor) {
        if (standing.isEmpty()) {
            each(occupants, (resident, node) -> add(standing, resident, node, 1));
        }
        visit(standing, visitor);
        visit(placed, visitor);
    }

    Domains domains(String key) {
        return domains.computeIfAbsent(key, wanted -> Domains.of(topology, wanted));
    }

    private void each(List<PodFacts> pods, ObjIntConsumer<Resident> consumer) {
        for (PodFacts pod : pods) {
            String name = pod.node() == null ? "" : pod.node();
            topology.node(name).ifPresent(node -> consumer.accept(Resident.of(pod), node.index()));
        }
    }

    private static void visit(Map<Resident, SortedMap<Integer, Integer>> residents, Visitor visitor) {
        residents.forEach((resident, nodes) -> nodes.forEach((node, count) -> visitor.visit(resident, node, count)));
    }

    private static void add(Map<Resident, SortedMap<Integer, Integer>> to, Resident resident, int node, int count) {
        SortedMap<Integer, Integer> nodes = to.computeIfAbsent(resident, who -> new TreeMap<>());
        if (nodes.merge(node, count, Integer::sum) == 0) {
            nodes.remove(node);
        }
        if (nodes.isEmpty()) {
            to.remove(resident);
        }
    }
}
