package dev.inferno.operator.kube;

import dev.inferno.snapshot.PlacementLabel;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NodeAffinity;
import io.kubernetes.client.openapi.models.V1NodeSelector;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Placement labels that a pod template requires: without a node that carries them no pod of it starts, ever. Those of other
 * namespaces do not count: nobody decides for others where their pods go.
 */
final class RequiredLabels {

    private RequiredLabels() {}

    static Set<String> of(V1Deployment deployment) {
        V1PodSpec pod = deployment.getSpec() == null
                ? null
                : deployment.getSpec().getTemplate().getSpec();
        String namespace = Lists.orEmpty(Objects.requireNonNull(deployment.getMetadata(), "Deployment without metadata")
                .getNamespace());
        return pod == null
                ? Set.of()
                : Stream.concat(selector(pod), affinity(pod.getAffinity()))
                        .filter(key -> PlacementLabel.isIn(namespace, key))
                        .collect(Collectors.toSet());
    }

    private static Stream<String> selector(V1PodSpec pod) {
        return Lists.orEmpty(pod.getNodeSelector()).entrySet().stream()
                .filter(label -> label.getValue().equals(PlacementLabel.VALUE))
                .map(Map.Entry::getKey);
    }

    private static Stream<String> affinity(@Nullable V1Affinity affinity) {
        V1NodeAffinity node = affinity == null ? null : affinity.getNodeAffinity();
        V1NodeSelector required = node == null ? null : node.getRequiredDuringSchedulingIgnoredDuringExecution();
        return required == null
                ? Stream.empty()
                : required.getNodeSelectorTerms().stream()
                        .flatMap(term -> Lists.orEmpty(term.getMatchExpressions()).stream())
                        .filter(expression -> expression.getOperator().equals("Exists")
                                || expression.getOperator().equals("In")
                                        && Lists.orEmpty(expression.getValues()).contains(PlacementLabel.VALUE))
                        .map(expression -> expression.getKey());
    }
}
