package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.SpreadConstraint;
import java.util.BitSet;

/**
 * One spread constraint as it stands now.
 *
 * <p>Method: domains are the values of the key over nodes that carry the keys of all constraints and pass the inclusion
 * policies, whether a replica fits there or not; refused is where count + self - least of the domains exceeds the skew.
 * Source: {@code podtopologyspread/filtering.go} of kube-scheduler. Complexity: build O(nodes + pods), question O(1).
 * Thread-safety: none, scratch of one placement.
 */
final class SpreadRule {

    private final SpreadConstraint constraint;
    private final Domains domains;
    private final BitSet included = new BitSet();
    private final int[] counts;
    private final BitSet present = new BitSet();

    private final boolean selfMatches;
    private int least;

    SpreadRule(SpreadConstraint constraint, PlacementRequest request, ClusterTopology topology, Residents residents) {
        this.constraint = constraint;
        this.domains = residents.domains(constraint.topologyKey());
        this.counts = new int[domains.count()];
        this.selfMatches =
                SelectorRules.selects(constraint.selector(), request.shape().labels());
        for (NodeTopology node : topology.nodes()) {
            if (includes(node.facts(), request.shape())) {
                included.set(node.index());
                present.set(domains.of(node.index()));
            }
        }
        if (countsAnything()) {
            residents.everyone((pod, node, count) -> {
                if (included.get(node)
                        && !pod.terminating()
                        && pod.namespace().equals(request.namespace())
                        && SelectorRules.selects(constraint.selector(), pod.labels())) {
                    counts[domains.of(node)] += count;
                }
            });
        }
        least = least();
    }

    boolean refuses(int node) {
        int domain = domains.of(node);
        return domain == Domains.NONE || counts[domain] + (selfMatches ? 1 : 0) - least > constraint.maxSkew();
    }

    void add(int node, int replicas) {
        if (selfMatches && countsAnything() && included.get(node)) {
            counts[domains.of(node)] += replicas;
            least = least();
        }
    }

    /** Whether a replica that is counted already may stand there. */
    boolean holdsAt(int node) {
        int domain = domains.of(node);
        int self = selfMatches && !countsAnything() ? 1 : 0;
        return domain != Domains.NONE && counts[domain] + self - least <= constraint.maxSkew();
    }

    /** A selector without requirements counts nothing, though it matches the pod itself: so does kube-scheduler. */
    private boolean countsAnything() {
        return constraint.selector() == null
                || !constraint.selector().requirements().isEmpty();
    }

    private boolean includes(NodeFacts node, PodShape shape) {
        boolean hasKeys =
                shape.spread().stream().allMatch(other -> node.labels().containsKey(other.topologyKey()));
        return hasKeys
                && (!constraint.honorAffinity() || SelectorRules.matches(shape, node))
                && (!constraint.honorTaints() || TaintRules.toleratesAll(shape.tolerations(), node.taints()));
    }

    private int least() {
        if (present.cardinality() < constraint.minDomains()) {
            return 0;
        }
        return present.stream().map(domain -> counts[domain]).min().orElse(0);
    }
}
