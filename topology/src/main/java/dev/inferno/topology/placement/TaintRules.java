package dev.inferno.topology.placement;

import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Toleration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a pod puts up with a node's taints. Source: {@code Toleration.ToleratesTaint} of kubernetes/api; comparison
 * operators behind an alpha gate are not known here. Complexity: O(taints x tolerations). Thread-safety: stateless.
 */
final class TaintRules {

    /** What a cordon amounts to; a pod that tolerates it may be scheduled to a cordoned node. */
    static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", "", TaintEffect.NO_SCHEDULE);

    /** Nodes about to be removed: no new replica goes there, whatever it tolerates (our policy). */
    private static final Set<String> LEAVING =
            Set.of("ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption");

    /**
     * A node that is away. The API server gives every pod a toleration of these for 300 s, which no template shows; a pod
     * that is evicted after that is gone by itself.
     */
    private static final Set<String> AWAY = Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    private TaintRules() {}

    /** The first taint that keeps a new pod away. */
    static Optional<Taint> refusingNew(List<Taint> taints, List<Toleration> tolerations) {
        return taints.stream()
                .filter(taint -> taint.effect() != TaintEffect.PREFER_NO_SCHEDULE)
                .filter(taint -> leaving(taint) || !tolerated(taint, tolerations))
                .findFirst();
    }

    /** The taints that keep new pods away unless they tolerate them. */
    static List<Taint> refusingNew(List<Taint> taints) {
        return taints.stream()
                .filter(taint -> taint.effect() != TaintEffect.PREFER_NO_SCHEDULE)
                .toList();
    }

    /** Whether an autoscaler says so that it will remove the node. */
    static boolean leaving(Taint taint) {
        return LEAVING.contains(taint.key());
    }

    /** Whether no taint keeps a new pod away by the scheduler's own rule. */
    static boolean toleratesAll(List<Toleration> tolerations, List<Taint> taints) {
        return taints.stream()
                .allMatch(taint -> taint.effect() == TaintEffect.PREFER_NO_SCHEDULE || tolerated(taint, tolerations));
    }

    /** The first taint that evicts a pod that already runs. */
    static Optional<Taint> evicting(List<Taint> taints, List<Toleration> tolerations) {
        return taints.stream()
                .filter(taint -> taint.effect() == TaintEffect.NO_EXECUTE && !AWAY.contains(taint.key()))
                .filter(taint -> !tolerated(taint, tolerations))
                .findFirst();
    }

    static boolean tolerated(Taint taint, List<Toleration> tolerations) {
        return tolerations.stream().anyMatch(toleration -> tolerates(toleration, taint));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        if (toleration.effect() != null && toleration.effect() != taint.effect()) {
            return false;
        }
        if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
            return false;
        }
        return switch (toleration.operator()) {
            case EXISTS -> true;
            case EQUAL -> toleration.value().equals(taint.value());
        };
    }
}
