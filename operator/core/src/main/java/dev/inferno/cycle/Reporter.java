package dev.inferno.cycle;

import dev.inferno.analysis.ReplicasInUse;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.decision.Action;
import dev.inferno.decision.Decision;
import dev.inferno.decision.VariantDecision;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.FreeDevices;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins a decision with what became of its actions, where a refused or failed one turns its variant's conditions, and with
 * figures of the inventory. Pure.
 */
final class Reporter {

    private Reporter() {}

    static CycleReport report(
            CycleSnapshot seen,
            List<ServingGroup> groups,
            FleetPlan plan,
            Decision decision,
            List<ActionResult> results,
            SortedMap<String, Double> stageSeconds) {
        Map<VariantKey, ActionResult> byVariant = new HashMap<>();
        // A hint's comes before that of the step, which speaks for the variant.
        results.forEach(result -> byVariant.put(result.action().variant(), result));
        List<VariantDecision> told = decision.variants().stream()
                .map(v -> withResult(v, labels(v.key(), seen, results)))
                .map(v -> withResult(v, byVariant.get(v.key())))
                .toList();
        return new CycleReport(
                seen,
                free(seen),
                groups,
                plan,
                new Decision(
                        decision.id(),
                        told,
                        remembered(decision.memory(), byVariant, seen.takenAt()),
                        decision.labels(),
                        decision.victims()),
                results,
                stageSeconds);
    }

    /** What became of the node labels of a variant whose pods cannot start without them; null where they can. */
    private static @Nullable ActionResult labels(VariantKey key, CycleSnapshot seen, List<ActionResult> results) {
        VariantState state = seen.variant(key);
        return state == null || !PlacementLabel.isStrict(state)
                ? null
                : results.stream()
                        .filter(result -> result.action() instanceof Action.LabelNodes label
                                && label.variant().equals(key))
                        .findFirst()
                        .orElse(null);
    }

    private static List<FreeDevices> free(CycleSnapshot seen) {
        return switch (seen.inventory()) {
            case Inventory.Unknown unknown -> List.of();
            case Inventory.Off off -> List.of();
            case Inventory.Known known -> {
                var topology = ClusterTopology.of(known.nodes());
                yield FreeDevices.of(CapacityLedger.of(topology, known.pods()), ReplicasInUse.of(seen, topology));
            }
        };
    }

    /** A change that was not carried out must not use up the steps of the next cycles. */
    private static Memory remembered(Memory memory, Map<VariantKey, ActionResult> results, Instant now) {
        SortedMap<String, VariantMemory> variants = new TreeMap<>(memory.variants());
        results.forEach((key, result) -> {
            if (!(result instanceof ActionResult.Done)) {
                variants.computeIfPresent(key.toString(), (name, kept) -> withoutChange(kept, now));
            }
        });
        return new Memory(memory.schema(), variants);
    }

    private static VariantMemory withoutChange(VariantMemory kept, Instant at) {
        VariantMemory unsteered = at.equals(kept.steered()) ? kept.withSteered(null) : kept;
        return unsteered.withScalings(kept.scalings().stream()
                .filter(change -> !change.at().equals(at))
                .toList());
    }

    private static VariantDecision withResult(VariantDecision decided, @Nullable ActionResult result) {
        return switch (result) {
            case null -> decided;
            case ActionResult.Done done -> decided;
            case ActionResult.Refused refused -> decided.notCarriedOut("Held", refused.message());
            case ActionResult.Failed failed -> decided.notCarriedOut("PatchFailed", failed.message());
        };
    }
}
