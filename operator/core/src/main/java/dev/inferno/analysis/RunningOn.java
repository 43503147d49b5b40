package dev.inferno.analysis;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.DevicePool;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.Product;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of a variant run on, as far as anybody can tell without its profile. Thread-safety: immutable.
 *
 * @param accelerator key of the accelerator table where one is known, else the product or the resource the pods ask for
 * @param costPerReplicaHour the variant's own cost, else the table's
 */
public record RunningOn(String accelerator, int devices, double costPerReplicaHour) {

    /** Name where the pods ask for no device at all. */
    private static final String NO_DEVICE = "cpu";

    /** What a variant with a workload runs on. */
    public static RunningOn of(VariantState state, Target.Found target, CycleSnapshot seen, ClusterTopology topology) {
        var nodes = VariantAnalysis.runningByNode(seen, state, target.name()).keySet();
        return of(state, target, nodes, seen.policy(), topology);
    }

    /** @param nodes those its pods are on */
    static RunningOn of(
            VariantState state,
            Target.Found target,
            Collection<String> nodes,
            FleetPolicy policy,
            ClusterTopology topology) {
        String resource = DeviceResources.firstDevice(target.pod().requests()).orElse(null);
        int devices = resource == null ? 0 : (int) target.pod().requests().amount(resource);
        String told =
                target.templateAccelerator() == null ? state.spec().currentAccelerator() : target.templateAccelerator();
        Product product = told != null || resource == null ? null : product(nodes, resource, topology);
        Accelerator entry = policy.accelerators().stream()
                .filter(row -> told != null
                        ? row.name().equals(told)
                        : product != null && product.equals(DeviceMatch.of(row).product()))
                .findFirst()
                .orElse(null);
        Double own = state.spec().variantCost();
        double table = entry == null ? Candidates.DEFAULT_COST : entry.costPerHour() * Math.max(1, devices);
        return new RunningOn(name(told, entry, product, resource), devices, own == null ? table : own);
    }

    /** The one of all the nodes; null when they differ, or their labels do not tell. */
    private static @Nullable Product product(Collection<String> nodes, String resource, ClusterTopology topology) {
        var products = topology.nodes().stream()
                .filter(node -> nodes.contains(node.name()))
                .flatMap(node -> node.pool(resource).stream())
                .map(DevicePool::product)
                .distinct()
                .toList();
        return products.size() == 1 ? products.getFirst() : null;
    }

    private static String name(
            @Nullable String told, @Nullable Accelerator entry, @Nullable Product product, @Nullable String resource) {
        if (told != null) {
            return told;
        }
        if (entry != null) {
            return entry.name();
        }
        return product != null ? product.name() : Objects.requireNonNullElse(resource, NO_DEVICE);
    }
}
