package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import dev.inferno.topology.placement.Placer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Room on real nodes; remembers what stands where. */
final class LedgerRoom implements Room {

    private final World world;
    private final CapacityLedger ledger;
    private final Placer placer = Placer.bestFit();
    private final List<SortedMap<String, Integer>> placed = new ArrayList<>();
    private final List<VariantOption> used = new ArrayList<>();

    LedgerRoom(World world, CapacityLedger ledger) {
        this.world = world;
        this.ledger = ledger;
        world.items().forEach(item -> {
            placed.add(new TreeMap<>());
            used.add(item.variant().options().getFirst());
        });
    }

    /** Beside what has its place already; of an item without replicas the placement does not count. */
    LedgerRoom(World world, CapacityLedger ledger, List<Choice> choices, List<Placement> placements) {
        this(world, ledger);
        for (Item item : world.items()) {
            Choice choice = choices.get(item.index());
            if (choice.replicas() > 0) {
                placed.set(item.index(), placements.get(item.index()).replicasByNode());
                used.set(item.index(), item.option(choice));
            }
        }
        Stranded.reserve(world, ledger, choices, placements());
    }

    @Override
    public int take(Item item, VariantOption option, int replicas, IntPredicate worthwhile) {
        var own = placed.get(item.index());
        int allowed = Math.min(replicas, world.limits().more(world, item, option, this::has));
        var stillRunning = new TreeMap<>(item.keepable(option));
        own.forEach((node, count) ->
                stillRunning.computeIfPresent(node, (name, running) -> running > count ? running - count : null));
        try (var trial = ledger.trial()) {
            Placement found = placer.place(item.request(option, allowed, stillRunning), ledger)
                    .placement();
            if (found.replicas() == 0 || !worthwhile.test(found.replicas())) {
                return 0;
            }
            var after = new TreeMap<>(own);
            found.replicasByNode().forEach((node, count) -> after.merge(node, count, Integer::sum));
            used.set(item.index(), option);
            if (!keepsSpread(item, after)) {
                return 0;
            }
            trial.commit();
            placed.set(item.index(), after);
            return found.replicas();
        }
    }

    private Choice has(Item item) {
        int replicas = placed.get(item.index()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return new Choice(item.variant().options().indexOf(used.get(item.index())), replicas);
    }

    private boolean keepsSpread(Item changed, SortedMap<String, Integer> after) {
        return SpreadCheck.holds(
                world,
                ledger,
                item -> used.get(item.index()),
                item -> item.equals(changed) ? after : placed.get(item.index()));
    }

    List<Placement> placements() {
        return world.items().stream()
                .map(item -> new Placement(item.id(), placed.get(item.index())))
                .toList();
    }
}
