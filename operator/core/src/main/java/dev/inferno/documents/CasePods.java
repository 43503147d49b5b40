package dev.inferno.documents;

import dev.inferno.documents.PlanningCase.Affinity;
import dev.inferno.documents.PlanningCase.Pod;
import dev.inferno.documents.PlanningCase.PodTemplate;
import dev.inferno.documents.PlanningCase.Term;
import dev.inferno.topology.HostPort;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pods as planning cases write them, which is Kubernetes' own way. */
final class CasePods {

    private static final Map<String, Toleration.Operator> TOLERATION_OPERATORS =
            Map.of("Equal", Toleration.Operator.EQUAL, "Exists", Toleration.Operator.EXISTS);

    private CasePods() {}

    static PodFacts pod(Pod pod, int index, Set<String> nodes) {
        String path = "pods[" + index + "]";
        if (!nodes.contains(pod.node())) {
            throw new BadDocument(
                    path + ".node " + pod.node() + " is not among nodes; " + Nearest.hint(pod.node(), nodes));
        }
        String namespace = pod.namespace() == null ? "default" : pod.namespace();
        var rules = new CasePodRules(path, namespace, pod.labels());
        return new PodFacts(
                namespace,
                "pod-" + index,
                null,
                pod.node(),
                true,
                false,
                CaseNodes.amounts(path + ".requests", pod.requests()),
                pod.labels(),
                rules.antiAffinity(pod.affinity()),
                hostPorts(path, pod.hostPorts()));
    }

    static PodShape shape(String path, String namespace, PodTemplate pod) {
        if (pod.minLink() != null && !pod.minLink().equals("Any")) {
            throw new BadDocument(path + ".minLink " + pod.minLink() + " is not in this version; use Any");
        }
        List<Toleration> tolerations = pod.tolerations().stream()
                .map(toleration -> toleration(path + ".tolerations", toleration))
                .toList();
        var rules = new CasePodRules(path, namespace, pod.labels());
        return new PodShape(
                CaseNodes.amounts(path + ".requests", pod.requests()),
                pod.labels(),
                pod.nodeSelector(),
                required(path + ".affinity", pod.affinity()),
                tolerations,
                rules.affinity(pod.affinity()),
                rules.antiAffinity(pod.affinity()),
                rules.spread(pod.topologySpreadConstraints()),
                hostPorts(path, pod.hostPorts()));
    }

    private static Toleration toleration(String path, PlanningCase.Toleration toleration) {
        String operator = toleration.operator() == null ? "Equal" : toleration.operator();
        return new Toleration(
                toleration.key() == null ? "" : toleration.key(),
                CaseNodes.oneOf(path + ".operator", operator, TOLERATION_OPERATORS),
                toleration.value() == null ? "" : toleration.value(),
                toleration.effect() == null || toleration.effect().isEmpty()
                        ? null
                        : CaseNodes.oneOf(path + ".effect", toleration.effect(), TaintEffect.BY_NAME));
    }

    private static @Nullable List<NodeSelectorTerm> required(String path, @Nullable Affinity affinity) {
        var node = affinity == null ? null : affinity.nodeAffinity();
        if (node == null || node.requiredDuringSchedulingIgnoredDuringExecution() == null) {
            return null;
        }
        List<Term> terms = node.requiredDuringSchedulingIgnoredDuringExecution().nodeSelectorTerms();
        if (terms.isEmpty()) {
            throw new BadDocument(path + ".nodeAffinity: nodeSelectorTerms is empty; Kubernetes refuses that");
        }
        return terms.stream()
                .map(term -> new NodeSelectorTerm(
                        CasePodRules.requirements(path, term.matchExpressions()),
                        CasePodRules.requirements(path, term.matchFields())))
                .toList();
    }

    private static List<HostPort> hostPorts(String path, List<Integer> ports) {
        return ports.stream()
                .map(port -> {
                    if (port < 1 || port > 65535) {
                        throw new BadDocument(path + ".hostPorts: " + port + " must be 1..65535");
                    }
                    return new HostPort(HostPort.ANY_ADDRESS, "TCP", port);
                })
                .toList();
    }
}
