package dev.inferno.vllm;

/**
 * One request as the server sees it.
 *
 * @param id the caller's own; unique among the requests the server holds at one time
 * @param promptTokens tokens to compute before the first answer token (none is found in a prefix cache)
 * @param outputTokens tokens after which the answer ends
 */
public record Request(long id, int promptTokens, int outputTokens) {

    public Request {
        if (promptTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException("request %d has %d prompt and %d output tokens; both must be at least 1"
                    .formatted(id, promptTokens, outputTokens));
        }
    }
}
