package dev.inferno.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One VariantAutoscaling and its workload, as last seen. */
public record VariantState(VariantKey key, long generation, Instant created, VariantSpec spec, Target target) {

    public ModelKey model() {
        return new ModelKey(key.namespace(), spec.modelId());
    }

    public VariantState withTarget(Target other) {
        return new VariantState(key, generation, created, spec, other);
    }

    /** What running pods are steered to says more than a label that somebody may have left behind; null where neither tells. */
    public @Nullable String currentAccelerator() {
        String steered = target instanceof Target.Found found ? found.steeredTo() : null;
        return steered == null ? spec.currentAccelerator() : steered;
    }
}
