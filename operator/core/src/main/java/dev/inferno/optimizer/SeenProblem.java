package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.RunningOn;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.ElasticPools;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a live snapshot asks of the optimiser. */
final class SeenProblem {

    private SeenProblem() {}

    static PlanningProblem of(List<ServingGroup> groups, Inventory.Known known, CycleSnapshot seen) {
        return of(known.standing(), occupants(groups, known.pods()), groups, known.quotas(), seen)
                .promised(new ElasticPools(seen).promised(mayWait(groups)));
    }

    private static long mayWait(List<ServingGroup> groups) {
        return groups.stream()
                .flatMap(ServingGroup::sizable)
                .mapToLong(Sizable::maxPendingReplicas)
                .sum();
    }

    /** Without nodes. */
    static PlanningProblem of(List<ServingGroup> groups, Inventory.Off off, CycleSnapshot seen) {
        return of(List.of(), List.of(), groups, off.quotas(), seen);
    }

    private static PlanningProblem of(
            List<NodeFacts> nodes,
            List<PodFacts> occupants,
            List<ServingGroup> groups,
            List<NamespaceQuota> quotas,
            CycleSnapshot seen) {
        Limits limits = Quotas.of(quotas, own(groups, seen)).and(budgets(groups, nodes, seen));
        return new PlanningProblem(
                nodes, occupants, groups, limits, seen.budget(), false, false, null, reserves(seen.policy()));
    }

    private static List<Reserve> reserves(FleetPolicy policy) {
        return policy.reserves().stream()
                .map(reserve -> reserve.of(policy.product(reserve.product())))
                .toList();
    }

    private static List<Limit> budgets(List<ServingGroup> groups, List<NodeFacts> nodes, CycleSnapshot seen) {
        if (seen.policy().budgets().isEmpty()) {
            return List.of();
        }
        var topology = ClusterTopology.of(nodes);
        Map<VariantKey, Sizable> planned = groups.stream()
                .flatMap(ServingGroup::sizable)
                .collect(Collectors.toMap(Sizable::key, variant -> variant));
        List<Budgets.Running> running = seen.variants().stream()
                .filter(state -> state.target() instanceof Target.Found)
                .map(state -> running(state, planned.get(state.key()), seen, topology))
                .toList();
        List<String> accelerators = planned.values().stream()
                .flatMap(variant -> variant.options().stream().map(VariantOption::accelerator))
                .toList();
        return new Budgets(running, accelerators, seen.policy()::product)
                .limits(seen.policy().budgets());
    }

    private static Budgets.Running running(
            VariantState state, @Nullable Sizable planned, CycleSnapshot seen, ClusterTopology topology) {
        var found = (Target.Found) state.target();
        RunningOn on = RunningOn.of(state, found, seen, topology);
        VariantOption option = planned == null ? null : option(planned, on.accelerator());
        String namespace = state.key().namespace();
        return option == null
                ? new Budgets.Running(
                        namespace,
                        on.accelerator(),
                        found.replicas(),
                        on.devices(),
                        on.costPerReplicaHour(),
                        planned != null)
                : Budgets.Running.planned(namespace, option, found.replicas());
    }

    /** The option that runs; where nobody knows on what a variant runs, the one it would be on first. */
    private static @Nullable VariantOption option(Sizable planned, String accelerator) {
        return planned.options().stream()
                .filter(option -> option.accelerator().equals(accelerator))
                .findFirst()
                .orElse(planned.current() == null ? planned.options().getFirst() : null);
    }

    /** What the pods of the planned variants ask for now, by namespace. */
    private static Map<String, ResourceVector> own(List<ServingGroup> groups, CycleSnapshot seen) {
        var own = new TreeMap<String, ResourceVector>();
        groups.stream().flatMap(ServingGroup::sizable).forEach(variant -> {
            var state = Objects.requireNonNull(seen.variant(variant.key()), "a group's variant is in the snapshot");
            if (state.target() instanceof Target.Found found) {
                var asked = Quotas.asked(found.pod().requests(), found.podReplicas());
                own.merge(variant.key().namespace(), asked, ResourceVector::plus);
            }
        });
        return own;
    }

    /** Pods of sizable variants are the plan's to place anew, leaving ones too; all others stay. */
    private static List<PodFacts> occupants(List<ServingGroup> groups, List<PodFacts> pods) {
        var own = new HashSet<Workload>();
        groups.stream()
                .flatMap(ServingGroup::sizable)
                .forEach(variant -> own.add(new Workload(variant.key().namespace(), variant.workload())));
        return pods.stream()
                .filter(pod -> pod.workload() == null || !own.contains(new Workload(pod.namespace(), pod.workload())))
                .toList();
    }

    private record Workload(String namespace, String name) {}
}
