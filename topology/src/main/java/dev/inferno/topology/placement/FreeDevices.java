package dev.inferno.topology.placement;

import dev.inferno.topology.DevicePool;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What is free of one product, and for replicas of which sizes it is of use.
 *
 * <p>Problem: a total of free devices says nothing of the replica that needs eight on one node. Method: per size in use,
 * whole groups on one node; per pod in use, what its cpu, memory and pod count leave over as well. Source: the expected
 * fragment F of the FGD scheduler (USENIX ATC 2023), every pod in use being the next with the same probability.
 * Complexity: O(nodes x pods in use). Units: devices. Thread-safety: immutable.
 *
 * @param product its catalogue name, else the raw one, else the resource under which devices without a label are offered
 * @param largest most free devices on one node: the largest replica that still fits
 * @param stranded free devices the next replica cannot use, on average; empty when no replica uses this product
 * @param sizes by devices per replica
 */
public record FreeDevices(String product, long largest, OptionalDouble stranded, List<Size> sizes) {

    public FreeDevices {
        sizes = List.copyOf(sizes);
    }

    /**
     * What replicas of one size find.
     *
     * @param devices per replica
     * @param slots groups of that many free devices, each on one node; other resources are not looked at
     * @param fragmentation part of the free devices that forms no such group; 0 when nothing is free
     */
    public record Size(int devices, long slots, double fragmentation) {}

    /**
     * Measures a ledger as it is now.
     *
     * @param pods what a pod of each size in use requests, by product; several of one size may differ in cpu or memory
     * @return every product of a node that takes new pods and every one in use, by name
     */
    public static List<FreeDevices> of(CapacityLedger ledger, Map<String, ? extends Collection<ResourceVector>> pods) {
        var products = new TreeSet<>(pods.keySet());
        ledger.topology().nodes().stream()
                .filter(Fragmentation::takesPods)
                .flatMap(node -> node.pools().stream())
                .filter(pool -> pool.allocatable() > 0)
                .forEach(pool -> products.add(Fragmentation.productName(pool)));
        var found = new ArrayList<FreeDevices>();
        for (String product : products) {
            Collection<ResourceVector> users = pods.get(product);
            found.add(measured(ledger, product, users == null ? List.of() : users));
        }
        return found;
    }

    private static FreeDevices measured(CapacityLedger ledger, String product, Collection<ResourceVector> pods) {
        var sizes = new ArrayList<Size>();
        for (long devices : new TreeSet<>(pods.stream()
                .map(DeviceResources::devices)
                .filter(size -> size > 0)
                .toList())) {
            var at = Fragmentation.of(ledger, product, (int) devices);
            sizes.add(new Size((int) devices, at.usable() / devices, at.share()));
        }
        long largest = Fragmentation.of(ledger, product, 1).largest();
        OptionalDouble stranded =
                pods.stream().mapToLong(pod -> stranded(ledger, product, pod)).average();
        return new FreeDevices(product, largest, stranded, sizes);
    }

    private static long stranded(CapacityLedger ledger, String product, ResourceVector pod) {
        var demand = Demand.of(pod);
        long left = 0;
        for (NodeTopology node : ledger.topology().nodes()) {
            for (DevicePool pool : node.pools()) {
                if (Fragmentation.takesPods(node)
                        && Fragmentation.productName(pool).equals(product)) {
                    long used = pod.amount(pool.resource()) * ledger.room(node.index(), demand);
                    left += ledger.free(node.index(), pool.resource()) - used;
                }
            }
        }
        return left;
    }
}
