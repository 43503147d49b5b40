package dev.inferno.serving;

import org.jspecify.annotations.Nullable;

/**
 * Prompt and answer lengths of a model's traffic.
 *
 * @param prefixCacheHitRate share of the prompt tokens, 0 to 1, that the prefix cache holds already: they are read, and take room, but are not
 *     computed again; null = none
 */
public record TokenMix(
        TokenCount input, TokenCount output, @Nullable Double prefixCacheHitRate) {

    /** @throws IllegalArgumentException if the hit rate is outside 0 to 1 */
    public TokenMix {
        if (prefixCacheHitRate != null && !(prefixCacheHitRate >= 0 && prefixCacheHitRate <= 1)) {
            throw new IllegalArgumentException("prefixCacheHitRate (" + prefixCacheHitRate
                    + ") must be from 0 to 1: the share of prompt tokens found in the prefix cache");
        }
    }

    /** Of servers that find nothing in a prefix cache. */
    public TokenMix(TokenCount input, TokenCount output) {
        this(input, output, null);
    }

    public static TokenMix fixed(double inputTokens, double outputTokens) {
        return new TokenMix(TokenCount.fixed(inputTokens), TokenCount.fixed(outputTokens));
    }

    /** Mean tokens of a request, prompt and answer together. */
    public double meanTotal() {
        return input.mean() + output.mean();
    }

    /** Of a prompt, what a prefill has to compute; the same share of every prompt is taken to be cached. */
    public TokenCount computedInput() {
        return prefixCacheHitRate == null
                ? input
                : new TokenCount(input.mean() * (1 - prefixCacheHitRate), input.scv());
    }
}
