package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * When the replicas of a model count as full, and how much spare they should have. Source: the Workload Variant Autoscaler,
 * whose names and defaults they have.
 *
 * @param modelId whose they are; null = of all models
 * @param namespace where; null = everywhere
 * @param kvCacheThreshold a replica is saturated at this part of its KV cache, 0 to 1
 * @param queueLengthThreshold or at so many waiting requests
 * @param kvSpareTrigger less mean spare below the first threshold asks for a replica
 * @param queueSpareTrigger likewise below the second
 */
public record SaturationThresholds(
        @Nullable String modelId,
        @Nullable String namespace,
        double kvCacheThreshold,
        double queueLengthThreshold,
        double kvSpareTrigger,
        double queueSpareTrigger) {

    public static final SaturationThresholds DEFAULT = new SaturationThresholds(null, null, 0.8, 5, 0.1, 3);

    /** How closely they are meant for a model, model before namespace before all; 0 = not at all. */
    int fit(ModelKey model) {
        boolean applies = (modelId == null || modelId.equals(model.modelId()))
                && (namespace == null || namespace.equals(model.namespace()));
        return applies ? 1 + (modelId == null ? 0 : 2) + (namespace == null ? 0 : 1) : 0;
    }
}
