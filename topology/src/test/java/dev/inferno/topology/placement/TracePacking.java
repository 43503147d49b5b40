package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Packs the pods of a trace with the real placer and counts what replicas of k devices still find. */
final class TracePacking {

    /** What a replica asks for beside each device. */
    private static final long CPU_MILLI_PER_DEVICE = 8_000;

    private static final long MEMORY_PER_DEVICE = 24L << 30;

    private final ClusterTopology cluster;
    private final List<OpenbTrace.Pod> pods;
    private final CapacityLedger ledger;

    /** Pods without a node. */
    private int refused;

    private TracePacking(ClusterTopology cluster, List<OpenbTrace.Pod> pods) {
        this.cluster = cluster;
        this.pods = pods;
        this.ledger = CapacityLedger.of(cluster, List.of());
    }

    /** All pods at once, as a plan is placed. */
    static TracePacking planned(ClusterTopology cluster, List<OpenbTrace.Pod> pods) {
        var packing = new TracePacking(cluster, pods);
        if (PlanPacking.place(requests(pods), packing.ledger).isEmpty()) {
            packing.refused = pods.size();
        }
        return packing;
    }

    /** Equal pods at once, the largest first. */
    static TracePacking largestFirst(ClusterTopology cluster, List<OpenbTrace.Pod> pods) {
        var packing = new TracePacking(cluster, pods);
        PackingOrder.largestFirst(requests(pods)).forEach(packing::place);
        return packing;
    }

    /** One after the other as they arrive, never moved again. */
    static TracePacking oneByOne(ClusterTopology cluster, List<OpenbTrace.Pod> pods) {
        var packing = new TracePacking(cluster, pods);
        pods.forEach(pod -> packing.place(request("pod", pod.requests(), 1)));
        return packing;
    }

    private static List<PlacementRequest> requests(List<OpenbTrace.Pod> pods) {
        Map<ResourceVector, Integer> alike = new LinkedHashMap<>();
        pods.forEach(pod -> alike.merge(pod.requests(), 1, Integer::sum));
        var requests = new ArrayList<PlacementRequest>();
        alike.forEach((shape, count) -> requests.add(request("pods-" + requests.size(), shape, count)));
        return requests;
    }

    private static PlacementRequest request(String id, ResourceVector requests, int replicas) {
        var shape = new PodShape(requests, new TreeMap<>(), new TreeMap<>(), null, List.of());
        return new PlacementRequest(id, shape, null, replicas, new TreeMap<>());
    }

    private void place(PlacementRequest request) {
        refused += request.replicas()
                - Placer.bestFit().place(request, ledger).placement().replicas();
    }

    int refused() {
        return refused;
    }

    /** Groups of k free devices, each on one node. */
    long slots(int k) {
        return cluster.nodes().stream().mapToLong(node -> free(node) / k).sum();
    }

    /** The same by the totals of each type, as the originals count. */
    long slotsByTypeTotals(int k) {
        return cluster.nodes().stream()
                .collect(Collectors.groupingBy(
                        node -> node.facts().labels().get("nvidia.com/gpu.product"),
                        Collectors.summingLong(this::free)))
                .values()
                .stream()
                .mapToLong(total -> total / k)
                .sum();
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
     * No packing of all pods keeps more groups of k free devices: pods of k and more take whole groups, the others first
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
        for (OpenbTrace.Pod pod : pods) {
            groups -= pod.devices() / k;
            small += pod.devices() % k;
        }
        return groups - Math.max(0, Math.ceilDiv(small - loose, k));
    }

    /**
     * Part of the free devices that the next pod of the trace cannot use, expected over all of its pods, as the FGD scheduler
     * measures it where devices are free or taken as a whole: all of a node's, when the pod asks for no device or finds too
     * few of them, or too little cpu. Memory is not looked at.
     */
    double fragmentRatio(List<OpenbTrace.Pod> trace) {
        Map<ResourceVector, Long> alike = trace.stream()
                .collect(Collectors.groupingBy(pod -> withoutMemory(pod.requests()), Collectors.counting()));
        long free = 0;
        double fragment = 0;
        for (NodeTopology node : cluster.nodes()) {
            long useless = alike.entrySet().stream()
                    .filter(pod -> pod.getKey().amount(OpenbTrace.GPU) == 0
                            || ledger.room(node.index(), Demand.of(pod.getKey())) == 0)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            free += free(node);
            fragment += (double) free(node) * useless / trace.size();
        }
        return fragment / free;
    }

    private static ResourceVector withoutMemory(ResourceVector requests) {
        var others = new TreeMap<>(requests.amounts());
        others.remove("memory");
        return new ResourceVector(others);
    }

    private long free(NodeTopology node) {
        return ledger.free(node.index(), OpenbTrace.GPU);
    }

    private static ResourceVector replica(int k) {
        return ResourceVector.of(
                Map.of(OpenbTrace.GPU, (long) k, "cpu", k * CPU_MILLI_PER_DEVICE, "memory", k * MEMORY_PER_DEVICE));
    }
}
