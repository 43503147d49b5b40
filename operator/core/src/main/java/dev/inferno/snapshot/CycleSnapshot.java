package dev.inferno.snapshot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one decision may look at.
 *
 * @param id name of the decision made from this snapshot
 * @param trigger what caused the cycle
 * @param variants ordered by key
 * @param loads ordered by model; one per model that any variant names
 */
public record CycleSnapshot(
        String id,
        Instant takenAt,
        String trigger,
        FleetPolicy policy,
        Inventory inventory,
        List<VariantState> variants,
        List<ModelLoad> loads,
        Memory memory,
        SearchBudget budget) {

    public CycleSnapshot {
        variants = List.copyOf(variants);
        loads = List.copyOf(loads);
    }

    /** The reading of a model, or that nobody asked for it. */
    public LoadReading load(ModelKey model) {
        return loads.stream()
                .filter(load -> load.model().equals(model))
                .map(ModelLoad::reading)
                .findFirst()
                .orElse(new LoadReading.Missing(LoadReading.Missing.Cause.NO_SAMPLES, "no reading of " + model));
    }

    /** As a replay needs it: with the step at which the safety net stopped the plan, null when it did not. */
    public CycleSnapshot recorded(@Nullable Long stoppedAtStep) {
        return with(budget.recorded(stoppedAtStep));
    }

    /** The same, searched otherwise. */
    public CycleSnapshot with(SearchBudget other) {
        return new CycleSnapshot(id, takenAt, trigger, policy, inventory, variants, loads, memory, other);
    }

    /** The state of one variant, null when the snapshot does not hold it. */
    public @Nullable VariantState variant(VariantKey key) {
        return variants.stream().filter(v -> v.key().equals(key)).findFirst().orElse(null);
    }
}
