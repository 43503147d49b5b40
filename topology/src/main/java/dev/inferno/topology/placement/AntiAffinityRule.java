package dev.inferno.topology.placement;

import dev.inferno.topology.PodAffinityTerm;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which domains anti-affinity closes to a request: by its own terms, each for itself, and by those of pods that stand
 * there. A node without the key is in no domain, so nothing is closed there. Source: {@code satisfyPodAntiAffinity} and
 * {@code satisfyExistingPodsAntiAffinity} of kube-scheduler. Complexity: build O(pods x terms), question O(keys).
 * Thread-safety: none, scratch of one placement.
 */
final class AntiAffinityRule {

    private final PlacementRequest request;
    private final Residents residents;
    private final Map<String, BitSet> byOwn = new HashMap<>();
    private final Map<String, BitSet> byOthers = new HashMap<>();

    AntiAffinityRule(PlacementRequest request, Residents residents) {
        this.request = request;
        this.residents = residents;
        if (!request.shape().podAntiAffinity().isEmpty()) {
            residents.everyone((pod, node, count) -> closeByOwn(pod, node));
        }
        residents.guards((pod, node, count) -> {
            for (PodAffinityTerm term : pod.podAntiAffinity()) {
                if (SelectorRules.selects(
                        term, request.namespace(), request.shape().labels())) {
                    close(byOthers, term.topologyKey(), node);
                }
            }
        });
    }

    /** Whether it can ever refuse a replica of the request. */
    boolean concerns() {
        return !request.shape().podAntiAffinity().isEmpty() || !byOthers.isEmpty();
    }

    boolean refusesByOwn(int node) {
        return refuses(byOwn, node);
    }

    boolean refusesByOthers(int node) {
        return refuses(byOthers, node);
    }

    void add(int node) {
        closeByOwn(Resident.of(request), node);
    }

    private void closeByOwn(Resident pod, int node) {
        for (PodAffinityTerm term : request.shape().podAntiAffinity()) {
            if (SelectorRules.selects(term, pod.namespace(), pod.labels())) {
                close(byOwn, term.topologyKey(), node);
            }
        }
    }

    private void close(Map<String, BitSet> closed, String key, int node) {
        int domain = residents.domains(key).of(node);
        if (domain != Domains.NONE) {
            closed.computeIfAbsent(key, wanted -> new BitSet()).set(domain);
        }
    }

    private boolean refuses(Map<String, BitSet> closed, int node) {
        return closed.entrySet().stream().anyMatch(key -> {
            int domain = residents.domains(key.getKey()).of(node);
            return domain != Domains.NONE && key.getValue().get(domain);
        });
    }
}
