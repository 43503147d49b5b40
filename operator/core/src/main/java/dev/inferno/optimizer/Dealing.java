package dev.inferno.optimizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Deals what is left to variants that are not served whole.
 *
 * <p>Method: a variant goes on with the option it has; one that has none takes that which could serve most of its need now,
 * of equals the cheapest, then the first. Complexity: one placement per replica dealt in turn, else one per variant and
 * option. Thread-safety: none.
 */
final class Dealing {

    private final World world;
    private final Room room;
    private final List<Choice> choices;

    /** @param choices what each item has */
    Dealing(World world, Room room, List<Choice> choices) {
        this.world = world;
        this.room = room;
        this.choices = new ArrayList<>(choices);
    }

    List<Choice> choices() {
        return List.copyOf(choices);
    }

    /** @param lacking items in the order of the world, that is by priority and name */
    void deal(Saturation.Policy policy, List<Item> lacking) {
        switch (policy) {
            case NONE -> {}
            case PRIORITY_EXHAUSTIVE -> lacking.forEach(item -> give(item, Integer.MAX_VALUE));
            case PRIORITY_ROUND_ROBIN ->
                lacking.stream()
                        .map(this::rank)
                        .distinct()
                        .forEach(rank -> inTurn(lacking.stream()
                                .filter(item -> rank(item) == rank)
                                .toList()));
            case ROUND_ROBIN -> inTurn(lacking);
        }
    }

    private void inTurn(List<Item> items) {
        var circle = new ArrayDeque<>(items);
        while (!circle.isEmpty()) {
            Item next = circle.removeFirst();
            if (give(next, 1)) {
                circle.addLast(next);
            }
        }
    }

    /** Whether any of so many more replicas that it needs found room. */
    private boolean give(Item item, int most) {
        Choice own = choices.get(item.index());
        int option = own.replicas() > 0 ? own.option() : widest(item);
        int extra = Math.min(most, need(item, option) - own.replicas());
        int got = extra <= 0 ? 0 : room.take(item, item.variant().options().get(option), extra, replicas -> true);
        choices.set(item.index(), new Choice(option, own.replicas() + got));
        return got > 0;
    }

    /** The option that could serve most of the need. */
    private int widest(Item item) {
        int widest = 0;
        double served = 0;
        double cost = 0;
        for (int option = 0; option < item.variant().options().size(); option++) {
            var candidate = item.variant().options().get(option);
            int fits = fits(item, option);
            double serves = candidate.capacityOf(fits);
            double costs = fits * candidate.costPerReplicaHour();
            if (serves > served || serves == served && serves > 0 && costs < cost) {
                widest = option;
                served = serves;
                cost = costs;
            }
        }
        return widest;
    }

    /** Asked, and given back. */
    private int fits(Item item, int option) {
        int[] fits = {0};
        int need = need(item, option);
        if (need > 0) {
            room.take(item, item.variant().options().get(option), need, replicas -> {
                fits[0] = replicas;
                return false;
            });
        }
        return fits[0];
    }

    private int need(Item item, int option) {
        return world.teams().get(item.team()).bound(item, option);
    }

    private int rank(Item item) {
        return world.teams().get(item.team()).rank();
    }
}
