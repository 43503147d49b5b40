package dev.inferno.profile;

import org.jspecify.annotations.Nullable;

/**
 * One row of a benchmark: means over the requests of one run at one load. Milliseconds, tokens, requests/s.
 *
 * <p>How many requests run follows from {@code concurrency}, else from {@code requestsPerSecond}, else from {@code
 * tokensPerSecond}; one of them must be there.
 *
 * @param where file and line, for messages
 * @param load how the requests were sent
 * @param concurrency mean requests inside; of {@link Load#BATCH}, requests of the batch
 * @param tokensPerSecond answer tokens of all requests
 * @param ttftMillis of {@link Load#BATCH}, time until the whole batch has its first tokens
 * @param completed requests with an answer; with {@code incomplete} (cut off at the end of the run) and {@code errored}, null when
 *     not told
 */
public record Measurement(
        String where,
        Load load,
        @Nullable Double concurrency,
        @Nullable Double requestsPerSecond,
        @Nullable Double tokensPerSecond,
        double inputTokens,
        double outputTokens,
        double itlMillis,
        @Nullable Double ttftMillis,
        @Nullable Double completed,
        @Nullable Double incomplete,
        @Nullable Double errored) {

    /** How a benchmark sends requests. */
    public enum Load {
        /** At a rate or a concurrency: prompts arrive while others decode. */
        STEADY,
        /** All start and end together: no decode meets a prompt. */
        BATCH,
        /** As fast as possible: how many the server runs is unknown. */
        FLAT_OUT
    }
}
