package dev.inferno.queueing;

/**
 * Requests a server runs at once, where a profile states its batch for one answer length and traffic has another.
 *
 * <p>Method: the batch shrinks and grows so that its output tokens stay those of the profile: floor(maxBatchSize x atTokens /
 * output tokens), at least 1. Source: the 2025 originals, whose integer products overflow and have no upper bound.
 * Complexity: O(1). Units: requests, tokens. Thread-safety: stateless.
 */
public final class BatchLimit {

    /** Largest batch a model is built for; about 100 times what any engine runs. */
    public static final int MOST = 1 << 20;

    private BatchLimit() {}

    /**
     * @param atTokens answer length of the profile, {@code >= 0}
     * @param outputTokens mean answer length of the traffic; 0 (prefill only) leaves the batch as it is
     */
    public static int of(int maxBatchSize, double atTokens, double outputTokens) {
        if (maxBatchSize < 1) {
            throw new InvalidParameters("maxBatchSize", maxBatchSize, ">= 1 requests");
        }
        InvalidParameters.nonNegative("atTokens", atTokens, "tokens");
        InvalidParameters.nonNegative("output tokens", outputTokens, "tokens");
        if (outputTokens == 0) {
            return Math.min(maxBatchSize, MOST);
        }
        double scaled = StrictMath.floor(maxBatchSize * atTokens / outputTokens);
        return (int) Math.max(1, Math.min(MOST, scaled));
    }
}
