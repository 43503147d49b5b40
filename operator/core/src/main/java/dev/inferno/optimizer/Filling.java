package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Greedy construction of a plan.
 *
 * <p>Method: minimums of everyone, most important first; then team by team, of one priority the one that asks least in
 * total first, since each counts by the part of its demand that stays unserved; within a team whatever closes most of the
 * gap for its cost. Complexity: O(options) placements. Thread-safety: none.
 */
final class Filling {

    private final World world;
    private final Room room;
    private final List<Choice> choices;
    private final Set<Move> refused = new HashSet<>();

    /** More replicas of one option. */
    private record Move(int item, int option) {}

    /** A move with what it would bring. */
    private record Offer(Item item, int option, int replicas, double gain, double cost) {

        static final Comparator<Offer> BEST = Comparator.<Offer>comparingDouble(offer -> offer.cost() / offer.gain())
                .thenComparingDouble(offer -> -offer.gain());
    }

    Filling(World world, Room room) {
        this.world = world;
        this.room = room;
        this.choices = new ArrayList<>(Collections.nCopies(world.items().size(), Choice.NONE));
    }

    /** Beside what the room holds already. */
    Filling(World world, Room room, List<Choice> choices) {
        this.world = world;
        this.room = room;
        this.choices = new ArrayList<>(choices);
    }

    /** What runs first, where it is; then what these choices have besides, large replicas before small ones of a priority; then what is lacking. */
    List<Choice> fill(List<Choice> first) {
        for (Item item : world.items()) {
            Choice choice = first.get(item.index());
            int running = item.keepable(item.option(choice)).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            start(item, choice.option(), Math.min(choice.replicas(), running));
        }
        world.items().stream()
                .sorted(Comparator.comparingInt(
                                (Item item) -> world.teams().get(item.team()).rank())
                        .thenComparingInt(
                                item -> -item.option(first.get(item.index())).devicesPerReplica()))
                .forEach(item -> {
                    Choice choice = first.get(item.index());
                    int more = choice.replicas() - choices.get(item.index()).replicas();
                    start(item, choice.option(), more);
                });
        return fill();
    }

    private void start(Item item, int option, int replicas) {
        if (replicas > 0) {
            take(item, option, replicas, got -> true);
        }
    }

    List<Choice> fill() {
        world.teams().forEach(team -> team.items().forEach(item -> minimum(team, item)));
        world.teams().stream()
                .sorted(Comparator.comparingInt(Team::rank).thenComparingLong(Filling::devices))
                .forEach(this::serve);
        return List.copyOf(choices);
    }

    /** The option that gives most of the minimum; of equals the cheapest, per replica where there is no load. */
    private void minimum(Team team, Item item) {
        int wanted = item.variant().minReplicas();
        for (int option : byCost(team, item)) {
            if (wanted > 0 && choices.get(item.index()).replicas() == 0) {
                take(item, option, wanted, got -> got == wanted);
            }
        }
        for (int option : byCost(team, item)) {
            if (wanted > 0 && choices.get(item.index()).replicas() == 0) {
                take(item, option, wanted, got -> true);
            }
        }
    }

    private void serve(Team team) {
        Offer best = best(team);
        while (best != null) {
            double before = team.served(choices);
            Offer offer = best;
            int own = choices.get(offer.item().index()).replicas();
            int got = take(
                    offer.item(),
                    offer.option(),
                    offer.replicas(),
                    more -> team.served(with(offer.item(), offer.option(), own + more)) > before);
            if (got < offer.replicas()) {
                refused.add(new Move(offer.item().index(), offer.option()));
            }
            best = best(team);
        }
    }

    private @Nullable Offer best(Team team) {
        double before = team.served(choices);
        Offer best = null;
        for (Item item : team.items()) {
            for (int option = 0; option < item.variant().options().size(); option++) {
                Offer offer = offer(team, item, option, before);
                if (offer != null && (best == null || Offer.BEST.compare(offer, best) < 0)) {
                    best = offer;
                }
            }
        }
        return best;
    }

    private @Nullable Offer offer(Team team, Item item, int option, double before) {
        Choice own = choices.get(item.index());
        boolean other = own.replicas() > 0 && own.option() != option;
        int extra = other || refused.contains(new Move(item.index(), option)) ? 0 : team.extra(item, option, choices);
        if (extra <= 0) {
            return null;
        }
        double gain = team.served(with(item, option, own.replicas() + extra)) - before;
        double cost = extra * item.variant().options().get(option).costPerReplicaHour();
        return gain > team.demand() * 1e-9 ? new Offer(item, option, extra, gain, cost) : null;
    }

    private int take(Item item, int option, int replicas, IntPredicate worthwhile) {
        VariantOption used = item.variant().options().get(option);
        int got = room.take(item, used, replicas, worthwhile);
        if (got > 0) {
            int own = choices.get(item.index()).replicas();
            choices.set(item.index(), new Choice(option, own + got));
        }
        return got;
    }

    private List<Choice> with(Item item, int option, int replicas) {
        var changed = new ArrayList<>(choices);
        changed.set(item.index(), new Choice(option, replicas));
        return changed;
    }

    private static List<Integer> byCost(Team team, Item item) {
        var options = new ArrayList<Integer>();
        for (int option = 0; option < item.variant().options().size(); option++) {
            options.add(option);
        }
        Comparator<Integer> perReplica =
                Comparator.comparingDouble(o -> item.variant().options().get(o).costPerReplicaHour());
        options.sort(Comparator.<Integer>comparingDouble(o -> totalCost(team, item, o))
                .thenComparing(perReplica));
        return options;
    }

    private static double totalCost(Team team, Item item, int option) {
        VariantOption used = item.variant().options().get(option);
        return used.costPerReplicaHour() * Math.max(item.variant().minReplicas(), team.bound(item, option));
    }

    private static long devices(Team team) {
        return team.items().stream()
                .mapToLong(item -> {
                    VariantOption cheapest = item.variant().options().getFirst();
                    return (long) cheapest.devicesPerReplica() * team.bound(item, 0);
                })
                .min()
                .orElse(0);
    }
}
