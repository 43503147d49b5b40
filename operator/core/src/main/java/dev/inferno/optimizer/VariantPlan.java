package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.NodePool;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.placement.Placement;
import org.jspecify.annotations.Nullable;

/**
 * What one variant gets.
 *
 * @param option the option used, or the one that would be if there were room; null only when the variant has none
 * @param wanted replicas its share of the demand needs, within its own minimum and maximum
 * @param placement a node for every granted replica; granted = its sum
 * @param share part of the group's demand it serves, 0..1
 * @param blockedBy null when everything wanted was granted
 */
public record VariantPlan(
        VariantKey key,
        @Nullable VariantOption option,
        int wanted,
        Placement placement,
        double share,
        @Nullable BlockedBy blockedBy) {

    /** Whether something other than its own maximum stands between wanted and granted. */
    public boolean isShort() {
        return blockedBy != null && blockedBy.reason() != CapacityReason.MAX_REPLICAS;
    }

    public int granted() {
        return placement.replicas();
    }

    /** Whether some replicas are planned on nodes that an elastic pool would add. */
    public boolean awaitsNodes() {
        return placement.replicasByNode().keySet().stream().anyMatch(node -> NodePool.promising(node) != null);
    }
}
