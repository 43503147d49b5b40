package dev.inferno.serving;

import org.jspecify.annotations.Nullable;

/**
 * What bounds one server.
 *
 * @param maxBatchSize requests in service at once ({@code --max-num-seqs})
 * @param maxQueue requests that may wait; null = the law's own default
 * @param maxBatchedTokens tokens computed per iteration ({@code --max-num-batched-tokens})
 * @param kvTokens tokens the KV cache holds; null = unlimited
 */
public record ServerLimits(
        int maxBatchSize,
        @Nullable Integer maxQueue,
        int maxBatchedTokens,
        @Nullable Long kvTokens) {

    /** vLLM's own default of the token budget. */
    public static final int DEFAULT_BATCHED_TOKENS = 8192;

    public static ServerLimits ofBatch(int maxBatchSize) {
        return new ServerLimits(maxBatchSize, null, DEFAULT_BATCHED_TOKENS, null);
    }
}
