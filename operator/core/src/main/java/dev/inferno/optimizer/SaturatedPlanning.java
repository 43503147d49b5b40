package dev.inferno.optimizer;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan by a saturation policy.
 *
 * <p>Problem: most variants served whole, by priority; then cheapest; then what is left is dealt. Method: to an engine that
 * lowers unmet demand a variant is shown of which all replicas but the last serve nothing; so it is served whole or keeps
 * its minimum. What was dealt after one priority is held fixed while those after it are planned again. Complexity: one
 * plan of the engine per priority that was dealt to, and {@link Dealing}. Every group has one variant. Thread-safety: none.
 */
final class SaturatedPlanning {

    private final Optimizer engine;
    private final PlanningProblem problem;
    private final Saturation saturation;
    private final World world;
    private final CapacityLedger ledger;

    SaturatedPlanning(Optimizer engine, PlanningProblem problem, Saturation saturation) {
        this.engine = engine;
        this.problem = problem;
        this.saturation = saturation;
        this.world = World.of(problem.groups(), problem.churn());
        this.ledger = CapacityLedger.of(ClusterTopology.of(problem.nodes()), problem.occupants());
    }

    /** What every item has so far. */
    private record Standings(
            List<Choice> choices,
            List<Placement> placements,
            @Nullable Long stoppedAtStep,
            @Nullable Double bound) {}

    FleetPlan plan() {
        Standings found = whole(List.of());
        if (saturation.policy() != Saturation.Policy.NONE) {
            for (List<Item> batch : batches()) {
                found = withRest(found, batch);
            }
        }
        double stranded = Stranded.devices(world, ledger, found.choices(), found.placements());
        var solution = Solution.of(world, found.choices(), found.placements(), stranded);
        return new PlanAssembly(world, ledger, solution).plan(found.stoppedAtStep(), found.bound());
    }

    /** The items after which is dealt; together all items, in their order. */
    private List<List<Item>> batches() {
        return saturation.delayed()
                ? List.of(world.items())
                : IntStream.range(0, world.priorities().size())
                        .mapToObj(rank -> world.items().stream()
                                .filter(item -> rank(item) == rank)
                                .toList())
                        .toList();
    }

    /** Deals to a batch; where that took room, all after it are planned again in what is left. */
    private Standings withRest(Standings before, List<Item> batch) {
        int end = batch.getLast().index() + 1;
        List<Item> lacking = batch.stream()
                .filter(item -> world.teams().get(item.team()).unmet(before.choices()) > 0)
                .toList();
        List<Choice> kept = upTo(end, before.choices(), Choice.NONE);
        try (var trial = ledger.trial()) {
            var room = new LedgerRoom(world, ledger, kept, before.placements());
            var dealing = new Dealing(world, room, kept);
            dealing.deal(saturation.policy(), lacking);
            if (dealing.choices().equals(kept)) {
                return before;
            }
            if (end == world.items().size()) {
                return new Standings(dealing.choices(), room.placements(), before.stoppedAtStep(), null);
            }
            kept = dealing.choices();
        }
        return whole(kept.subList(0, end));
    }

    private static <T> List<T> upTo(int end, List<T> all, T then) {
        var cut = new ArrayList<>(all.subList(0, end));
        cut.addAll(Collections.nCopies(all.size() - end, then));
        return List.copyOf(cut);
    }

    /** @param fixed what the first items get, no more and no less */
    private Standings whole(List<Choice> fixed) {
        List<ServingGroup> groups = world.items().stream()
                .map(item -> world.teams()
                        .get(item.team())
                        .group()
                        .withVariants(List.of(
                                item.index() < fixed.size()
                                        ? fixed(item, fixed.get(item.index()))
                                        : allOrNothing(item))))
                .toList();
        FleetPlan plan = engine.plan(problem.plain(groups));
        var choices = new ArrayList<Choice>();
        var placements = new ArrayList<Placement>();
        for (Item item : world.items()) {
            VariantPlan own = plan.of(item.variant().key());
            placements.add(own == null ? new Placement(item.id(), Collections.emptySortedMap()) : own.placement());
            choices.add(
                    own == null || own.option() == null
                            ? Choice.NONE
                            : new Choice(index(item, own.option()), own.granted()));
        }
        return new Standings(choices, placements, plan.stoppedAtStep(), plan.lowerBound());
    }

    private static int index(Item item, VariantOption used) {
        return IntStream.range(0, item.variant().options().size())
                .filter(i -> item.variant().options().get(i).accelerator().equals(used.accelerator()))
                .findFirst()
                .orElseThrow();
    }

    private GroupVariant allOrNothing(Item item) {
        return item.variant()
                .withOptions(IntStream.range(0, item.variant().options().size())
                        .mapToObj(option -> allOrNothing(
                                item, option, world.teams().get(item.team()).bound(item, option)))
                        .toList());
    }

    private GroupVariant fixed(Item item, Choice choice) {
        return item.variant()
                .withOptions(List.of(allOrNothing(item, choice.option(), choice.replicas())))
                .fixed(choice.replicas());
    }

    private VariantOption allOrNothing(Item item, int option, int replicas) {
        var capacity = new ArrayList<>(Collections.nCopies(Math.max(0, replicas - 1), 0.0));
        if (replicas > 0) {
            capacity.add(world.teams().get(item.team()).demand());
        }
        return item.variant().options().get(option).withCapacity(capacity);
    }

    private int rank(Item item) {
        return world.teams().get(item.team()).rank();
    }
}
