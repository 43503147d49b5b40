package dev.inferno.topology.placement;

import dev.inferno.topology.HostPort;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.PodShape;
import java.util.List;
import java.util.stream.Stream;

/** Whether rules that pods have about each other relate replicas of two requests. Thread-safety: stateless. */
final class Relations {

    private Relations() {}

    /** Whether one standing somewhere can change where the other may go; a request may so relate to itself. */
    static boolean related(PlacementRequest one, PlacementRequest other) {
        return means(one, other) || means(other, one) || sharePort(one.shape(), other.shape());
    }

    private static boolean means(PlacementRequest one, PlacementRequest other) {
        PodShape shape = one.shape();
        List<PodAffinityTerm> terms = Stream.concat(shape.podAffinity().stream(), shape.podAntiAffinity().stream())
                .toList();
        boolean spreadsOver = one.namespace().equals(other.namespace())
                && shape.spread().stream()
                        .anyMatch(constraint -> SelectorRules.selects(
                                constraint.selector(), other.shape().labels()));
        return spreadsOver
                || terms.stream()
                        .anyMatch(term -> SelectorRules.selects(
                                term, other.namespace(), other.shape().labels()));
    }

    private static boolean sharePort(PodShape one, PodShape other) {
        for (HostPort port : one.hostPorts()) {
            if (other.hostPorts().stream().anyMatch(port::clashesWith)) {
                return true;
            }
        }
        return false;
    }
}
