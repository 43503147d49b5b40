package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.PlacementRequest;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Whether a plan as a whole keeps the spread of its parts.
 *
 * <p>The scheduler asks only the pod that comes; a pod of another variant that the selector counts may come later and be
 * asked nothing. Such a plan binds in one order and not in another, so we do not make it. Thread-safety: stateless.
 */
final class SpreadCheck {

    private SpreadCheck() {}

    /**
     * @param ledger with all of the plan reserved
     * @param option what an item uses
     * @param placed replicas of an item, by node
     */
    static boolean holds(
            World world,
            CapacityLedger ledger,
            Function<Item, VariantOption> option,
            Function<Item, SortedMap<String, Integer>> placed) {
        for (Item item : world.items()) {
            VariantOption used = option.apply(item);
            if (!used.pod().spread().isEmpty() && !holds(item, used, placed.apply(item), ledger)) {
                return false;
            }
        }
        return true;
    }

    /** Of replicas that run already nothing is asked. */
    static boolean holds(Item item, VariantOption used, Map<String, Integer> placed, CapacityLedger ledger) {
        var running = item.keepable(used);
        var added = new TreeMap<>(placed);
        added.entrySet().removeIf(here -> here.getValue() <= running.getOrDefault(here.getKey(), 0));
        PlacementRequest request = item.request(used, 0, Collections.emptySortedMap());
        return ledger.keepsSpread(request, added.keySet());
    }
}
