package dev.inferno.documents;

import dev.inferno.documents.PlanningCase.Expression;
import dev.inferno.documents.PlanningCase.Node;
import dev.inferno.documents.PlanningCase.Pod;
import dev.inferno.documents.PlanningCase.PodTemplate;
import dev.inferno.documents.PlanningCase.Term;
import dev.inferno.serving.Routing;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Nodes, pods and their rules as planning cases write them, which is Kubernetes' own way. */
final class CaseNodes {

    private static final Map<String, TaintEffect> EFFECTS = Map.of(
            "NoSchedule", TaintEffect.NO_SCHEDULE,
            "PreferNoSchedule", TaintEffect.PREFER_NO_SCHEDULE,
            "NoExecute", TaintEffect.NO_EXECUTE);
    private static final Map<String, LabelRequirement.Operator> OPERATORS = Map.of(
            "In", LabelRequirement.Operator.IN,
            "NotIn", LabelRequirement.Operator.NOT_IN,
            "Exists", LabelRequirement.Operator.EXISTS,
            "DoesNotExist", LabelRequirement.Operator.DOES_NOT_EXIST,
            "Gt", LabelRequirement.Operator.GT,
            "Lt", LabelRequirement.Operator.LT);
    private static final Map<String, Toleration.Operator> TOLERATION_OPERATORS =
            Map.of("Equal", Toleration.Operator.EQUAL, "Exists", Toleration.Operator.EXISTS);
    private static final Map<String, Routing> ROUTINGS = Map.of(
            "random", Routing.RANDOM,
            "roundRobin", Routing.ROUND_ROBIN,
            "leastLoaded", Routing.LEAST_LOADED,
            "powerOfTwo", Routing.POWER_OF_TWO);

    private CaseNodes() {}

    static List<NodeFacts> nodes(Node node) {
        Integer count = node.count();
        if (count == null) {
            return List.of(named(node, node.name()));
        }
        if (count < 0 || count > 100_000) {
            throw new BadDocument("nodes: " + node.name() + ".count (" + count + ") must be 0..100000");
        }
        return IntStream.range(0, count)
                .mapToObj(i -> named(node, node.name() + "-" + i))
                .toList();
    }

    private static NodeFacts named(Node node, String name) {
        String path = "nodes: " + node.name();
        List<Taint> taints = node.taints().stream()
                .map(taint -> new Taint(
                        taint.key(),
                        taint.value() == null ? "" : taint.value(),
                        oneOf(path + ".taints.effect", taint.effect(), EFFECTS)))
                .toList();
        return new NodeFacts(
                name,
                node.labels(),
                taints,
                Boolean.TRUE.equals(node.unschedulable()),
                true,
                false,
                amounts(path + ".allocatable", node.allocatable()));
    }

    static PodFacts pod(Pod pod, int index, Set<String> nodes) {
        String path = "pods[" + index + "]";
        if (!nodes.contains(pod.node())) {
            throw new BadDocument(
                    path + ".node " + pod.node() + " is not among nodes; " + Nearest.hint(pod.node(), nodes));
        }
        refuse(path + ".affinity", pod.affinity());
        refuse(path + ".topologySpreadConstraints", pod.topologySpreadConstraints());
        refuse(path + ".hostPorts", pod.hostPorts());
        String namespace = pod.namespace() == null ? "default" : pod.namespace();
        return new PodFacts(
                namespace, "pod-" + index, null, pod.node(), true, false, amounts(path + ".requests", pod.requests()));
    }

    static PodShape pod(String path, PodTemplate pod) {
        refuse(path + ".topologySpreadConstraints", pod.topologySpreadConstraints());
        refuse(path + ".hostPorts", pod.hostPorts());
        if (pod.minLink() != null && !pod.minLink().equals("Any")) {
            throw new BadDocument(path + ".minLink " + pod.minLink() + " is not in this version; use Any");
        }
        List<Toleration> tolerations = pod.tolerations().stream()
                .map(toleration -> toleration(path + ".tolerations", toleration))
                .toList();
        return new PodShape(
                amounts(path + ".requests", pod.requests()),
                pod.labels(),
                pod.nodeSelector(),
                required(path + ".affinity", pod.affinity()),
                tolerations);
    }

    private static Toleration toleration(String path, PlanningCase.Toleration toleration) {
        String operator = toleration.operator() == null ? "Equal" : toleration.operator();
        return new Toleration(
                toleration.key() == null ? "" : toleration.key(),
                oneOf(path + ".operator", operator, TOLERATION_OPERATORS),
                toleration.value() == null ? "" : toleration.value(),
                toleration.effect() == null || toleration.effect().isEmpty()
                        ? null
                        : oneOf(path + ".effect", toleration.effect(), EFFECTS));
    }

    private static @Nullable List<NodeSelectorTerm> required(String path, PlanningCase.@Nullable Affinity affinity) {
        if (affinity == null) {
            return null;
        }
        refuse(path + ".podAffinity", affinity.podAffinity());
        refuse(path + ".podAntiAffinity", affinity.podAntiAffinity());
        var node = affinity.nodeAffinity();
        if (node == null || node.requiredDuringSchedulingIgnoredDuringExecution() == null) {
            return null;
        }
        List<Term> terms = node.requiredDuringSchedulingIgnoredDuringExecution().nodeSelectorTerms();
        if (terms.isEmpty()) {
            throw new BadDocument(path + ".nodeAffinity: nodeSelectorTerms is empty; Kubernetes refuses that");
        }
        return terms.stream()
                .map(term -> new NodeSelectorTerm(
                        requirements(path, term.matchExpressions()), requirements(path, term.matchFields())))
                .toList();
    }

    private static List<LabelRequirement> requirements(String path, List<Expression> expressions) {
        return expressions.stream()
                .map(e -> new LabelRequirement(e.key(), oneOf(path + ".operator", e.operator(), OPERATORS), e.values()))
                .toList();
    }

    static Routing routing(@Nullable String routing) {
        return routing == null ? Routing.LEAST_LOADED : oneOf("routing", routing, ROUTINGS);
    }

    static double nonNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new BadDocument(name + " (" + value + ") must be a finite number, 0 or more");
        }
        return value;
    }

    private static ResourceVector amounts(String path, SortedMap<String, Quantity> quantities) {
        var amounts = new TreeMap<String, Long>();
        quantities.forEach((resource, quantity) -> {
            try {
                amounts.put(resource, Quantities.parse(resource, quantity.text()));
            } catch (IllegalArgumentException e) {
                throw new BadDocument(path + ": " + e.getMessage());
            }
        });
        return new ResourceVector(amounts);
    }

    /** Better no answer than one that ignores a rule the scheduler would apply. */
    private static void refuse(String path, @Nullable Object rule) {
        if (rule != null) {
            throw new BadDocument(path + " is a rule this version does not know; leave it out");
        }
    }

    private static <T> T oneOf(String path, String value, Map<String, T> allowed) {
        T found = allowed.get(value);
        if (found == null) {
            throw new BadDocument(path + " " + value + " must be one of "
                    + String.join(", ", allowed.keySet().stream().sorted().toList()));
        }
        return found;
    }
}
