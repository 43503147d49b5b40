package dev.inferno.topology.placement;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.HostPort;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the pods on the nodes mean for the next replica of a request, in the order of kube-scheduler's filters.
 *
 * <p>Problem: a rule about other pods changes its answer with every replica placed. Method: each rule counts once what
 * stands, then only what is added. Source: NodePorts, PodTopologySpread and InterPodAffinity of kube-scheduler.
 * Complexity: build O(nodes + pods x terms), question and addition O(terms). Thread-safety: none, scratch of one
 * placement; what others reserve meanwhile is not seen.
 */
final class Neighbours {

    private final boolean takesPorts;
    private final BitSet portsTaken = new BitSet();
    private final List<SpreadRule> spread;
    private final @Nullable AffinityRule affinity;
    private final AntiAffinityRule antiAffinity;

    Neighbours(PlacementRequest request, ClusterTopology topology, Residents residents) {
        List<HostPort> ports = request.shape().hostPorts();
        takesPorts = !ports.isEmpty();
        if (takesPorts) {
            residents.guards((pod, node, count) -> {
                if (pod.hostPorts().stream().anyMatch(taken -> ports.stream().anyMatch(taken::clashesWith))) {
                    portsTaken.set(node);
                }
            });
        }
        spread = request.shape().spread().stream()
                .map(constraint -> new SpreadRule(constraint, request, topology, residents))
                .toList();
        affinity = request.shape().podAffinity().isEmpty() ? null : new AffinityRule(request, residents);
        antiAffinity = new AntiAffinityRule(request, residents);
    }

    /** Whether no rule about other pods can refuse a replica, however many are placed. */
    boolean unconcerned() {
        return !takesPorts && spread.isEmpty() && affinity == null && !antiAffinity.concerns();
    }

    /** Whether what is closed to a replica now stays closed, whoever comes next. */
    boolean onlyTighten() {
        return spread.isEmpty() && affinity == null;
    }

    boolean portsTaken(int node) {
        return portsTaken.get(node);
    }

    /** The first rule that refuses a node which has the room; ports are looked at before any room. */
    Optional<FitCheck> refusal(int node) {
        if (spread.stream().anyMatch(rule -> rule.refuses(node))) {
            return Optional.of(FitCheck.SPREAD);
        }
        if (affinity != null && affinity.refuses(node)) {
            return Optional.of(FitCheck.POD_AFFINITY);
        }
        if (antiAffinity.refusesByOwn(node)) {
            return Optional.of(FitCheck.POD_ANTI_AFFINITY);
        }
        return antiAffinity.refusesByOthers(node) ? Optional.of(FitCheck.OTHERS_ANTI_AFFINITY) : Optional.empty();
    }

    boolean admits(int node) {
        return !portsTaken(node) && refusal(node).isEmpty();
    }

    /** As {@link #admits}, where spread is looked at once all replicas stand: {@link #spreadHoldsAt}. */
    boolean admitsApartFromSpread(int node) {
        return !clashes(node) && (affinity == null || !affinity.refuses(node));
    }

    /** Whether two pods that exclude each other would meet; spread and affinity do not move what runs. */
    boolean clashes(int node) {
        return portsTaken(node) || antiAffinity.refusesByOwn(node) || antiAffinity.refusesByOthers(node);
    }

    /**
     * Whether a replica that stands there already keeps every spread constraint. Where that holds for all of them, some
     * order would have let each one in: whenever the emptiest domain is full, what any other one still gets keeps the skew.
     */
    boolean spreadHoldsAt(int node) {
        return spread.stream().allMatch(rule -> rule.holdsAt(node));
    }

    /** Whether the next replica may choose the domain that the others must follow to. */
    boolean startsAnew() {
        return affinity != null && affinity.startsAnew();
    }

    /** What that choice would be on a node. */
    List<Integer> domainsOf(int node) {
        return affinity == null ? List.of() : affinity.domainsOf(node);
    }

    void add(int node, int replicas) {
        if (replicas == 0) {
            return;
        }
        if (takesPorts) {
            portsTaken.set(node);
        }
        spread.forEach(rule -> rule.add(node, replicas));
        if (affinity != null) {
            affinity.add(node, replicas);
        }
        antiAffinity.add(node);
    }
}
