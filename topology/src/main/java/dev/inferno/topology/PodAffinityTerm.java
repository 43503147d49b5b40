package dev.inferno.topology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One required term of a pod's affinity or anti-affinity to other pods, with everything filled in that Kubernetes leaves
 * to the pod: its own namespace where none is named, and the values behind {@code matchLabelKeys}.
 *
 * @param selector pods meant; null selects none
 * @param namespaces where they are
 * @param namespaceSelector further namespaces, by their only label that everybody knows, {@code
 *     kubernetes.io/metadata.name}; null = none
 * @param topologyKey node label whose values are the domains
 */
public record PodAffinityTerm(
        @Nullable LabelSelector selector,
        List<String> namespaces,
        @Nullable LabelSelector namespaceSelector,
        String topologyKey) {

    /** The label every namespace carries, with its name. */
    public static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    public PodAffinityTerm {
        namespaces = List.copyOf(namespaces);
    }
}
