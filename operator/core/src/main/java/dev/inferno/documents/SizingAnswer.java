package dev.inferno.documents;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link SizingCase}; numbers rounded to 6 significant digits.
 *
 * @param replicas the count that keeps the level, or the most allowed when none does
 * @param maxRequestsPerSecondPerReplica largest demand the answered fleet carries within the level, over its replicas
 * @param binding ttft, itl, wait, tps, kv or stability
 * @param constraint what binds, with its figure, as a person says it
 * @param predicted per replica at the answered count, by formula; with law iteration TTFT and ITL are the percentiles of the
 *     level and the wait, if limited, its 95th; null when the law cannot say, as beyond saturation
 */
public record SizingAnswer(
        @Nullable String name,
        boolean feasible,
        String reason,
        int replicas,
        int batch,
        double maxRequestsPerSecondPerReplica,
        double costPerHour,
        @Nullable String binding,
        @Nullable String constraint,
        @Nullable Predicted predicted) {

    /** Figures of one replica. */
    public record Predicted(
            double ttftMillis,
            double itlMillis,
            double waitMillis,
            double utilisation,
            double running,
            double waiting) {}
}
