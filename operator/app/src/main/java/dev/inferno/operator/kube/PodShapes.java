package dev.inferno.operator.kube;

import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Toleration;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1NodeAffinity;
import io.kubernetes.client.openapi.models.V1NodeSelector;
import io.kubernetes.client.openapi.models.V1NodeSelectorRequirement;
import io.kubernetes.client.openapi.models.V1NodeSelectorTerm;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Toleration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pod template to {@link PodShape}. */
final class PodShapes {

    private PodShapes() {}

    /** @param namespace of the pods to come */
    static PodShape of(String namespace, V1PodTemplateSpec template) {
        V1ObjectMeta metadata = template.getMetadata() == null ? new V1ObjectMeta() : template.getMetadata();
        V1PodSpec spec = template.getSpec() == null ? new V1PodSpec() : template.getSpec();
        var rules = new PodRules(spec, namespace, Lists.orEmpty(metadata.getLabels()));
        return new PodShape(
                PodRequests.of(spec),
                new TreeMap<>(Lists.orEmpty(metadata.getLabels())),
                new TreeMap<>(Lists.orEmpty(spec.getNodeSelector())),
                requiredTerms(spec),
                Lists.orEmpty(spec.getTolerations()).stream()
                        .map(PodShapes::toleration)
                        .toList(),
                rules.affinity(),
                rules.antiAffinity(),
                rules.spread(),
                rules.hostPorts());
    }

    private static @Nullable List<NodeSelectorTerm> requiredTerms(V1PodSpec spec) {
        V1NodeSelector required = required(spec.getAffinity());
        if (required == null) {
            return null;
        }
        return required.getNodeSelectorTerms().stream().map(PodShapes::term).toList();
    }

    private static @Nullable V1NodeSelector required(@Nullable V1Affinity affinity) {
        V1NodeAffinity node = affinity == null ? null : affinity.getNodeAffinity();
        return node == null ? null : node.getRequiredDuringSchedulingIgnoredDuringExecution();
    }

    private static NodeSelectorTerm term(V1NodeSelectorTerm term) {
        return new NodeSelectorTerm(requirements(term.getMatchExpressions()), requirements(term.getMatchFields()));
    }

    private static List<LabelRequirement> requirements(@Nullable List<V1NodeSelectorRequirement> list) {
        return Lists.orEmpty(list).stream()
                .map(r -> new LabelRequirement(r.getKey(), operator(r.getOperator()), Lists.orEmpty(r.getValues())))
                .toList();
    }

    static LabelRequirement.Operator operator(String operator) {
        return switch (operator) {
            case "In" -> LabelRequirement.Operator.IN;
            case "NotIn" -> LabelRequirement.Operator.NOT_IN;
            case "Exists" -> LabelRequirement.Operator.EXISTS;
            case "DoesNotExist" -> LabelRequirement.Operator.DOES_NOT_EXIST;
            case "Gt" -> LabelRequirement.Operator.GT;
            case "Lt" -> LabelRequirement.Operator.LT;
            default ->
                throw new IllegalArgumentException(
                        "operator (" + operator + ") of a selector must be In, NotIn, Exists, DoesNotExist, Gt or Lt");
        };
    }

    private static Toleration toleration(V1Toleration toleration) {
        return new Toleration(
                Lists.orEmpty(toleration.getKey()),
                "Exists".equals(toleration.getOperator()) ? Toleration.Operator.EXISTS : Toleration.Operator.EQUAL,
                Lists.orEmpty(toleration.getValue()),
                NodeTranslator.effect(toleration.getEffect()));
    }
}
