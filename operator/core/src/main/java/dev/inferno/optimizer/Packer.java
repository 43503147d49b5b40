package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PackingOrder;
import dev.inferno.topology.placement.Placement;
import dev.inferno.topology.placement.PlacementRequest;
import dev.inferno.topology.placement.PlacementResult;
import dev.inferno.topology.placement.Placer;
import dev.inferno.topology.placement.PlanPacking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes for given counts, or none.
 *
 * <p>Problem: vector bin packing with eligible nodes. Method: what runs stays and the rest is placed by {@link PlanPacking};
 * failing that, one item after the other, largest first; failing that, and only in tiny worlds, by exhaustive search.
 * Complexity: O(items x nodes) but for the last. Thread-safety: none, works on the ledger of one search.
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
        if (!totals.covers(world, choices) || !world.limits().allow(world, choices)) {
            return null;
        }
        List<PlacementRequest> requests = requests(choices);
        Optional<List<Placement>> packed = checked(choices, () -> PlanPacking.place(requests, ledger))
                .or(() -> checked(choices, () -> oneByOne(requests)));
        return packed.isPresent() ? packed.get() : tiny.pack(choices);
    }

    private Optional<List<Placement>> checked(List<Choice> choices, Supplier<Optional<List<Placement>>> packing) {
        try (var trial = ledger.trial()) {
            return packing.get().map(this::ofAllItems).filter(placements -> keepsSpread(choices, placements));
        }
    }

    private Optional<List<Placement>> oneByOne(List<PlacementRequest> requests) {
        var placements = new ArrayList<Placement>();
        for (PlacementRequest request : PackingOrder.largestFirst(requests)) {
            if (!(placer.place(request, ledger) instanceof PlacementResult.Placed placed)) {
                return Optional.empty();
            }
            placements.add(placed.placement());
        }
        return Optional.of(placements);
    }

    private List<Placement> ofAllItems(List<Placement> placed) {
        var byId = new TreeMap<String, Placement>();
        placed.forEach(placement -> byId.put(placement.id(), placement));
        return world.items().stream()
                .map(item -> byId.getOrDefault(item.id(), new Placement(item.id(), NOWHERE)))
                .toList();
    }

    private boolean keepsSpread(List<Choice> choices, List<Placement> placements) {
        return SpreadCheck.holds(
                world,
                ledger,
                item -> item.option(choices.get(item.index())),
                item -> placements.get(item.index()).replicasByNode());
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
        return requests;
    }
}
