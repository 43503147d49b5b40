package dev.inferno.topology.placement;

import dev.inferno.topology.DevicePool;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.Product;
import dev.inferno.topology.ProductCatalogue;

/**
 * How much of what is free of one product cannot be used by replicas of one size.
 *
 * <p>Problem: eight devices free on eight nodes hold no replica that needs eight. Method: on each node that takes new
 * pods, whole groups of the size asked for are usable, the rest is not. Complexity: O(nodes). Units: devices.
 * Thread-safety: immutable.
 *
 * @param free devices of the product that nobody holds
 * @param usable those that form whole groups on one node
 * @param largest most of them on one node
 */
public record Fragmentation(long free, long usable, long largest) {

    /**
     * Measures a ledger as it is now.
     *
     * @param product any name the catalogue knows, or the raw name of a product it does not know, or the resource of
     *     devices without a label
     * @param devices size of a group, 1 or more
     */
    public static Fragmentation of(CapacityLedger ledger, String product, int devices) {
        if (devices < 1) {
            throw new IllegalArgumentException("group of devices (" + devices + ") must be 1 or more");
        }
        String name =
                ProductCatalogue.inForce().find(product).map(Product::name).orElse(product);
        long free = 0;
        long usable = 0;
        long largest = 0;
        for (NodeTopology node : ledger.topology().nodes()) {
            for (DevicePool pool : node.pools()) {
                if (takesPods(node) && productName(pool).equals(name)) {
                    long here = ledger.free(node.index(), pool.resource());
                    free += here;
                    usable += here - here % devices;
                    largest = Math.max(largest, here);
                }
            }
        }
        return new Fragmentation(free, usable, largest);
    }

    /** The part of the free devices that is of no use: 0 when all of it is, or when nothing is free. */
    public double share() {
        return free == 0 ? 0 : 1 - (double) usable / free;
    }

    static boolean takesPods(NodeTopology node) {
        return NodeState.of(node.facts()).takesPods();
    }

    /** What devices are called here: their product, or where no label says it the resource they are offered under. */
    static String productName(DevicePool pool) {
        return pool.productName().isEmpty() ? pool.resource() : pool.productName();
    }
}
