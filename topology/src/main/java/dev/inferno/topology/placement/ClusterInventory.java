package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.Sharing;
import dev.inferno.topology.Vendor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What devices a cluster has, what of them is taken, and for replicas of which sizes the rest is of use.
 *
 * <p>Method: one row per node and device resource; free is what the pods bound there leave of allocatable, and counts for
 * a product where the node takes new pods. Complexity: O(nodes x resources + pods). Units: devices. Thread-safety:
 * immutable.
 *
 * @param nodes those with devices, by name
 * @param products by name, how it is shared apart
 * @param problems what could not be read, contradicts itself, or is asked for more often than it is there
 */
public record ClusterInventory(List<NodeDevices> nodes, List<ProductDevices> products, List<String> problems) {

    /** Devices per replica for which slots are counted. */
    public static final List<Integer> SIZES = List.of(1, 2, 4, 8);

    public ClusterInventory {
        nodes = List.copyOf(nodes);
        products = List.copyOf(products);
        problems = List.copyOf(problems);
    }

    /** One node with devices. */
    public record NodeDevices(NodeTopology node, NodeState state, List<PoolUse> pools) {
        public NodeDevices {
            pools = List.copyOf(pools);
        }
    }

    /**
     * Devices of one resource on one node.
     *
     * @param used asked for by the pods bound there, terminating ones too; may exceed what the node offers
     * @param free allocatable less used, whether the node takes new pods or not
     */
    public record PoolUse(DevicePool pool, long used, long free) {

        /** Groups of so many free devices; of shared ones a replica can count on one only. */
        public long slots(int devices) {
            return devices > 1 && pool.sharing().isShared() ? 0 : free / devices;
        }
    }

    /**
     * Devices of one product in the whole cluster.
     *
     * @param product its catalogue name, else the raw one, else the resource under which devices without a label are offered
     * @param nodes that have any
     * @param free on nodes that take new pods
     * @param withheld free on nodes that do not
     * @param slots groups of so many free devices, each on one node that takes new pods
     * @param largestGroup most of them on one node
     */
    public record ProductDevices(
            String product,
            Vendor vendor,
            int memoryGib,
            Sharing sharing,
            int nodes,
            long devices,
            long used,
            long free,
            long withheld,
            SortedMap<Integer, Long> slots,
            long largestGroup) {}

    /**
     * Takes stock.
     *
     * @param pods all bound, unfinished ones
     */
    public static ClusterInventory of(ClusterTopology topology, Collection<PodFacts> pods) {
        var ledger = CapacityLedger.of(topology, pods);
        Map<String, Map<String, Long>> used = new HashMap<>();
        for (PodFacts pod : pods) {
            if (pod.node() != null) {
                var onNode = used.computeIfAbsent(pod.node(), name -> new HashMap<>());
                pod.requests().amounts().forEach((resource, amount) -> onNode.merge(resource, amount, Long::sum));
            }
        }
        var nodes = new ArrayList<NodeDevices>();
        for (NodeTopology node : topology.nodes()) {
            Map<String, Long> taken = used.getOrDefault(node.name(), Map.of());
            List<PoolUse> pools = node.pools().stream()
                    .map(pool -> new PoolUse(
                            pool, taken.getOrDefault(pool.resource(), 0L), ledger.free(node.index(), pool.resource())))
                    .filter(ClusterInventory::isWorthARow)
                    .toList();
            if (!pools.isEmpty()) {
                nodes.add(new NodeDevices(node, NodeState.of(node.facts()), pools));
            }
        }
        return new ClusterInventory(
                nodes,
                totals(nodes),
                Stream.concat(topology.problems().stream(), ledger.problems().stream())
                        .toList());
    }

    /** A node that is split in slices still lists the whole devices it no longer has. */
    private static boolean isWorthARow(PoolUse use) {
        return use.pool().allocatable() > 0 || use.pool().missing() > 0 || use.used() > 0;
    }

    private record Kind(String product, Sharing sharing) {}

    private static List<ProductDevices> totals(List<NodeDevices> nodes) {
        Map<Kind, List<Located>> byKind = new HashMap<>();
        for (NodeDevices node : nodes) {
            for (PoolUse use : node.pools()) {
                var kind = new Kind(
                        Fragmentation.productName(use.pool()), use.pool().sharing());
                byKind.computeIfAbsent(kind, k -> new ArrayList<>())
                        .add(new Located(node.node().index(), use, node.state().takesPods()));
            }
        }
        var products = new ArrayList<ProductDevices>();
        byKind.forEach((kind, uses) -> products.add(total(kind, uses)));
        products.sort(Comparator.comparing(ProductDevices::product).thenComparing(ProductDevices::sharing));
        return products;
    }

    private record Located(int node, PoolUse use, boolean usable) {}

    private static ProductDevices total(Kind kind, List<Located> uses) {
        var slots = new TreeMap<Integer, Long>();
        for (int size : SIZES) {
            slots.put(
                    size,
                    usable(uses).mapToLong(located -> located.use().slots(size)).sum());
        }
        long everywhere =
                uses.stream().mapToLong(located -> located.use().free()).sum();
        long free = usable(uses).mapToLong(located -> located.use().free()).sum();
        DevicePool first = uses.getFirst().use().pool();
        return new ProductDevices(
                kind.product(),
                first.vendor(),
                first.memoryGib(),
                kind.sharing(),
                (int) uses.stream().mapToInt(Located::node).distinct().count(),
                uses.stream()
                        .mapToLong(located -> located.use().pool().allocatable())
                        .sum(),
                uses.stream().mapToLong(located -> located.use().used()).sum(),
                free,
                everywhere - free,
                slots,
                usable(uses).mapToLong(located -> located.use().free()).max().orElse(0));
    }

    private static Stream<Located> usable(List<Located> uses) {
        return uses.stream().filter(Located::usable);
    }
}
