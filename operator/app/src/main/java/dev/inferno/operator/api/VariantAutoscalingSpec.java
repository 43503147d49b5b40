package dev.inferno.operator.api;

import io.kubernetes.client.custom.IntOrString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec}, field by field as written; null = the author left it out. */
public record VariantAutoscalingSpec(
        @Nullable String modelID,
        @Nullable ScaleTargetRef scaleTargetRef,
        @Nullable SloClassRef sloClassRef,
        @Nullable Slo slo,
        @Nullable ModelProfile modelProfile,
        @Nullable IntOrString variantCost,
        @Nullable Integer minReplicas,
        @Nullable Integer maxReplicas,
        @Nullable Behavior behavior,
        @Nullable String acceleratorPolicy,
        @Nullable Actuation actuation,
        @Nullable Placement placement,
        @Nullable Boolean ownedByTarget,
        @Nullable String batchPolicy,
        @Nullable ScaleToZero scaleToZero) {

    /** The workload to scale. */
    public record ScaleTargetRef(
            @Nullable String name,
            @Nullable String kind,
            @Nullable String apiVersion) {}

    /** A service class, by ConfigMap and key or by name. */
    public record SloClassRef(
            @Nullable String name, @Nullable String key) {}

    /** Inline service level; {@code ttft} and {@code itl} are durations. */
    public record Slo(
            @Nullable String ttft,
            @Nullable String itl,
            @Nullable String percentile,
            @Nullable String itlPercentile,
            @Nullable IntOrString tps) {}

    /** Candidate accelerators. */
    public record ModelProfile(@Nullable List<Accelerator> accelerators) {}

    /** One row of the profile; coefficients are decimal strings in milliseconds. */
    public record Accelerator(
            @Nullable String acc,
            @Nullable Integer accCount,
            @Nullable String law,
            @Nullable String alpha,
            @Nullable String beta,
            @Nullable PerfParms perfParms,
            @Nullable Iteration iteration,
            @Nullable Integer maxBatchSize,
            @Nullable Integer atTokens,
            @Nullable Long kvTokens,
            @Nullable Integer maxBatchedTokens) {}

    /** Coefficients of the law of late 2025. */
    public record PerfParms(
            @Nullable Map<String, String> decodeParms,
            @Nullable Map<String, String> prefillParms) {}

    /** Coefficients of the iteration law. */
    public record Iteration(
            @Nullable String base,
            @Nullable String decodeToken,
            @Nullable String prefillToken,
            @Nullable String kvToken) {}

    /** Limits on change, per direction. */
    public record Behavior(
            @Nullable Rules scaleUp, @Nullable Rules scaleDown) {}

    /** One direction of {@link Behavior}, as in HPA v2. */
    public record Rules(
            @Nullable Integer stabilizationWindowSeconds,
            @Nullable String selectPolicy,
            @Nullable IntOrString tolerance,
            @Nullable List<Policy> policies) {}

    /** One step limit. */
    public record Policy(
            @Nullable String type,
            @Nullable Integer value,
            @Nullable Integer periodSeconds) {}

    /** How far a decision is carried out. */
    public record Actuation(@Nullable String mode) {}

    /** How replicas are steered to nodes. */
    public record Placement(
            @Nullable String mode,
            @Nullable Boolean strict,
            @Nullable String minLink,
            @Nullable String topologyLevel,
            @Nullable Elastic elastic) {}

    /** Replicas beyond today's hardware. */
    public record Elastic(@Nullable Integer maxPendingReplicas) {}

    /** Whether the last replica may go. */
    public record ScaleToZero(
            @Nullable Boolean enabled, @Nullable String retention) {}
}
