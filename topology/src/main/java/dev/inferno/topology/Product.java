package dev.inferno.topology;

import java.util.Locale;

/**
 * One accelerator product under one name, however its labels spell it.
 *
 * <p>Source: vendors' data sheets. Units: memory in GiB per schedulable device (the vendor's "GB" class), bandwidth in
 * GB/s, one direction. Thread-safety: immutable.
 *
 * @param name canonical key, such as {@code A100-80GB-PCIe}; parts and shares of a device carry a suffix
 * @param memoryGib memory of one schedulable device; 0 when it shares the host's
 * @param islandSize most devices one island joins; 1 for PCIe only; above the node's count when it spans nodes
 * @param pairGBps between two devices of one island; 0 without an island link
 * @param hostGBps between a device and its host
 */
public record Product(
        String name, Vendor vendor, int memoryGib, LinkKind link, int islandSize, double pairGBps, double hostGBps) {

    public Product {
        if (name.isBlank() || memoryGib < 0 || islandSize < 1 || pairGBps < 0 || hostGBps <= 0) {
            throw new IllegalArgumentException("product (" + name + ") needs a name, memoryGib (" + memoryGib
                    + ") >= 0, islandSize (" + islandSize + ") >= 1, pairGBps (" + pairGBps + ") >= 0 and hostGBps ("
                    + hostGBps + ") > 0");
        }
    }

    /**
     * What one device can send to the other members of a group, all of them on one node.
     *
     * @param devices size of the group, 2 or more
     */
    public double groupGBps(int devices) {
        if (devices < 2) {
            throw new IllegalArgumentException("group of devices (" + devices + ") must be 2 or more");
        }
        if (devices > islandSize) {
            return hostGBps;
        }
        return switch (link) {
            case SWITCH -> pairGBps;
            case MESH -> pairGBps * (devices - 1);
            case BRIDGE, PCIE -> hostGBps;
        };
    }

    /** A hardware slice of this product (MIG profile, compute partition): a product of its own, without links. */
    Product part(String profile, int partMemoryGib) {
        return new Product(name + profile, vendor, partMemoryGib, LinkKind.PCIE, 1, 0, hostGBps);
    }

    /** This product when several pods take turns on one device. It never satisfies a request for the whole device. */
    Product shared() {
        return new Product(name + "-SHARED", vendor, memoryGib, LinkKind.PCIE, 1, 0, hostGBps);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%s, %d GiB)", name, vendor, memoryGib);
    }
}
