package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.snapshot.Target;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.placement.Placement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Planning while nodes are not read.
 *
 * <p>Problem: grant by priority within what ResourceQuotas leave. Method: one stand-in node per namespace, as large as its
 * quotas leave beside other pods, and no larger than all that could be asked for; pods lose their node rules, which
 * nobody can check. Quotas that bound limits or only some pods are not seen: the API server enforces them.
 * Complexity: linear in variants and quotas. Thread-safety: immutable.
 */
final class QuotaRoom {

    private static final String LABEL = "inferno.llmd.ai/namespace";
    private static final String PODS = "pods";
    private static final String NOWHERE_KNOWN = "unknown";

    private final PlanningProblem asked;
    private final List<NamespaceQuota> quotas;
    private final SortedMap<String, ResourceVector> own;

    /** @param own by namespace, what the pods of the planned variants use now: the plan gives it out anew */
    private QuotaRoom(PlanningProblem asked, List<NamespaceQuota> quotas, SortedMap<String, ResourceVector> own) {
        this.asked = asked;
        this.quotas = List.copyOf(quotas);
        this.own = own;
    }

    static QuotaRoom of(List<ServingGroup> groups, List<NamespaceQuota> quotas, CycleSnapshot seen) {
        var asked = new PlanningProblem(List.of(), List.of(), groups, seen.budget());
        SortedMap<String, ResourceVector> own = new TreeMap<>();
        sizable(asked).forEach(variant -> {
            var state = Objects.requireNonNull(seen.variant(variant.key()), "a group's variant is in the snapshot");
            if (state.target() instanceof Target.Found found) {
                own.merge(variant.key().namespace(), used(found), ResourceVector::plus);
            }
        });
        return new QuotaRoom(asked, quotas, own);
    }

    /** Not even quotas limit it. */
    static QuotaRoom unlimited(PlanningProblem asked) {
        return new QuotaRoom(asked, List.of(), Collections.emptySortedMap());
    }

    PlanningProblem problem() {
        SortedMap<String, ResourceVector> rooms = new TreeMap<>();
        sizable(asked).forEach(variant -> rooms.merge(variant.key().namespace(), most(variant), ResourceVector::plus));
        List<NodeFacts> nodes = rooms.entrySet().stream()
                .map(room -> standIn(room.getKey(), bounded(room.getKey(), room.getValue())))
                .toList();
        List<ServingGroup> groups =
                asked.groups().stream().map(QuotaRoom::anywhere).toList();
        return new PlanningProblem(nodes, List.of(), groups, asked.budget(), asked.churn(), false, null);
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
        GroupVariant.Sizable variant = sizable(asked).stream()
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
                told(plan, plan.blockedBy()));
    }

    private static VariantOption option(GroupVariant.Sizable variant, String accelerator) {
        return variant.options().stream()
                .filter(option -> option.accelerator().equals(accelerator))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable BlockedBy told(VariantPlan plan, @Nullable BlockedBy blocked) {
        if (blocked == null || blocked.reason() == CapacityReason.MAX_REPLICAS) {
            return blocked;
        }
        return new BlockedBy(
                CapacityReason.QUOTA_EXCEEDED,
                blocked.resource(),
                "the ResourceQuotas of namespace " + plan.key().namespace() + " leave " + blocked.resource() + " for "
                        + plan.granted() + " of " + plan.wanted() + " replicas; raise them, or free what others use");
    }

    private static List<GroupVariant.Sizable> sizable(PlanningProblem asked) {
        return asked.groups().stream()
                .flatMap(group -> group.variants().stream())
                .filter(GroupVariant.Sizable.class::isInstance)
                .map(GroupVariant.Sizable.class::cast)
                .toList();
    }

    /** What a variant could ask for at most, over all its options. */
    private static ResourceVector most(GroupVariant.Sizable variant) {
        Map<String, Long> most = new TreeMap<>();
        for (VariantOption option : variant.options()) {
            long replicas = Math.max(
                    Math.max(option.capacity().size(), option.wanted()),
                    Math.max(variant.minReplicas(), variant.currentReplicas()));
            most.merge(PODS, replicas, Math::max);
            option.pod()
                    .requests()
                    .amounts()
                    .forEach((resource, amount) -> most.merge(resource, amount * replicas, Math::max));
        }
        return ResourceVector.of(most);
    }

    private ResourceVector bounded(String namespace, ResourceVector most) {
        Map<String, Long> bounded = new TreeMap<>(most.amounts());
        ResourceVector given = own.getOrDefault(namespace, ResourceVector.NONE);
        for (NamespaceQuota quota : quotas) {
            if (quota.namespace().equals(namespace)) {
                quota.hard().amounts().forEach((resource, hard) -> {
                    long left = hard - Math.max(0, quota.used().amount(resource) - given.amount(resource));
                    bounded.computeIfPresent(resource, (name, asks) -> Math.min(asks, Math.max(0, left)));
                });
            }
        }
        return ResourceVector.of(bounded);
    }

    private static ResourceVector used(Target.Found found) {
        Map<String, Long> used = new TreeMap<>(Map.of(PODS, (long) found.podReplicas()));
        found.pod()
                .requests()
                .amounts()
                .forEach((resource, amount) -> used.merge(resource, amount * found.podReplicas(), Long::sum));
        return ResourceVector.of(used);
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
        return new GroupVariant.Sizable(
                variant.key(),
                variant.workload(),
                variant.minReplicas(),
                variant.maxReplicas(),
                variant.currentReplicas(),
                variant.current(),
                running,
                variant.options().stream()
                        .map(option -> anywhere(option, namespace))
                        .toList(),
                variant.rejected());
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
