package dev.inferno.optimizer.exact;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Toleration;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.NodeAdmission;
import dev.inferno.topology.placement.PlacementRequest;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a CP-SAT model: replicas of equal pods are counted per node, and no node gives more than it has.
 *
 * <p>Replicas that stay where they run are counted apart, per variant. Rows that follow from those are added, for without them
 * proofs take minutes: on any set of nodes and for any k, each replica of s devices takes floor(s/k) of the floor(free/k)
 * places that each node has. Amounts are divided by what all requests of their resource have in common.
 */
final class NodeRooms {

    /** Most devices of one replica that the rows tell apart. */
    private static final int MOST_DEVICES = 8;

    private final CpModel model;
    private final List<NodeTopology> nodes;
    private final CapacityLedger ledger;
    private final Map<String, ResourceVector> free = new HashMap<>();
    private final Map<Key, Spots> all = new LinkedHashMap<>();

    /** @param stays variant and accelerator of running replicas; null for new ones, which any variant may have */
    private record Key(
            ResourceVector requests,
            SortedMap<String, String> selector,
            @Nullable List<NodeSelectorTerm> terms,
            List<Toleration> tolerations,
            @Nullable String product,
            @Nullable String stays) {}

    /** Where replicas of one kind may stand. */
    static final class Spots {

        private final Map<String, Long> asks;
        private final SortedMap<String, Long> most;
        private final LinearExprBuilder count = LinearExpr.newBuilder();
        private final SortedMap<String, IntVar> here = new TreeMap<>();

        private Spots(Map<String, Long> asks, SortedMap<String, Long> most) {
            this.asks = asks;
            this.most = most;
        }

        /** Replicas that find room, beside no others. */
        int room() {
            return (int) Math.min(
                    Integer.MAX_VALUE,
                    most.values().stream().mapToLong(Long::longValue).sum());
        }

        int roomAt(String node) {
            return Math.toIntExact(most.getOrDefault(node, 0L));
        }

        /** So many stand somewhere when the choice is made. */
        void use(BoolVar choice, int replicas) {
            count.addTerm(choice, replicas);
        }

        SortedMap<String, IntVar> here() {
            return here;
        }
    }

    NodeRooms(CpModel model, PlanningProblem problem) {
        this.model = model;
        var topology = ClusterTopology.of(problem.nodes());
        this.nodes = topology.nodes();
        this.ledger = CapacityLedger.of(topology, problem.occupants());
        nodes.forEach(node -> free.put(node.name(), ledger.free(node.name())));
    }

    /** Of replicas that are started, or moved. */
    Spots fresh(VariantOption option) {
        return all.computeIfAbsent(key(option, null), key -> {
            var admission = NodeAdmission.of(request(option));
            var most = new TreeMap<String, Long>();
            for (NodeTopology node : nodes) {
                if (admission.admits(node)) {
                    put(most, node.name(), ledger.room(node.name(), key.requests()));
                }
            }
            return new Spots(asks(key.requests()), most);
        });
    }

    /** Of the replicas of this variant that may stay where they run. */
    Spots staying(Sizable variant, VariantOption option) {
        return all.computeIfAbsent(key(option, variant.key() + " on " + option.accelerator()), key -> {
            var admission = NodeAdmission.of(request(option));
            boolean same = variant.current() == null || variant.current().equals(option.accelerator());
            var most = new TreeMap<String, Long>();
            for (NodeTopology node : nodes) {
                int running = same ? variant.runningByNode().getOrDefault(node.name(), 0) : 0;
                if (running > 0 && admission.keeps(node)) {
                    put(most, node.name(), Math.min(running, ledger.room(node.name(), key.requests())));
                }
            }
            return new Spots(asks(key.requests()), most);
        });
    }

    Collection<Spots> all() {
        return all.values();
    }

    private static void put(Map<String, Long> most, String node, long room) {
        if (room > 0) {
            most.put(node, room);
        }
    }

    private static Key key(VariantOption option, @Nullable String stays) {
        PodShape pod = option.pod();
        return new Key(
                pod.requests(), pod.nodeSelector(), pod.requiredTerms(), pod.tolerations(), option.product(), stays);
    }

    private static PlacementRequest request(VariantOption option) {
        return new PlacementRequest("", option.pod(), option.product(), 0, Collections.emptySortedMap());
    }

    /** After the last use. */
    void close() {
        Map<String, Long> units = units();
        Map<String, Map<String, LinearExprBuilder>> taken = new TreeMap<>();
        for (Spots spots : all.values()) {
            var placed = LinearExpr.newBuilder();
            spots.most.forEach((node, room) -> {
                IntVar here = model.newIntVar(0, room, "");
                spots.here.put(node, here);
                placed.add(here);
                spots.asks.forEach((resource, amount) -> taken.computeIfAbsent(node, n -> new TreeMap<>())
                        .computeIfAbsent(resource, r -> LinearExpr.newBuilder())
                        .addTerm(here, amount / unit(units, resource)));
            });
            model.addEquality(spots.count, placed);
        }
        taken.forEach((node, amounts) -> amounts.forEach(
                (resource, sum) -> model.addLessOrEqual(sum, free(node, resource) / unit(units, resource))));
        imply(units);
    }

    private void imply(Map<String, Long> units) {
        // By name: the order of rows decides how CP-SAT searches.
        SortedMap<String, Set<String>> sets = new TreeMap<>();
        all.values().forEach(spots -> sets.put(String.join(",", spots.most.keySet()), Set.copyOf(spots.most.keySet())));
        Set<String> resources = new TreeSet<>();
        all.values().forEach(spots -> resources.addAll(spots.asks.keySet()));
        for (Set<String> set : sets.values()) {
            for (String resource : resources) {
                int most = DeviceResources.isDevice(resource) ? MOST_DEVICES : 1;
                for (int k = 1; k <= most; k++) {
                    imply(set, resource, k == 1 ? unit(units, resource) : k);
                }
            }
        }
    }

    private void imply(Set<String> set, String resource, long k) {
        var sum = LinearExpr.newBuilder();
        for (Spots spots : all.values()) {
            long places = spots.asks.getOrDefault(resource, 0L) / k;
            if (places > 0 && set.containsAll(spots.most.keySet())) {
                sum.addTerm(spots.count.build(), places);
            }
        }
        long free = set.stream().mapToLong(node -> free(node, resource) / k).sum();
        model.addLessOrEqual(sum, free);
    }

    /** What every request of a resource is a multiple of, so that bytes do not overflow the solver. */
    private Map<String, Long> units() {
        Map<String, Long> units = new TreeMap<>();
        all.values()
                .forEach(spots -> spots.asks.forEach((resource, amount) -> units.merge(
                        resource,
                        amount,
                        (a, b) ->
                                BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact())));
        return units;
    }

    private long free(String node, String resource) {
        ResourceVector vector = free.get(node);
        return vector == null ? 0 : vector.amount(resource);
    }

    private static long unit(Map<String, Long> units, String resource) {
        return units.getOrDefault(resource, 1L);
    }

    private static Map<String, Long> asks(ResourceVector requests) {
        Map<String, Long> asks = new TreeMap<>(requests.amounts());
        asks.values().removeIf(amount -> amount <= 0);
        asks.put(Quantities.PODS, 1L);
        return asks;
    }
}
