package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.placement.Placement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Planning while nodes are not read, or are not to count.
 *
 * <p>Problem: grant by priority within quotas and budgets alone. Method: one stand-in node per namespace, as large as all that could be
 * asked for; pods lose their node rules, which nobody can check. Complexity: linear in variants. Thread-safety: immutable.
 */
final class WithoutNodes {

    private static final String LABEL = "inferno.llmd.ai/namespace";
    private static final String NOWHERE_KNOWN = "unknown";

    private final PlanningProblem asked;

    WithoutNodes(PlanningProblem asked) {
        this.asked = asked;
    }

    PlanningProblem problem() {
        SortedMap<String, ResourceVector> rooms = new TreeMap<>();
        sizable().forEach(variant -> rooms.merge(variant.key().namespace(), most(variant), ResourceVector::plus));
        List<NodeFacts> nodes = rooms.entrySet().stream()
                .map(room -> standIn(room.getKey(), room.getValue()))
                .toList();
        List<ServingGroup> groups =
                asked.groups().stream().map(WithoutNodes::anywhere).toList();
        return new PlanningProblem(
                nodes, List.of(), groups, asked.limits(), asked.budget(), asked.churn(), false, null, List.of());
    }

    /** The plan in the words of the real variants. */
    FleetPlan told(FleetPlan plan) {
        return new FleetPlan(
                plan.variants().stream().map(this::told).toList(),
                plan.costPerHour(),
                plan.score(),
                plan.lowerBound(),
                plan.stoppedAtStep(),
                plan.provenance());
    }

    private VariantPlan told(VariantPlan plan) {
        GroupVariant.Sizable variant = sizable().stream()
                .filter(own -> own.key().equals(plan.key()))
                .findFirst()
                .orElseThrow();
        SortedMap<String, Integer> granted = new TreeMap<>();
        if (plan.granted() > 0) {
            granted.put(NOWHERE_KNOWN, plan.granted());
        }
        return new VariantPlan(
                plan.key(),
                plan.option() == null ? null : option(variant, plan.option().accelerator()),
                plan.wanted(),
                new Placement(plan.placement().id(), granted),
                plan.share(),
                plan.blockedBy());
    }

    private static VariantOption option(GroupVariant.Sizable variant, String accelerator) {
        return variant.options().stream()
                .filter(option -> option.accelerator().equals(accelerator))
                .findFirst()
                .orElseThrow();
    }

    private List<GroupVariant.Sizable> sizable() {
        return asked.groups().stream().flatMap(ServingGroup::sizable).toList();
    }

    /** What a variant could ask for at most, over all its options. */
    private static ResourceVector most(GroupVariant.Sizable variant) {
        Map<String, Long> most = new TreeMap<>();
        for (VariantOption option : variant.options()) {
            long replicas = Math.max(
                    Math.max(option.capacity().size(), option.wanted()),
                    Math.max(variant.minReplicas(), variant.currentReplicas()));
            most.merge(Quantities.PODS, replicas, Math::max);
            option.pod()
                    .requests()
                    .amounts()
                    .forEach((resource, amount) -> most.merge(resource, amount * replicas, Math::max));
        }
        return ResourceVector.of(most);
    }

    private static NodeFacts standIn(String namespace, ResourceVector room) {
        return new NodeFacts(namespace, labels(namespace), List.of(), false, true, false, room);
    }

    private static SortedMap<String, String> labels(String namespace) {
        return new TreeMap<>(Map.of(LABEL, namespace));
    }

    private static ServingGroup anywhere(ServingGroup group) {
        return group.withVariants(group.variants().stream()
                .map(variant -> variant instanceof GroupVariant.Sizable sizable ? anywhere(sizable) : variant)
                .toList());
    }

    private static GroupVariant anywhere(GroupVariant.Sizable variant) {
        String namespace = variant.key().namespace();
        SortedMap<String, Integer> running = new TreeMap<>();
        if (variant.currentReplicas() > 0) {
            running.put(namespace, variant.currentReplicas());
        }
        return variant.withRunning(running)
                .withOptions(variant.options().stream()
                        .map(option -> anywhere(option, namespace))
                        .toList());
    }

    private static VariantOption anywhere(VariantOption option, String namespace) {
        PodShape pod = new PodShape(option.pod().requests(), option.pod().labels(), labels(namespace), null, List.of());
        return new VariantOption(
                option.accelerator(),
                null,
                option.devicesPerReplica(),
                pod,
                option.batch(),
                option.costPerReplicaHour(),
                option.capacity(),
                option.wanted(),
                option.binding(),
                option.servers());
    }
}
