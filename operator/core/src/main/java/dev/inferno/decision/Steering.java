package dev.inferno.decision;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import dev.inferno.topology.NodeTopology;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pod template must name the planned product first.
 *
 * <p>Any change of a template replaces every pod, so it happens only while the Deployment is at 0 replicas; scaling
 * follows in a later cycle, never in the same patch.
 */
final class Steering {

    private Steering() {}

    static Action.@Nullable SteerTemplate needed(
            Sizable variant, VariantPlan plan, Target.Found found, CycleSnapshot seen) {
        var option = plan.option();
        if (option == null || option.product() == null || found.replicas() > 0 || plan.granted() == 0) {
            return null;
        }
        VariantState state = Objects.requireNonNull(seen.variant(variant.key()));
        boolean steers = state.spec().placement() == PlacementMode.TEMPLATE
                && state.spec().acceleratorPolicy() == AcceleratorPolicy.OPTIMIZE;
        if (!steers || option.accelerator().equals(found.templateAccelerator())) {
            return null;
        }
        return term(variant, found, option.accelerator(), option.product(), seen);
    }

    /** The label by which the nodes of the product are known, and its values there. */
    private static Action.@Nullable SteerTemplate term(
            Sizable variant, Target.Found found, String accelerator, String product, CycleSnapshot seen) {
        if (!(seen.inventory() instanceof Inventory.Known known)) {
            return null;
        }
        SortedMap<String, TreeSet<String>> valuesByKey = new TreeMap<>();
        for (NodeTopology node : ClusterTopology.of(known.nodes()).nodes()) {
            for (DevicePool pool : node.pools()) {
                if (pool.product() != null && pool.product().name().equals(product)) {
                    labelsNaming(pool, node)
                            .forEach(key -> valuesByKey
                                    .computeIfAbsent(key, k -> new TreeSet<>())
                                    .add(pool.rawProduct()));
                }
            }
        }
        if (valuesByKey.isEmpty()) {
            return null;
        }
        String key = valuesByKey.firstKey();
        return new Action.SteerTemplate(
                variant.key(),
                found.name(),
                found.resourceVersion(),
                accelerator,
                key,
                List.copyOf(valuesByKey.getOrDefault(key, new TreeSet<>())));
    }

    /** Keys of the node's labels whose value is the text the product was read from. */
    private static List<String> labelsNaming(DevicePool pool, NodeTopology node) {
        return node.facts().labels().entrySet().stream()
                .filter(label ->
                        !pool.rawProduct().isEmpty() && label.getValue().equals(pool.rawProduct()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
