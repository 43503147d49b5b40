package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.placement.CapacityLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * More replicas than there are nodes for, where elastic pools would add some.
 *
 * <p>Problem: a cluster autoscaler adds a node only for a pod that waits, and a plan for the nodes that are there leaves none. Method:
 * that plan first, whole and untouched; what it leaves unserved is then filled onto the nodes of one pool after the other, cheapest
 * first, for the variants that allow so many replicas to wait. So no node that is to come is preferred to one that is there.
 * Complexity: one greedy filling per pool. Thread-safety: none.
 */
final class Provisioning {

    private final PlanningProblem problem;
    private final World world;

    /** Replicas on nodes that are there and so many more. */
    private final Map<VariantKey, Integer> most = new HashMap<>();

    private Provisioning(PlanningProblem problem, World world, Solution onNodes) {
        this.problem = problem;
        this.world = world;
        for (Item item : world.items()) {
            long more = (long) replicas(item, onNodes) + item.variant().maxPendingReplicas();
            most.put(item.variant().key(), (int) Math.min(item.most(), more));
        }
    }

    /** The same solution where nothing is lacking, or nobody may wait. */
    static Solution beside(PlanningProblem problem, World world, Solution onNodes) {
        var provisioning = new Provisioning(problem, world, onNodes);
        List<NodeFacts> nodes = new ArrayList<>(problem.nodes());
        Solution solution = onNodes;
        for (List<NodeFacts> pool : problem.promised()) {
            nodes.addAll(pool);
            if (provisioning.isLacking(solution)) {
                solution = provisioning.grown(solution, nodes);
            }
        }
        return solution;
    }

    private boolean isLacking(Solution solution) {
        return world.items().stream()
                .anyMatch(item -> replicas(item, solution) < most(item)
                        && (replicas(item, solution) < item.variant().minReplicas()
                                || world.teams().get(item.team()).unmet(solution.choices()) > 0));
    }

    private Solution grown(Solution solution, List<NodeFacts> nodes) {
        World bounded = World.of(problem.in(
                nodes,
                problem.occupants(),
                problem.groups().stream().map(this::bounded).toList()));
        var ledger = CapacityLedger.of(ClusterTopology.of(nodes), problem.occupants());
        var room = new LedgerRoom(bounded, ledger, solution.choices(), solution.placements());
        List<Choice> choices = minimums(bounded, room, solution);
        return Solution.of(world, new Filling(bounded, room, choices).fill(), room.placements(), solution.stranded());
    }

    /** Of variants that have a part of it; {@link Filling} cares for those that have nothing. */
    private static List<Choice> minimums(World bounded, LedgerRoom room, Solution solution) {
        List<Choice> choices = new ArrayList<>(solution.choices());
        for (Item item : bounded.items()) {
            Choice own = choices.get(item.index());
            int missing = item.variant().minReplicas() - own.replicas();
            if (own.replicas() > 0 && missing > 0) {
                int got = room.take(item, item.option(own), missing, any -> true);
                choices.set(item.index(), new Choice(own.option(), own.replicas() + got));
            }
        }
        return choices;
    }

    private ServingGroup bounded(ServingGroup group) {
        return group.withVariants(group.variants().stream()
                .map(variant -> variant instanceof GroupVariant.Sizable sizable ? bounded(sizable) : variant)
                .toList());
    }

    private GroupVariant bounded(GroupVariant.Sizable variant) {
        int bound = most.getOrDefault(variant.key(), 0);
        return variant.bounded(Math.min(variant.minReplicas(), bound), bound);
    }

    private int most(Item item) {
        return most.getOrDefault(item.variant().key(), 0);
    }

    private static int replicas(Item item, Solution solution) {
        return solution.choices().get(item.index()).replicas();
    }
}
