package dev.inferno.topology.placement;

import dev.inferno.topology.PodAffinityTerm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request's required affinity to other pods, as it stands now: one pod must match all terms, and stand in the node's
 * domain of each. Where no pod does anywhere, the first one that matches its own terms may start on any node with the
 * keys. Source: {@code satisfyPodAffinity} of kube-scheduler. Complexity: build O(pods x terms), question O(terms).
 * Thread-safety: none, scratch of one placement.
 */
final class AffinityRule {

    private final List<Domains> keys = new ArrayList<>();

    /** By key, not by term: so kube-scheduler counts. */
    private final Map<String, int[]> counts = new HashMap<>();

    private final boolean selfMatches;
    private boolean somewhere;

    AffinityRule(PlacementRequest request, Residents residents) {
        List<PodAffinityTerm> terms = request.shape().podAffinity();
        for (PodAffinityTerm term : terms) {
            Domains domains = residents.domains(term.topologyKey());
            keys.add(domains);
            counts.put(term.topologyKey(), new int[domains.count()]);
        }
        selfMatches = matchesAll(terms, Resident.of(request));
        residents.everyone((pod, node, count) -> {
            if (matchesAll(terms, pod)) {
                count(node, count);
            }
        });
    }

    boolean refuses(int node) {
        boolean here = true;
        for (Domains key : keys) {
            int domain = key.of(node);
            if (domain == Domains.NONE) {
                return true;
            }
            here &= counts.getOrDefault(key.key(), new int[0])[domain] > 0;
        }
        return !here && !startsAnew();
    }

    /** Whether the next replica may choose the domain all others will have to follow to. */
    boolean startsAnew() {
        return !somewhere && selfMatches;
    }

    /** What tells the domains of a node from those of another. */
    List<Integer> domainsOf(int node) {
        return keys.stream().map(key -> key.of(node)).toList();
    }

    void add(int node, int replicas) {
        if (selfMatches) {
            count(node, replicas);
        }
    }

    private void count(int node, int replicas) {
        for (Domains key : keys) {
            int domain = key.of(node);
            if (domain != Domains.NONE) {
                counts.getOrDefault(key.key(), new int[0])[domain] += replicas;
                somewhere = true;
            }
        }
    }

    private static boolean matchesAll(List<PodAffinityTerm> terms, Resident pod) {
        return terms.stream().allMatch(term -> SelectorRules.selects(term, pod.namespace(), pod.labels()));
    }
}
