package dev.inferno.documents;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code kind: PlanningCase}: the optimiser and the placement alone, without metrics. Quantities as in Kubernetes. */
public record PlanningCase(
        @Nullable String apiVersion,
        String kind,
        @Nullable Metadata metadata,
        List<Node> nodes,
        List<Pod> pods,
        List<Quota> quotas,
        List<Budget> budgets,
        List<Reserve> reserves,
        List<NodePool> nodePools,
        List<Group> groups,
        List<Variant> variants,
        @Nullable Solver solver) {

    /** Echoed as {@code name}. */
    public record Metadata(String name) {}

    /** @param count many alike, {@code name-0 .. name-(count-1)}; absent = one node called {@code name} */
    public record Node(
            String name,
            @Nullable Integer count,
            SortedMap<String, String> labels,
            List<Taint> taints,
            @Nullable Boolean unschedulable,
            SortedMap<String, Quantity> allocatable) {}

    /** As Kubernetes writes it. */
    public record Taint(String key, @Nullable String value, String effect) {}

    /** A foreign pod that already runs and stays. */
    public record Pod(
            String node,
            @Nullable String namespace,
            SortedMap<String, Quantity> requests,
            SortedMap<String, String> labels,
            @Nullable Affinity affinity,
            List<Spread> topologySpreadConstraints,
            List<Integer> hostPorts) {}

    /** A ResourceQuota of all pods of a namespace, with the names that Kubernetes has for limits. */
    public record Quota(@Nullable String namespace, SortedMap<String, Quantity> hard) {}

    /**
     * What the replicas of a namespace may take together.
     *
     * @param namespace or {@code _cluster}: of all; or {@code _default}: of each that has none of its own
     * @param devices most devices by product
     */
    public record Budget(
            @Nullable String namespace, @Nullable Double costPerHour, SortedMap<String, Integer> devices) {}

    /**
     * Room that must be free beside the plan.
     *
     * @param product or the extended resource of any product
     * @param devices on one node, {@code count} times; absent = once
     * @param requests what must be free beside each group of devices
     */
    public record Reserve(
            String name,
            String product,
            int devices,
            @Nullable Integer count,
            SortedMap<String, Quantity> requests) {}

    /** Nodes that a cluster autoscaler would add, beside those among {@code nodes} that the selector matches. */
    public record NodePool(
            String name,
            SortedMap<String, String> selector,
            int maxNodes,
            PoolNode node,
            @Nullable Double costPerHour) {}

    /** What a new node is like. */
    public record PoolNode(
            SortedMap<String, String> labels, List<Taint> taints, SortedMap<String, Quantity> allocatable) {}

    /** @param demand requests/s the group's variants share */
    public record Group(
            String name,
            @Nullable Integer priority,
            double demand,
            @Nullable String routing) {}

    /** A variant uses one of its options; so many replicas of it may wait for nodes of pools. */
    public record Variant(
            String name,
            @Nullable String namespace,
            @Nullable String group,
            @Nullable Integer priority,
            @Nullable Integer minReplicas,
            @Nullable Integer maxReplicas,
            @Nullable Integer maxPendingReplicas,
            @Nullable Current current,
            List<Option> options) {}

    /** Its own pods; not among {@code pods}, and free for the plan. */
    public record Current(@Nullable String accelerator, int replicas, SortedMap<String, Integer> nodes) {}

    /** @param replicas what the variant needs on that accelerator, when it has no group */
    public record Option(
            String accelerator,
            @Nullable Integer replicas,
            double costPerReplicaHour,
            List<Double> capacity,
            PodTemplate pod) {}

    /** The part of a pod template that decides where it fits. */
    public record PodTemplate(
            SortedMap<String, Quantity> requests,
            SortedMap<String, String> labels,
            SortedMap<String, String> nodeSelector,
            List<Toleration> tolerations,
            @Nullable Affinity affinity,
            @Nullable String minLink,
            List<Spread> topologySpreadConstraints,
            List<Integer> hostPorts) {}

    /** As Kubernetes writes it. */
    public record Toleration(
            @Nullable String key,
            @Nullable String operator,
            @Nullable String value,
            @Nullable String effect) {}

    /** As Kubernetes writes it. */
    public record Affinity(
            @Nullable NodeAffinity nodeAffinity,
            @Nullable PodAffinity podAffinity,
            @Nullable PodAffinity podAntiAffinity) {}

    /** As Kubernetes writes it; the preferred part never excludes a node. */
    public record PodAffinity(
            List<PodTerm> requiredDuringSchedulingIgnoredDuringExecution,
            @Nullable JsonElement preferredDuringSchedulingIgnoredDuringExecution) {}

    /** @param namespaceSelector may ask for {@code kubernetes.io/metadata.name} only: a case has no other namespace labels */
    public record PodTerm(
            @Nullable Selector labelSelector,
            List<String> namespaces,
            @Nullable Selector namespaceSelector,
            String topologyKey,
            List<String> matchLabelKeys,
            List<String> mismatchLabelKeys) {}

    /** As Kubernetes writes it. */
    public record Selector(SortedMap<String, String> matchLabels, List<Expression> matchExpressions) {}

    /** As Kubernetes writes it; {@code ScheduleAnyway} never excludes a node. */
    public record Spread(
            int maxSkew,
            String topologyKey,
            String whenUnsatisfiable,
            @Nullable Selector labelSelector,
            @Nullable Integer minDomains,
            @Nullable String nodeAffinityPolicy,
            @Nullable String nodeTaintsPolicy,
            List<String> matchLabelKeys) {}

    /** As Kubernetes writes it; the preferred part never excludes a node. */
    public record NodeAffinity(
            @Nullable NodeSelector requiredDuringSchedulingIgnoredDuringExecution,
            @Nullable JsonElement preferredDuringSchedulingIgnoredDuringExecution) {}

    /** Terms are OR-ed. */
    public record NodeSelector(List<Term> nodeSelectorTerms) {}

    /** Expressions and fields are AND-ed. */
    public record Term(List<Expression> matchExpressions, List<Expression> matchFields) {}

    /** As Kubernetes writes it. */
    public record Expression(String key, String operator, List<String> values) {}

    /** How to search; work is counted in steps, so that the same case gives the same plan everywhere. */
    public record Solver(
            @Nullable String engine,
            @Nullable Long maxSteps,
            @Nullable Long deadlineMillis,
            @Nullable Long seed,
            @Nullable Boolean unlimited,
            @Nullable Boolean churn,
            @Nullable String saturationPolicy,
            @Nullable Boolean delayedBestEffort) {}
}
