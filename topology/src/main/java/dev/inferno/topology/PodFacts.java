package dev.inferno.topology;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod that is bound to a node, or wants to be, and is not finished. A terminating pod still holds its devices.
 *
 * @param workload name of the Deployment that owns the pod, null when none does
 * @param node the node it is bound to, null while pending
 * @param podAntiAffinity its required terms: they keep other pods away too
 */
public record PodFacts(
        String namespace,
        String name,
        @Nullable String workload,
        @Nullable String node,
        boolean ready,
        boolean terminating,
        ResourceVector requests,
        SortedMap<String, String> labels,
        List<PodAffinityTerm> podAntiAffinity,
        List<HostPort> hostPorts) {

    public PodFacts {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        podAntiAffinity = List.copyOf(podAntiAffinity);
        hostPorts = List.copyOf(hostPorts);
    }

    /** A pod that other pods' rules cannot tell from any other. */
    public PodFacts(
            String namespace,
            String name,
            @Nullable String workload,
            @Nullable String node,
            boolean ready,
            boolean terminating,
            ResourceVector requests) {
        this(
                namespace,
                name,
                workload,
                node,
                ready,
                terminating,
                requests,
                Collections.emptySortedMap(),
                List.of(),
                List.of());
    }
}
