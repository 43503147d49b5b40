package dev.inferno.vllm;

/**
 * One request as the server sees it.
 *
 * @param id the caller's own; unique among the requests the server holds at one time
 * @param promptTokens tokens in the KV cache before the first answer token
 * @param cachedTokens of those, found in the prefix cache and not computed; the last token of a prompt always is
 * @param outputTokens tokens after which the answer ends
 */
public record Request(long id, int promptTokens, int cachedTokens, int outputTokens) {

    /** Nothing of it is in the prefix cache. */
    public Request(long id, int promptTokens, int outputTokens) {
        this(id, promptTokens, 0, outputTokens);
    }

    public Request {
        if (promptTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException("request %d has %d prompt and %d output tokens; both must be at least 1"
                    .formatted(id, promptTokens, outputTokens));
        }
        if (cachedTokens < 0 || cachedTokens >= promptTokens) {
            throw new IllegalArgumentException("request %d has %d cached tokens; a prompt of %d has 0 to %d of them"
                    .formatted(id, cachedTokens, promptTokens, promptTokens - 1));
        }
    }
}
