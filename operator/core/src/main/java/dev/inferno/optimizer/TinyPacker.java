package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.NodeAdmission;
import dev.inferno.topology.placement.PackingOrder;
import dev.inferno.topology.placement.Placement;
import dev.inferno.topology.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Packs a handful of replicas on a handful of nodes by depth-first search, where greedy orders fail.
 *
 * <p>Complexity: exponential, so refused beyond {@link #MOST_REPLICAS} and {@link #MOST_NODES} and ended after {@link
 * #MOST_TRIES}. Thread-safety: none, works on the ledger of one search.
 */
final class TinyPacker {

    private static final int MOST_REPLICAS = 16;
    private static final int MOST_NODES = 8;
    private static final int MOST_TRIES = 5_000;

    private final World world;
    private final CapacityLedger ledger;
    private final Map<Admission, SortedMap<String, Integer>> admitted = new HashMap<>();
    private int tries;

    private record Admission(int item, int option) {}

    /** One replica to place. */
    private record Unit(
            Item item,
            VariantOption option,
            PlacementRequest request,
            SortedMap<String, Integer> limits,
            List<String> nodes) {}

    TinyPacker(World world, CapacityLedger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    @Nullable
    List<Placement> pack(List<Choice> choices) {
        if (choices.stream().mapToInt(Choice::replicas).sum() > MOST_REPLICAS
                || ledger.topology().nodes().size() > MOST_NODES) {
            return null;
        }
        List<SortedMap<String, Integer>> placed = new ArrayList<>();
        world.items().forEach(item -> placed.add(new TreeMap<>()));
        tries = 0;
        if (!search(units(choices), 0, 0, placed)) {
            return null;
        }
        return world.items().stream()
                .map(item -> new Placement(item.id(), placed.get(item.index())))
                .toList();
    }

    private List<Unit> units(List<Choice> choices) {
        return world.items().stream()
                .sorted(Comparator.comparing(
                        (Item item) -> item.request(item.option(choices.get(item.index())), 1, new TreeMap<>()),
                        PackingOrder.LARGEST_FIRST))
                .flatMap(item -> {
                    Choice choice = choices.get(item.index());
                    var limits = limits(item, choice.option());
                    List<String> nodes = limits.keySet().stream()
                            .sorted(Comparator.comparingInt((String node) ->
                                            -item.variant().runningByNode().getOrDefault(node, 0))
                                    .thenComparing(Comparator.naturalOrder()))
                            .toList();
                    var request = item.request(item.option(choice), 1, Collections.emptySortedMap());
                    return IntStream.range(0, choice.replicas())
                            .mapToObj(r -> new Unit(item, item.option(choice), request, limits, nodes));
                })
                .toList();
    }

    /** Replicas of one item are alike, so each is tried only on the node of the one before and on later ones. */
    private boolean search(List<Unit> units, int at, int from, List<SortedMap<String, Integer>> placed) {
        if (at == units.size()) {
            return keepsSpread(units, placed);
        }
        Unit unit = units.get(at);
        var own = placed.get(unit.item().index());
        for (int i = from; i < unit.nodes().size() && tries++ < MOST_TRIES; i++) {
            String node = unit.nodes().get(i);
            var requests = unit.request().shape().requests();
            if (own.getOrDefault(node, 0) >= unit.limits().getOrDefault(node, 0)
                    || ledger.room(node, requests) < 1
                    || !ledger.admitsBesideOthers(node, unit.request())) {
                continue;
            }
            boolean sameNext = at + 1 < units.size() && units.get(at + 1).item().equals(unit.item());
            own.merge(node, 1, Integer::sum);
            try (var trial = ledger.trial()) {
                ledger.reserve(node, unit.request(), 1);
                if (search(units, at + 1, sameNext ? i : 0, placed)) {
                    return true;
                }
            }
            own.computeIfPresent(node, (name, count) -> count == 1 ? null : count - 1);
        }
        return false;
    }

    private boolean keepsSpread(List<Unit> units, List<SortedMap<String, Integer>> placed) {
        return units.stream()
                .filter(unit -> !unit.request().shape().spread().isEmpty())
                .distinct()
                .allMatch(unit -> SpreadCheck.holds(
                        unit.item(), unit.option(), placed.get(unit.item().index()), ledger));
    }

    /** Nodes that admit the option, with the most replicas each: no bound, or what may stay where no new one may go. */
    private SortedMap<String, Integer> limits(Item item, int option) {
        return admitted.computeIfAbsent(new Admission(item.index(), option), key -> {
            VariantOption used = item.variant().options().get(option);
            var admission = NodeAdmission.of(item.request(used, 1, new TreeMap<>()));
            var limits = new TreeMap<String, Integer>();
            for (NodeTopology node : ledger.topology().nodes()) {
                int running = item.keepable(used).getOrDefault(node.name(), 0);
                if (admission.refusal(node).isEmpty()) {
                    limits.put(node.name(), MOST_REPLICAS);
                } else if (running > 0 && admission.keeps(node)) {
                    limits.put(node.name(), running);
                }
            }
            return limits;
        });
    }
}
