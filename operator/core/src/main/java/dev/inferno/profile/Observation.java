package dev.inferno.profile;

import dev.inferno.profile.Measurement.Load;
import dev.inferno.serving.LatencyLaw;
import org.jspecify.annotations.Nullable;

/**
 * A usable row: what ran and how long an iteration took.
 *
 * @param decoding mean requests that decode, by Little's law; those that wait or prefill are not among them
 */
record Observation(
        String where,
        boolean batch,
        double decoding,
        double inputTokens,
        double outputTokens,
        double itlMillis,
        @Nullable Double ttftMillis) {

    static final int UNKNOWNS = 4;
    private static final double PER_SECOND = 1000;

    static Observation of(Measurement row) {
        Double ttft = row.ttftMillis();
        boolean batch = row.load() == Load.BATCH;
        double decodes = (row.outputTokens() - 1) * row.itlMillis();
        // A negative time to first token is a known defect of guidellm's aggregation.
        Double usable = ttft == null || ttft < 0 ? null : ttft;
        return new Observation(
                row.where(),
                batch,
                decoding(row, decodes, batch || usable == null ? 0 : usable),
                row.inputTokens(),
                row.outputTokens(),
                row.itlMillis(),
                usable);
    }

    private static double decoding(Measurement row, double decodesMillis, double beforeMillis) {
        Double concurrency = row.concurrency();
        if (concurrency != null) {
            return concurrency * decodesMillis / (decodesMillis + beforeMillis);
        }
        return byThroughput(row, decodesMillis);
    }

    /** Requests that decode as the rate tells, or NaN when the row has none. */
    static double byThroughput(Measurement row, double decodesMillis) {
        Double requests = row.requestsPerSecond();
        Double tokens = row.tokensPerSecond();
        return requests != null
                ? requests * decodesMillis / PER_SECOND
                : tokens != null ? tokens * row.itlMillis() / PER_SECOND : Double.NaN;
    }

    /** What multiplies base, decodeToken, prefillToken and kvToken in the mean time between tokens. */
    double[] features() {
        double context = inputTokens + outputTokens / 2;
        double prompts = batch ? 0 : decoding * inputTokens / outputTokens;
        return new double[] {1, decoding, prompts, decoding * context};
    }

    double predicted(LatencyLaw.Iteration law) {
        double[] f = features();
        return f[0] * law.baseMillis()
                + f[1] * law.decodeTokenMillis()
                + f[2] * law.prefillTokenMillis()
                + f[3] * law.kvTokenMillis();
    }

    /** Relative, positive when the law is too slow. */
    double error(LatencyLaw.Iteration law) {
        return predicted(law) / itlMillis - 1;
    }
}
