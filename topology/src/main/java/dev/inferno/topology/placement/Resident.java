package dev.inferno.topology.placement;

import dev.inferno.topology.HostPort;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.PodFacts;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** What the rules of other pods see of a pod that stands on a node; equal ones are counted, not listed. */
record Resident(
        String namespace,
        SortedMap<String, String> labels,
        List<PodAffinityTerm> podAntiAffinity,
        List<HostPort> hostPorts,
        boolean terminating) {

    /** Takes room, and no rule can mean it. */
    static final Resident ANONYMOUS = new Resident("", Collections.emptySortedMap(), List.of(), List.of(), false);

    static Resident of(PodFacts pod) {
        return new Resident(pod.namespace(), pod.labels(), pod.podAntiAffinity(), pod.hostPorts(), pod.terminating());
    }

    /** A replica of the request, once it stands. */
    static Resident of(PlacementRequest request) {
        return new Resident(
                request.namespace(),
                request.shape().labels(),
                request.shape().podAntiAffinity(),
                request.shape().hostPorts(),
                false);
    }

    /** Whether it keeps others away by rules of its own. */
    boolean guards() {
        return !podAntiAffinity.isEmpty() || !hostPorts.isEmpty();
    }
}
