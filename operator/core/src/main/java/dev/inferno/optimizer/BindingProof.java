package dev.inferno.optimizer;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Guarantee;
import dev.inferno.topology.placement.Pinning;
import dev.inferno.topology.placement.Planned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it takes that the scheduler binds a plan whole, see {@link Guarantee}.
 *
 * <p>A plan has a node for every replica; the scheduler is free to choose others that the pods' own rules allow, one pod at
 * a time. Thread-safety: stateless.
 */
public final class BindingProof {

    private BindingProof() {}

    /** The least pinning under which all of the plan binds in any order; null when none is proven to do, nodes do not count or are to come. */
    public static @Nullable Pinning of(PlanningProblem problem, FleetPlan plan) {
        if (problem.unlimited() || plan.variants().stream().anyMatch(VariantPlan::awaitsNodes)) {
            return null;
        }
        var ledger = CapacityLedger.of(ClusterTopology.of(problem.nodes()), problem.occupants());
        List<Planned> planned = new ArrayList<>();
        for (Item item : World.of(problem).items()) {
            VariantPlan own = plan.of(item.variant().key());
            if (own != null && own.option() != null && own.granted() > 0) {
                var request = item.request(own.option(), own.granted(), item.keepable(own.option()));
                planned.add(new Planned(request, own.placement()));
            }
        }
        return Guarantee.of(ledger, planned).orElse(null);
    }
}
