package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One rollout being played through, see {@link Rollout}. Thread-safety: none, for one run. */
final class RolloutRun {

    private final Rollout rollout;
    private final CapacityLedger ledger;
    private final int desired;
    private final Demand demand;
    private final Resident resident;
    private final SortedMap<String, Integer> old = new TreeMap<>();
    private final SortedMap<String, Integer> fresh = new TreeMap<>();

    RolloutRun(Rollout rollout, CapacityLedger ledger) {
        this.rollout = rollout;
        this.ledger = ledger;
        this.desired = rollout.after().replicas();
        this.demand = Demand.of(rollout.before().shape().requests());
        this.resident = Resident.of(rollout.before());
        rollout.before()
                .current()
                .forEach((name, count) ->
                        ledger.topology().node(name).ifPresent(node -> stand(node, Math.max(0, count))));
    }

    /** Pods on a node that is oversubscribed have no room of their own to give back. */
    private void stand(NodeTopology node, int count) {
        int standing = Math.min(count, ledger.room(node.index(), demand));
        ledger.reserve(node.index(), demand, resident, standing);
        if (standing > 0) {
            old.put(node.name(), standing);
        }
    }

    Rollout.Outcome run() {
        while (sum(fresh) < desired) {
            PlacementResult.Unplaceable refused =
                    place(Math.min(desired - sum(fresh), desired + rollout.surge() - sum(fresh) - sum(old)));
            int removed = remove(sum(fresh) + sum(old) - (desired - rollout.unavailable()));
            if (refused != null && removed == 0) {
                return new Rollout.Outcome.Stops(sum(fresh), refused);
            }
        }
        return new Rollout.Outcome.Completes(new Placement(rollout.after().id(), fresh));
    }

    /** Null when all of them found a node, or none may come yet. */
    private PlacementResult.@Nullable Unplaceable place(int most) {
        if (most <= 0) {
            return null;
        }
        PlacementRequest after = rollout.after();
        var next = new PlacementRequest(after.id(), after.shape(), after.product(), most, Collections.emptySortedMap());
        PlacementResult result = Placer.bestFit().place(next, ledger);
        result.placement().replicasByNode().forEach((node, count) -> fresh.merge(node, count, Integer::sum));
        return result instanceof PlacementResult.Unplaceable no ? no : null;
    }

    private int remove(int most) {
        int removed = 0;
        while (removed < most && !old.isEmpty()) {
            String node = victim();
            ledger.release(ledger.topology().node(node).orElseThrow().index(), demand, resident, 1);
            old.computeIfPresent(node, (name, count) -> count == 1 ? null : Integer.valueOf(count - 1));
            removed++;
        }
        return removed;
    }

    /** The ReplicaSet controller takes pods first where most pods of the Deployment stand. */
    private String victim() {
        AdmissionTable admission = ledger.admission(rollout.after());
        return old.keySet().stream()
                .min(Comparator.comparing((String node) -> -old.getOrDefault(node, 0) - fresh.getOrDefault(node, 0))
                        .thenComparing(node -> admission.indices().get(index(node)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private int index(String node) {
        return ledger.topology().node(node).orElseThrow().index();
    }

    private static int sum(Map<String, Integer> pods) {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }
}
