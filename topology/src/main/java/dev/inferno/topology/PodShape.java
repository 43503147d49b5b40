package dev.inferno.topology;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of a template asks of a node: effective requests (init containers, sidecars and overhead included),
 * selector, required affinity, tolerations.
 *
 * @param requiredTerms required node affinity, terms are OR-ed; null when the template has none
 */
public record PodShape(
        ResourceVector requests,
        SortedMap<String, String> labels,
        SortedMap<String, String> nodeSelector,
        @Nullable List<NodeSelectorTerm> requiredTerms,
        List<Toleration> tolerations) {

    public PodShape {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
        requiredTerms = requiredTerms == null ? null : List.copyOf(requiredTerms);
        tolerations = List.copyOf(tolerations);
    }
}
