package dev.inferno.operator.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code status}, field by field as stored. Decimals are strings, times RFC 3339 in whole seconds; null = absent. */
public record VariantAutoscalingStatus(
        @Nullable Long observedGeneration,
        @Nullable String sloAttained,
        @Nullable CurrentAlloc currentAlloc,
        @Nullable DesiredAlloc desiredOptimizedAlloc,
        @Nullable Actuation actuation,
        @Nullable Decision decision,
        @Nullable List<Calibration> calibration,
        @Nullable List<Condition> conditions) {

    /** What runs now. */
    public record CurrentAlloc(
            @Nullable String accelerator,
            @Nullable Integer numReplicas,
            @Nullable Integer maxBatch,
            @Nullable String variantCost,
            @Nullable String itlAverage,
            @Nullable String ttftAverage,
            @Nullable String waitAverage,
            @Nullable Load load) {}

    /** The load; {@code arrivalRate} in requests per minute. */
    public record Load(
            @Nullable String arrivalRate,
            @Nullable String avgInputTokens,
            @Nullable String avgOutputTokens,
            @Nullable String avgLength,
            @Nullable String prefixCacheHitRate) {}

    /** The decision in force, in the form of the originals. */
    public record DesiredAlloc(
            @Nullable String lastRunTime,
            @Nullable String accelerator,
            @Nullable Integer numReplicas,
            @Nullable Integer maxBatch) {}

    /** Whether the decision was carried out. */
    public record Actuation(
            @Nullable Boolean applied,
            @Nullable String lastAttemptTime,
            @Nullable String lastSuccessTime,
            @Nullable String mode) {}

    /** The decision in force, with the options it weighed. */
    public record Decision(
            @Nullable String id,
            @Nullable Integer wanted,
            @Nullable Integer granted,
            @Nullable String costPerHour,
            @Nullable Predicted predicted,
            @Nullable List<Option> options,
            @Nullable List<NodeReplicas> placement,
            @Nullable Next next,
            @Nullable String optimalityGap) {}

    /** What the model expects; {@code ttft} and {@code itl} are durations. */
    public record Predicted(
            @Nullable String ttft,
            @Nullable String itl,
            @Nullable String utilisation) {}

    /** One accelerator that was considered. */
    public record Option(
            @Nullable String accelerator,
            @Nullable Integer replicas,
            @Nullable String cost,
            @Nullable String verdict,
            @Nullable String reason) {}

    /** Replicas on one node or group of equal nodes. */
    public record NodeReplicas(
            @Nullable String nodeGroup, @Nullable Integer replicas) {}

    /** Whether one replica more would fit. */
    public record Next(@Nullable Boolean fits, @Nullable String blockedBy) {}

    /** What was learned of the servers' speed on one accelerator. */
    public record Calibration(
            @Nullable String accelerator,
            @Nullable String law,
            @Nullable String source,
            @Nullable Map<String, String> coefficients,
            @Nullable Map<String, String> standardErrors,
            @Nullable Long samples,
            @Nullable String lastUpdateTime) {}

    /** One condition, as everywhere in Kubernetes. */
    public record Condition(
            @Nullable String type,
            @Nullable String status,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String lastTransitionTime,
            @Nullable Long observedGeneration) {}
}
