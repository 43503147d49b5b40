package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PackingOrder;
import dev.inferno.topology.placement.Placement;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.Placer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes for given counts, or none.
 *
 * <p>Problem: vector bin packing with eligible nodes. Method: what runs stays and the rest is placed largest first by best
 * fit; failing that, all of it largest first; failing that, and only in tiny worlds, by exhaustive search. Complexity:
 * O(items x nodes) but for the last. Thread-safety: none, works on the ledger of one search.
 */
final class Packer {

    private static final SortedMap<String, Integer> NOWHERE = Collections.emptySortedMap();

    private final World world;
    private final CapacityLedger ledger;
    private final Placer placer = Placer.bestFit();
    private final TinyPacker tiny;
    private final Totals totals;

    Packer(World world, CapacityLedger ledger) {
        this.world = world;
        this.ledger = ledger;
        this.tiny = new TinyPacker(world, ledger);
        this.totals = Totals.free(ledger);
    }

    /** A placement per item, null when none was found. The ledger is left as it was. */
    @Nullable
    List<Placement> pack(List<Choice> choices) {
        if (!totals.covers(world, choices)) {
            return null;
        }
        List<Placement> packed = pack(choices, true);
        if (packed == null) {
            packed = pack(choices, false);
        }
        return packed == null ? tiny.pack(choices) : packed;
    }

    private @Nullable List<Placement> pack(List<Choice> choices, boolean runningFirst) {
        List<PlacementRequest> requests = requests(choices);
        var nodes = new TreeMap<String, SortedMap<String, Integer>>();
        requests.forEach(request -> nodes.put(request.id(), new TreeMap<>()));
        try (var trial = ledger.trial()) {
            if (runningFirst) {
                requests.forEach(request -> place(request, running(request), request.current(), nodes));
            }
            for (PlacementRequest request : requests) {
                int rest = request.replicas() - sum(nodes.getOrDefault(request.id(), NOWHERE));
                if (!place(request, rest, runningFirst ? NOWHERE : request.current(), nodes)) {
                    return null;
                }
            }
            if (!SpreadCheck.holds(
                    world,
                    ledger,
                    item -> item.option(choices.get(item.index())),
                    item -> nodes.getOrDefault(item.id(), NOWHERE))) {
                return null;
            }
        }
        return world.items().stream()
                .map(item -> new Placement(item.id(), nodes.getOrDefault(item.id(), NOWHERE)))
                .toList();
    }

    private boolean place(
            PlacementRequest request,
            int replicas,
            SortedMap<String, Integer> current,
            SortedMap<String, SortedMap<String, Integer>> nodes) {
        if (replicas == 0) {
            return true;
        }
        var part = new PlacementRequest(request.id(), request.shape(), request.product(), replicas, current);
        Placement placed = placer.place(part, ledger).placement();
        placed.replicasByNode()
                .forEach((node, count) -> nodes.computeIfAbsent(request.id(), id -> new TreeMap<>())
                        .merge(node, count, Integer::sum));
        return placed.replicas() == replicas;
    }

    private List<PlacementRequest> requests(List<Choice> choices) {
        var requests = new ArrayList<PlacementRequest>();
        for (Item item : world.items()) {
            Choice choice = choices.get(item.index());
            if (choice.replicas() > 0) {
                VariantOption option = item.option(choice);
                requests.add(item.request(option, choice.replicas(), item.keepable(option)));
            }
        }
        return PackingOrder.largestFirst(requests);
    }

    private static int running(PlacementRequest request) {
        return Math.min(request.replicas(), sum(request.current()));
    }

    private static int sum(SortedMap<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
