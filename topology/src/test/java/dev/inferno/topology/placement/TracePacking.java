package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Packs the pods of a trace with the real placer and counts what replicas of k devices still find. */
final class TracePacking {

    /** What a replica asks for beside each device. */
    private static final long CPU_MILLI_PER_DEVICE = 8_000;

    private static final long MEMORY_PER_DEVICE = 24L << 30;

    private final ClusterTopology cluster;
    private final CapacityLedger ledger;
    private final List<OpenbTrace.Pod> placed = new ArrayList<>();
    private int refused;

    private TracePacking(ClusterTopology cluster) {
        this.cluster = cluster;
        this.ledger = CapacityLedger.of(cluster, List.of());
    }

    /** All pods at once, largest first, as a plan is made. */
    static TracePacking planned(ClusterTopology cluster, List<OpenbTrace.Pod> pods) {
        var packing = new TracePacking(cluster);
        Map<ResourceVector, List<OpenbTrace.Pod>> alike = new LinkedHashMap<>();
        pods.forEach(pod -> alike.computeIfAbsent(pod.requests(), all -> new ArrayList<>())
                .add(pod));
        var requests = new ArrayList<PlacementRequest>();
        alike.forEach((shape, all) -> requests.add(request("pods-" + requests.size(), shape, all.size())));
        for (PlacementRequest request : PackingOrder.largestFirst(requests)) {
            packing.place(request, Objects.requireNonNull(alike.get(request.shape().requests())));
        }
        return packing;
    }

    /** One after the other in the order of the trace, never moved again. */
    static TracePacking oneByOne(ClusterTopology cluster, List<OpenbTrace.Pod> pods) {
        var packing = new TracePacking(cluster);
        for (OpenbTrace.Pod pod : pods) {
            packing.place(request("pod", pod.requests(), 1), List.of(pod));
        }
        return packing;
    }

    private static PlacementRequest request(String id, ResourceVector requests, int replicas) {
        var shape = new PodShape(requests, new TreeMap<>(), new TreeMap<>(), null, List.of());
        return new PlacementRequest(id, shape, null, replicas, new TreeMap<>());
    }

    private void place(PlacementRequest request, List<OpenbTrace.Pod> pods) {
        int granted = Placer.bestFit().place(request, ledger).placement().replicas();
        placed.addAll(pods.subList(0, granted));
        refused += pods.size() - granted;
    }

    int refused() {
        return refused;
    }

    long devicesUsed() {
        return placed.stream().mapToLong(OpenbTrace.Pod::devices).sum();
    }

    /** Groups of k free devices, each on one node. */
    long slots(int k) {
        return cluster.nodes().stream()
                .mapToLong(node -> free(node) / k)
                .sum();
    }

    /** The same by the type's total, as the originals count. */
    long slotsByTotal(int k) {
        return cluster.nodes().stream().mapToLong(this::free).sum() / k;
    }

    /** Replicas of k devices, with their cpu and memory, that a plan would grant now. */
    long claimed(int k) {
        try (Trial trial = ledger.trial()) {
            return Placer.bestFit()
                    .place(request("replica", replica(k), 1_000_000), ledger)
                    .placement()
                    .replicas();
        }
    }

    /** The same counted node by node from nothing but the numbers of the trace. */
    long placeable(int k) {
        ResourceVector replica = replica(k);
        return cluster.nodes().stream()
                .mapToLong(node -> {
                    ResourceVector free = ledger.free(node.name());
                    return replica.amounts().entrySet().stream()
                            .mapToLong(each -> free.amount(each.getKey()) / each.getValue())
                            .min()
                            .orElse(0);
                })
                .sum();
    }

    /**
     * No packing of the placed pods keeps more groups of k free devices: pods of k and more take whole groups, the others first
     * what no group can use. cpu and memory, which only make it harder, are not looked at.
     */
    long mostSlots(int k) {
        long groups = 0;
        long loose = 0;
        for (NodeTopology node : cluster.nodes()) {
            long devices = node.facts().allocatable().amount(OpenbTrace.GPU);
            groups += devices / k;
            loose += devices % k;
        }
        long small = 0;
        for (OpenbTrace.Pod pod : placed) {
            groups -= pod.devices() / k;
            small += pod.devices() % k;
        }
        return groups - Math.max(0, Math.ceilDiv(small - loose, k));
    }

    private long free(NodeTopology node) {
        return ledger.free(node.index(), OpenbTrace.GPU);
    }

    private static ResourceVector replica(int k) {
        return ResourceVector.of(Map.of(
                OpenbTrace.GPU, (long) k, "cpu", k * CPU_MILLI_PER_DEVICE, "memory", k * MEMORY_PER_DEVICE));
    }
}
