package dev.inferno.decision;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ProductLabel;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pod template must name the planned product first.
 *
 * <p>Any change of a template replaces every pod. Where none runs that costs nothing; scaling follows in a later cycle,
 * never in the same patch. Where some run, only a template of ours that steers elsewhere is changed: one that says nothing
 * admits the plan already.
 */
final class Steering {

    private Steering() {}

    static Action.@Nullable SteerTemplate needed(
            Sizable variant, VariantPlan plan, Target.Found found, CycleSnapshot seen) {
        var option = plan.option();
        if (option == null || option.product() == null || plan.granted() == 0) {
            return null;
        }
        VariantState state = Objects.requireNonNull(seen.variant(variant.key()));
        boolean steers = state.spec().placement() == PlacementMode.TEMPLATE
                && state.spec().acceleratorPolicy() == AcceleratorPolicy.OPTIMIZE
                && (found.replicas() == 0 || found.steeredTo() != null);
        if (!steers || option.accelerator().equals(found.templateAccelerator())) {
            return null;
        }
        return term(variant, found, option.accelerator(), option.product(), seen);
    }

    private static Action.@Nullable SteerTemplate term(
            Sizable variant, Target.Found found, String accelerator, String product, CycleSnapshot seen) {
        ProductLabel label = seen.inventory() instanceof Inventory.Known known
                ? ProductLabel.of(ClusterTopology.of(known.nodes()), product)
                : null;
        return label == null
                ? null
                : new Action.SteerTemplate(
                        variant.key(), found.name(), found.resourceVersion(), accelerator, label.key(), label.values());
    }
}
