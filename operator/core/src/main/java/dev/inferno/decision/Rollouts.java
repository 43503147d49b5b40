package dev.inferno.decision;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.Switching;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.Planned;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a template of running pods may be changed in this cycle: one at a time in the fleet, and only if its rollout ends
 * also beside everything that the plan is about to start.
 *
 * @param made decisions of this cycle so far
 */
record Rollouts(CycleSnapshot seen, List<ServingGroup> groups, FleetPlan plan, List<VariantDecision> made) {

    /** Why not; null when it may. */
    @Nullable
    String refusal(VariantKey key, VariantOption option) {
        VariantKey other = running(key);
        if (other != null) {
            return "the rollout of " + other + " is under way; one Deployment is steered anew at a time";
        }
        VariantState state = seen.variant(key);
        ClusterTopology topology = topology();
        Switching switching = state == null ? null : Switching.of(seen, topology, state);
        return switching == null ? null : switching.refusal(option, others(key, topology));
    }

    private @Nullable VariantKey running(VariantKey key) {
        Stream<VariantKey> now = made.stream()
                .filter(decision -> decision.action() instanceof Action.SteerTemplate && decision.current() > 0)
                .map(VariantDecision::key);
        Stream<VariantKey> before = seen.variants().stream()
                .filter(state -> Switching.underWay(seen, state))
                .map(VariantState::key);
        return Stream.concat(now, before)
                .filter(other -> !other.equals(key))
                .findFirst()
                .orElse(null);
    }

    private ClusterTopology topology() {
        return ClusterTopology.of(seen.inventory() instanceof Inventory.Known known ? known.nodes() : List.of());
    }

    private List<Planned> others(VariantKey key, ClusterTopology topology) {
        return groups.stream()
                .flatMap(group -> group.variants().stream())
                .filter(Sizable.class::isInstance)
                .map(Sizable.class::cast)
                .filter(variant -> !variant.key().equals(key))
                .flatMap(variant -> Stream.ofNullable(planned(variant, plan.of(variant.key()), topology)))
                .toList();
    }

    private static @Nullable Planned planned(Sizable variant, @Nullable VariantPlan plan, ClusterTopology topology) {
        VariantOption option = plan == null ? null : plan.option();
        if (plan == null || option == null) {
            return null;
        }
        var request = new PlacementRequest(
                variant.key().toString(), option.pod(), option.product(), plan.granted(), variant.runningByNode());
        return new Planned(request, plan.placement().on(topology));
    }
}
