package dev.inferno.documents;

import dev.inferno.serving.TokenCount;
import org.jspecify.annotations.Nullable;

/**
 * {@code kind: SizingCase}: sizes one model on one accelerator, without a cluster. Units as in the field names;
 * coefficients in milliseconds, those of the law.
 */
public record SizingCase(
        @Nullable String apiVersion,
        String kind,
        @Nullable Metadata metadata,
        String law,
        Coefficients coefficients,
        Server server,
        Load load,
        @Nullable Slo slo,
        @Nullable Fleet fleet) {

    /** The same case asked at another load. */
    public SizingCase withRequestsPerMinute(double rate) {
        var other =
                new Load(rate, load.inputTokens(), load.outputTokens(), load.arrivalScv(), load.prefixCacheHitRate());
        return new SizingCase(apiVersion, kind, metadata, law, coefficients, server, other, slo, fleet);
    }

    /** The same case asked of exactly so many replicas. */
    public SizingCase withReplicas(int replicas) {
        var other = new Fleet(
                fleet == null ? null : fleet.routing(),
                replicas,
                replicas,
                fleet == null ? null : fleet.costPerReplicaHour());
        return new SizingCase(apiVersion, kind, metadata, law, coefficients, server, load, slo, other);
    }

    /** {@code alpha, beta[, gamma, delta]} of the 2025 laws, or {@code base .. kvToken} of the iteration law. */
    public record Coefficients(
            @Nullable Double alpha,
            @Nullable Double beta,
            @Nullable Double gamma,
            @Nullable Double delta,
            @Nullable Double base,
            @Nullable Double decodeToken,
            @Nullable Double prefillToken,
            @Nullable Double kvToken) {}

    /** @param atTokens present: the batch limit is max(1, floor(maxBatchSize x atTokens / output tokens)) */
    public record Server(
            int maxBatchSize,
            @Nullable Integer atTokens,
            @Nullable Integer maxQueue,
            @Nullable Integer maxBatchedTokens,
            @Nullable Long kvTokens,
            @Nullable String batchPolicy) {}

    /**
     * What clients ask.
     *
     * @param prefixCacheHitRate share of the prompt tokens, 0 to 1, found in the prefix cache; absent = 0
     */
    public record Load(
            double requestsPerMinute,
            TokenCount inputTokens,
            TokenCount outputTokens,
            @Nullable Double arrivalScv,
            @Nullable Double prefixCacheHitRate) {}

    /** Absent or 0 = no limit. */
    public record Slo(
            @Nullable Double ttftMillis,
            @Nullable Double itlMillis,
            @Nullable Double waitMillis,
            @Nullable Double tokensPerSecond,
            @Nullable String percentile,
            @Nullable String itlPercentile) {}

    /** The fleet around the server. */
    public record Fleet(
            @Nullable String routing,
            @Nullable Integer minReplicas,
            @Nullable Integer maxReplicas,
            @Nullable Double costPerReplicaHour) {}

    /** Echoed as {@code name}. */
    public record Metadata(String name) {}
}
