package dev.inferno.topology.placement;

/**
 * Replacement of all pods of a Deployment by pods of another template.
 *
 * <p>Problem: a rolling update whose next new pod finds no room waits for ever, and nothing rolls it back. Method: the
 * Deployment controller's arithmetic, played through on the ledger: never more than replicas + surge pods, never fewer
 * than replicas - unavailable that serve; old pods leave in the order of the ReplicaSet controller, and where that leaves a
 * choice, where no new pod may go. A new pod serves once it has a node. Source: {@code rolling.go} of
 * kube-controller-manager (Kubernetes 1.36). Complexity: O(replicas) placements. Thread-safety: immutable; the ledger is
 * the caller's.
 *
 * @param before the pods that run, by node in {@code current}
 * @param after the pods to come; {@code current} is not looked at
 * @param surge pods above {@code after.replicas()} that may exist
 * @param unavailable pods below it that may be missing; surge and unavailable are not both 0 in Kubernetes
 */
public record Rollout(PlacementRequest before, PlacementRequest after, int surge, int unavailable) {

    public Rollout {
        if (surge < 0 || unavailable < 0 || surge + unavailable == 0) {
            throw new IllegalArgumentException("surge (" + surge + ") and unavailable (" + unavailable + ") of "
                    + after.id() + " must be 0 or more, one of them 1 or more");
        }
    }

    /** How it ends. */
    public sealed interface Outcome {

        /** All pods are new, standing here. */
        record Completes(Placement placement) implements Outcome {}

        /**
         * It never ends.
         *
         * @param replaced new pods that find a node
         * @param why the next one does not
         */
        record Stops(int replaced, PlacementResult.Unplaceable why) implements Outcome {}
    }

    /**
     * How it would end.
     *
     * @param ledger with everything that stands, except the Deployment's own pods; left as it was
     */
    public Outcome outcome(CapacityLedger ledger) {
        try (Trial trial = ledger.trial()) {
            return new RolloutRun(this, ledger).run();
        }
    }
}
