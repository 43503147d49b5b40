package dev.inferno.snapshot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One VariantAutoscaling and its workload, as last seen. */
public record VariantState(VariantKey key, long generation, Instant created, VariantSpec spec, Target target) {

    public ModelKey model() {
        return new ModelKey(key.namespace(), spec.modelId());
    }

    /** None where a new node would first have to be labelled: no autoscaler adds one for pods that require our label. */
    public int maxPendingReplicas() {
        return spec.placement() == PlacementMode.STRICT_NODE_LABELS ? 0 : spec.maxPendingReplicas();
    }

    public VariantState withTarget(Target other) {
        return new VariantState(key, generation, created, spec, other);
    }

    /**
     * The same, the servers having told how much their KV cache holds: that counts where the user gave no number and there is
     * no choice of accelerators. Where there is one, a number for those that run alone would make all others look better.
     */
    public VariantState withReportedKvTokens(long tokens) {
        boolean kept = spec.acceleratorPolicy() == AcceleratorPolicy.KEEP;
        List<AcceleratorProfile> rows = spec.accelerators().stream()
                .map(row -> row.kvTokens() == null && (spec.accelerators().size() == 1 || kept && isCurrent(row))
                        ? row.withKvTokens(tokens)
                        : row)
                .toList();
        return new VariantState(key, generation, created, spec.withAccelerators(rows), target);
    }

    private boolean isCurrent(AcceleratorProfile row) {
        return row.accelerator().equals(currentAccelerator());
    }

    /** What running pods are steered to says more than a label that somebody may have left behind; null where neither tells. */
    public @Nullable String currentAccelerator() {
        String steered = target instanceof Target.Found found ? found.steeredTo() : null;
        return steered == null ? spec.currentAccelerator() : steered;
    }
}
