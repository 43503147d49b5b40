package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PlacementResult;
import dev.inferno.topology.placement.Placer;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Asks the placer why more replicas of a variant do not fit beside the whole plan. */
final class Obstacle {

    private Obstacle() {}

    /**
     * @param ledger with the whole plan reserved
     * @return null when all of them would fit
     */
    static @Nullable BlockedBy of(Item item, VariantOption option, int replicas, CapacityLedger ledger) {
        try (var trial = ledger.trial()) {
            var request = item.request(option, replicas, Collections.emptySortedMap());
            return switch (Placer.bestFit().place(request, ledger)) {
                case PlacementResult.Placed placed -> null;
                case PlacementResult.Unplaceable no ->
                    new BlockedBy(reason(no, option, ledger), no.resource(), no.message());
            };
        }
    }

    private static CapacityReason reason(PlacementResult.Unplaceable no, VariantOption option, CapacityLedger ledger) {
        String resource = no.resource();
        if (resource.isEmpty()) {
            return CapacityReason.NODES_EXCLUDED;
        }
        if (!DeviceResources.isDevice(resource)) {
            return CapacityReason.INSUFFICIENT_CPU_OR_MEMORY;
        }
        long free = no.nodes().stream()
                .mapToLong(node -> ledger.freeDevices(node, resource))
                .sum();
        return free >= option.pod().requests().amount(resource)
                ? CapacityReason.FRAGMENTED
                : CapacityReason.INSUFFICIENT_DEVICES;
    }
}
