package dev.inferno.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of a template asks of a node and of the pods around it: effective requests (init containers, sidecars and
 * overhead included), selector, required affinity, tolerations, spread, ports of the node.
 *
 * @param requiredTerms required node affinity, terms are OR-ed; null when the template has none
 * @param podAffinity required affinity to pods, all terms at once
 * @param podAntiAffinity required anti-affinity to pods, each term of its own
 */
public record PodShape(
        ResourceVector requests,
        SortedMap<String, String> labels,
        SortedMap<String, String> nodeSelector,
        @Nullable List<NodeSelectorTerm> requiredTerms,
        List<Toleration> tolerations,
        List<PodAffinityTerm> podAffinity,
        List<PodAffinityTerm> podAntiAffinity,
        List<SpreadConstraint> spread,
        List<HostPort> hostPorts) {

    public PodShape {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
        requiredTerms = requiredTerms == null ? null : List.copyOf(requiredTerms);
        tolerations = List.copyOf(tolerations);
        podAffinity = List.copyOf(podAffinity);
        podAntiAffinity = List.copyOf(podAntiAffinity);
        spread = List.copyOf(spread);
        hostPorts = List.copyOf(hostPorts);
    }

    /** A pod that looks at the node alone. */
    public PodShape(
            ResourceVector requests,
            SortedMap<String, String> labels,
            SortedMap<String, String> nodeSelector,
            @Nullable List<NodeSelectorTerm> requiredTerms,
            List<Toleration> tolerations) {
        this(requests, labels, nodeSelector, requiredTerms, tolerations, List.of(), List.of(), List.of(), List.of());
    }

    /** The same pod with other requests. */
    public PodShape withRequests(ResourceVector other) {
        return new PodShape(
                other,
                labels,
                nodeSelector,
                requiredTerms,
                tolerations,
                podAffinity,
                podAntiAffinity,
                spread,
                hostPorts);
    }

    /** The same pod with another node selector. */
    public PodShape withNodeSelector(SortedMap<String, String> other) {
        return new PodShape(
                requests, labels, other, requiredTerms, tolerations, podAffinity, podAntiAffinity, spread, hostPorts);
    }

    /** The same pod, which may go to these nodes only: each of its terms that can match, once per node. */
    public PodShape pinnedTo(Collection<String> nodes) {
        List<NodeSelectorTerm> before =
                requiredTerms == null ? List.of(new NodeSelectorTerm(List.of(), List.of())) : requiredTerms;
        var pinned = new ArrayList<NodeSelectorTerm>();
        for (NodeSelectorTerm term : before) {
            boolean matchesNothing = requiredTerms != null
                    && term.expressions().isEmpty()
                    && term.fields().isEmpty();
            for (String node : matchesNothing ? List.<String>of() : nodes) {
                var fields = new ArrayList<>(term.fields());
                fields.add(new LabelRequirement("metadata.name", LabelRequirement.Operator.IN, List.of(node)));
                pinned.add(new NodeSelectorTerm(term.expressions(), fields));
            }
        }
        return withRequiredTerms(pinned);
    }

    /** The same pod with another required node affinity. */
    public PodShape withRequiredTerms(@Nullable List<NodeSelectorTerm> other) {
        return new PodShape(
                requests, labels, nodeSelector, other, tolerations, podAffinity, podAntiAffinity, spread, hostPorts);
    }
}
