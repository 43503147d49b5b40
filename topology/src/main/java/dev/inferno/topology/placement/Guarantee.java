package dev.inferno.topology.placement;

import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.placement.Planned.Pending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether the scheduler will bind all of a plan, whichever pod it takes next and whichever admissible node it picks.
 *
 * <p>Problem: kube-scheduler decides pod by pod, and its taste is not ours; a plan that fits in one order may strand a pod
 * in another. Method: pods that can meet on a node, or that a rule relates, form a part; parts cannot hurt each other. In a
 * part without rules about other pods a bound decides: room for so many replicas less what all others can spoil of it at
 * most. Where that is not enough, small parts are walked through every state the scheduler can reach; one in which a pod
 * has nowhere to go and never will, or in which a pin has let spread go astray, refutes the guarantee. What is neither is
 * not proven, and so not guaranteed. Complexity: O(parts x nodes + pods^2), walks of at most {@link PartWalk#MOST_STATES}
 * states each. Thread-safety: stateless.
 */
public final class Guarantee {

    private Guarantee() {}

    /**
     * The least pinning under which everything will bind; empty when none is proven to do.
     *
     * @param ledger with what stands and belongs to nobody planned; left as it was
     */
    public static Optional<Pinning> of(CapacityLedger ledger, List<Planned> plan) {
        return Arrays.stream(Pinning.values())
                .filter(pinning -> holds(ledger, plan, pinning))
                .findFirst();
    }

    /** Whether everything will bind under this pinning. */
    public static boolean holds(CapacityLedger ledger, List<Planned> plan, Pinning pinning) {
        try (Trial trial = ledger.trial()) {
            plan.forEach(
                    planned -> planned.kept().forEach((node, count) -> ledger.reserve(node, planned.request(), count)));
            List<Pending> pending = plan.stream()
                    .flatMap(planned -> planned.pending(pinning).stream())
                    .filter(pods -> pods.replicas() > 0)
                    .toList();
            return parts(ledger, pending).stream().allMatch(part -> holds(ledger, part));
        }
    }

    /** Pods of one kind with the nodes that could ever take one. */
    record Reach(Pending pods, Demand demand, BitSet nodes, long room, boolean ruled) {

        static Reach of(CapacityLedger ledger, Pending pods) {
            var demand = Demand.of(pods.request().shape().requests());
            var nodes = new BitSet();
            long room = 0;
            for (NodeTopology node : ledger.admission(pods.request()).admitted()) {
                int here = ledger.room(node.index(), demand);
                if (here > 0) {
                    nodes.set(node.index());
                    room += here;
                }
            }
            boolean ruled = !ledger.neighbours(pods.request()).unconcerned();
            return new Reach(pods, demand, nodes, room, ruled);
        }

        boolean meets(Reach other) {
            return nodes.intersects(other.nodes) || Relations.related(pods.request(), other.pods.request());
        }

        /** Most replicas for which one pod of another kind can take the room. */
        long spoiledBy(Reach other) {
            long spoiled = 0;
            for (Demand.Item item : demand.items()) {
                long taken = other.demand.amount(item.resource());
                spoiled = Math.max(spoiled, Math.ceilDiv(taken, item.amount()));
            }
            return spoiled;
        }
    }

    private static List<List<Reach>> parts(CapacityLedger ledger, List<Pending> pending) {
        List<List<Reach>> parts = new ArrayList<>();
        for (Pending pods : pending) {
            Reach reach = Reach.of(ledger, pods);
            List<Reach> merged = new ArrayList<>(List.of(reach));
            for (List<Reach> part : List.copyOf(parts)) {
                if (part.stream().anyMatch(reach::meets)) {
                    parts.remove(part);
                    merged.addAll(part);
                }
            }
            parts.add(merged);
        }
        return parts;
    }

    private static boolean holds(CapacityLedger ledger, List<Reach> part) {
        boolean plain = part.stream().noneMatch(Reach::ruled)
                && part.stream()
                        .noneMatch(pods -> part.stream()
                                .anyMatch(other -> Relations.related(
                                        pods.pods().request(), other.pods().request())));
        if (plain && part.stream().allMatch(pods -> alwaysFinds(pods, part))) {
            return true;
        }
        if (plain && part.stream().allMatch(pods -> pods.nodes().cardinality() == 1)) {
            return fitsTogether(ledger, part);
        }
        return PartWalk.bindsAlways(ledger, part);
    }

    /** Each of its own pods spoils one place, so all are counted alike. */
    private static boolean alwaysFinds(Reach pods, List<Reach> part) {
        long spoiled = part.stream()
                .filter(other -> other.nodes().intersects(pods.nodes()))
                .mapToLong(other -> other.pods().replicas() * pods.spoiledBy(other))
                .sum();
        return pods.room() >= spoiled;
    }

    /** Pods that have one node each bind in any order if they fit at all. */
    private static boolean fitsTogether(CapacityLedger ledger, List<Reach> part) {
        try (Trial trial = ledger.trial()) {
            for (Reach pods : part) {
                int node = pods.nodes().nextSetBit(0);
                if (ledger.room(node, pods.demand()) < pods.pods().replicas()) {
                    return false;
                }
                ledger.reserve(
                        node, pods.demand(), Resident.ANONYMOUS, pods.pods().replicas());
            }
            return true;
        }
    }
}
