package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PlacementResult;
import dev.inferno.topology.placement.Placer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the placer why more replicas of a variant do not fit beside the whole plan. Pods that are alike are asked for once.
 * Thread-safety: none, remembers.
 */
final class Obstacle {

    private final CapacityLedger ledger;
    private final Map<Asked, Optional<BlockedBy>> known = new HashMap<>();

    /** What an answer depends on. */
    private record Asked(PodShape pod, @Nullable String product, int replicas) {}

    /** @param ledger with the whole plan reserved, which does not change meanwhile */
    Obstacle(CapacityLedger ledger) {
        this.ledger = ledger;
    }

    /** Null when all of them would fit. */
    @Nullable
    BlockedBy of(Item item, VariantOption option, int replicas) {
        return known.computeIfAbsent(
                        new Asked(option.pod(), option.product(), replicas),
                        asked -> Optional.ofNullable(found(item, option, replicas)))
                .orElse(null);
    }

    private @Nullable BlockedBy found(Item item, VariantOption option, int replicas) {
        try (var trial = ledger.trial()) {
            var request = item.request(option, replicas, Collections.emptySortedMap());
            return switch (Placer.bestFit().place(request, ledger)) {
                case PlacementResult.Placed placed -> null;
                case PlacementResult.Unplaceable no -> new BlockedBy(reason(no, option), no.resource(), no.message());
            };
        }
    }

    private CapacityReason reason(PlacementResult.Unplaceable no, VariantOption option) {
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
