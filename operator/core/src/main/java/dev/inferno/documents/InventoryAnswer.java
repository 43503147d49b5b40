package dev.inferno.documents;

import dev.inferno.topology.Sharing;
import dev.inferno.topology.Vendor;
import dev.inferno.topology.placement.NodeState;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code inferno inventory} tells. Units: devices, GiB.
 *
 * @param name that of a planning case
 * @param nodes those with devices, by name
 * @param products by name, how it is shared apart
 * @param problems what could not be read, contradicts itself, or is asked for more often than it is there
 */
public record InventoryAnswer(@Nullable String name, List<Node> nodes, List<Product> products, List<String> problems) {

    /**
     * One node with devices.
     *
     * @param reason why it takes no new pods, or only some; "" for a usable node
     * @param islands sizes of the groups its devices form by links faster than the host's; 1 = a device without links
     */
    public record Node(
            String name, NodeState.Kind state, String reason, List<Devices> devices, List<Integer> islands) {}

    /**
     * Devices of one resource on one node.
     *
     * @param product name in the catalogue; null when it is not known
     * @param rawProduct what the labels call it, "" when they do not or cannot be trusted
     * @param memoryGib of one unit, 0 when nothing tells
     * @param missing counted by labels and not offered: unhealthy, or their plugin is away
     * @param slots groups of 1, 2, 4, 8 free devices, whether the node takes pods or not
     */
    public record Devices(
            String resource,
            Vendor vendor,
            @Nullable String product,
            String rawProduct,
            int memoryGib,
            Sharing sharing,
            int devices,
            int missing,
            long used,
            long free,
            SortedMap<String, Long> slots) {}

    /**
     * Devices of one product in the whole cluster.
     *
     * @param product name in the catalogue, else what labels say, else the resource
     * @param free on nodes that take new pods
     * @param withheld free on nodes that do not
     * @param slots groups of 1, 2, 4, 8 free devices, each on one node that takes new pods
     * @param largestGroup most free devices on one such node
     */
    public record Product(
            String product,
            Vendor vendor,
            int memoryGib,
            Sharing sharing,
            int nodes,
            long devices,
            long used,
            long free,
            long withheld,
            SortedMap<String, Long> slots,
            long largestGroup) {}
}
