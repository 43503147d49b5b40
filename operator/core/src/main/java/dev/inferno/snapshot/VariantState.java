package dev.inferno.snapshot;

import java.time.Instant;

/** One VariantAutoscaling and its workload, as last seen. */
public record VariantState(VariantKey key, long generation, Instant created, VariantSpec spec, Target target) {

    public ModelKey model() {
        return new ModelKey(key.namespace(), spec.modelId());
    }
}
