package dev.inferno.optimizer;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Fragmentation as a tie-break: free devices that are left over when each node is filled with the largest replica size in
 * use of its resource. A simple form of the expected-next-replica measure, without forecast and links. Units: devices.
 */
final class Stranded {

    private Stranded() {}

    static double devices(World world, CapacityLedger ledger, List<Choice> choices, List<Placement> placements) {
        var largest = new TreeMap<String, Long>();
        for (Item item : world.items()) {
            Choice choice = choices.get(item.index());
            if (choice.replicas() > 0) {
                var requests = item.option(choice).pod().requests();
                DeviceResources.firstDevice(requests)
                        .ifPresent(resource -> largest.merge(resource, requests.amount(resource), Math::max));
            }
        }
        try (var trial = ledger.trial()) {
            reserve(world, ledger, choices, placements);
            return ledger.topology().nodes().stream()
                    .mapToLong(node -> largest.entrySet().stream()
                            .mapToLong(size -> ledger.freeDevices(node.name(), size.getKey()) % size.getValue())
                            .sum())
                    .sum();
        }
    }

    /** Takes the room of a whole plan; for the caller's trial to give back. */
    static void reserve(World world, CapacityLedger ledger, List<Choice> choices, List<Placement> placements) {
        for (Item item : world.items()) {
            var request = item.request(item.option(choices.get(item.index())), 0, Collections.emptySortedMap());
            placements
                    .get(item.index())
                    .replicasByNode()
                    .forEach((node, count) -> ledger.reserve(node, request, count));
        }
    }
}
