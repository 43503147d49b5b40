package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a solution down as the plan, and finds out what stands between wanted and granted. */
final class PlanAssembly {

    private final World world;
    private final CapacityLedger ledger;
    private final Solution solution;
    private final Obstacle obstacle;

    PlanAssembly(World world, CapacityLedger ledger, Solution solution) {
        this.world = world;
        this.ledger = ledger;
        this.solution = solution;
        this.obstacle = new Obstacle(ledger);
    }

    FleetPlan plan(@Nullable Long stoppedAtStep, @Nullable Double proven) {
        var plans = new ArrayList<VariantPlan>();
        try (var trial = ledger.trial()) {
            // Nodes that are to come have no part in what stands in the way now.
            Stranded.reserve(world, ledger, solution.choices(), onNodes(solution.placements(), ledger));
            world.teams().forEach(team -> plans.addAll(plans(team)));
        }
        plans.sort(Comparator.comparing(VariantPlan::key));
        var unmet = new TreeMap<Integer, Double>();
        for (int rank = 0; rank < world.priorities().size(); rank++) {
            unmet.put(world.priorities().get(rank), solution.merit().unmet().get(rank));
        }
        double cost = solution.merit().cost();
        Double bound = proven != null || stoppedAtStep != null ? proven : CostBound.of(world, solution);
        return new FleetPlan(
                plans,
                cost,
                new PlanScore(unmet, cost, solution.transition(), solution.stranded()),
                bound,
                stoppedAtStep);
    }

    /** What stands on nodes that the ledger knows. */
    static List<Placement> onNodes(List<Placement> placements, CapacityLedger ledger) {
        return placements.stream()
                .map(placement -> placement.on(ledger.topology()))
                .toList();
    }

    private List<VariantPlan> plans(Team team) {
        Lack lack = lack(team);
        return team.items().stream()
                .map(item -> lack != null && lack.item().equals(item) ? lack.plan() : plan(team, item))
                .toList();
    }

    private VariantPlan plan(Team team, Item item) {
        Choice choice = choice(item);
        int missing = item.variant().minReplicas() - choice.replicas();
        BlockedBy blocked = missing > 0 ? blocked(item, choice, missing) : null;
        int wanted = blocked == null ? choice.replicas() : item.variant().minReplicas();
        return written(team, item, item.option(choice), wanted, blocked);
    }

    /** The variant that would take what stays unserved, with its plan. */
    private record Lack(Item item, VariantPlan plan) {}

    /**
     * What stays unserved is put to one variant: of those that a lack of room stops, one in use first and then the
     * cheapest; else one that its maximum stops.
     */
    private @Nullable Lack lack(Team team) {
        if (team.unmet(solution.choices()) <= 0) {
            return null;
        }
        List<Item> order = team.items().stream()
                .sorted(Comparator.comparing((Item item) -> choice(item).replicas() == 0)
                        .thenComparingDouble(PlanAssembly::costPerRequest))
                .toList();
        for (Item item : order) {
            Choice choice = choice(item);
            int option = choice.option();
            int extra = Math.max(
                    team.extra(item, option, solution.choices()), item.variant().minReplicas() - choice.replicas());
            BlockedBy blocked = extra > 0 ? blocked(item, choice, extra) : null;
            if (blocked != null) {
                int wanted = choice.replicas() + extra;
                return new Lack(item, written(team, item, item.option(choice), wanted, blocked));
            }
        }
        return order.stream()
                .filter(item -> choice(item).replicas() >= item.most())
                .findFirst()
                .map(item -> new Lack(item, atMaximum(team, item)))
                .orElse(null);
    }

    private @Nullable BlockedBy blocked(Item item, Choice choice, int extra) {
        VariantOption option = item.option(choice);
        BlockedBy limit = world.limits().refusal(world, item, option, extra, solution.choices());
        return limit != null ? limit : obstacle.of(item, option, extra);
    }

    private VariantPlan atMaximum(Team team, Item item) {
        int most = item.most();
        var blocked = new BlockedBy(
                CapacityReason.MAX_REPLICAS,
                "spec.maxReplicas",
                "spec.maxReplicas (" + most + ") of " + item.id()
                        + " is reached and part of the demand stays unserved; " + "raise it");
        return written(team, item, item.option(choice(item)), most, blocked);
    }

    private VariantPlan written(Team team, Item item, VariantOption option, int wanted, @Nullable BlockedBy blocked) {
        return new VariantPlan(
                item.variant().key(),
                option,
                wanted,
                solution.placements().get(item.index()),
                team.share(item, solution.choices()),
                blocked);
    }

    private Choice choice(Item item) {
        return solution.choices().get(item.index());
    }

    private static double costPerRequest(Item item) {
        VariantOption cheapest = item.variant().options().getFirst();
        return cheapest.costPerReplicaHour() / Math.max(Double.MIN_NORMAL, cheapest.capacityOf(1));
    }
}
