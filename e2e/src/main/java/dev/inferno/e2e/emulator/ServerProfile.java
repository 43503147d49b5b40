package dev.inferno.e2e.emulator;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one emulated server is.
 *
 * @param maxQueue requests that may wait; null = unlimited
 * @param kvTokens capacity that the KV gauges are measured against; it limits nothing
 * @param maxModelLen prompt and answer together
 * @param defaultMaxTokens answer length when a request names none
 * @param prefixCacheHitPercent of every prompt, found in the prefix cache and not computed
 */
record ServerProfile(
        Iteration law,
        int maxNumSeqs,
        @Nullable Integer maxQueue,
        int maxBatchedTokens,
        long kvTokens,
        int maxModelLen,
        int defaultMaxTokens,
        int prefixCacheHitPercent) {

    static final int BLOCK_SIZE = 16;

    static final String LAW_FORM = "base=MS,decodeToken=MS,prefillToken=MS,kvToken=MS (those left out are 0)";

    /** Tokens of a prompt that the prefix cache holds; the last one is always computed. */
    int cachedTokens(int promptTokens) {
        return Math.min(promptTokens - 1, (int) ((long) promptTokens * prefixCacheHitPercent / 100));
    }

    ServerLimits limits() {
        return new ServerLimits(maxNumSeqs, maxQueue, Math.max(maxBatchedTokens, maxNumSeqs), null);
    }

    /** Reads {@link #LAW_FORM}. */
    static Iteration parseLaw(String text) {
        Map<String, Double> terms = new HashMap<>();
        for (String term : text.split(",", -1)) {
            int equals = term.indexOf('=');
            String name = term.substring(0, Math.max(equals, 0)).strip();
            if (!name.matches("base|decodeToken|prefillToken|kvToken")) {
                throw badLaw(text);
            }
            terms.put(name, coefficient(term.substring(equals + 1), text));
        }
        return new Iteration(
                terms.getOrDefault("base", 0.0),
                terms.getOrDefault("decodeToken", 0.0),
                terms.getOrDefault("prefillToken", 0.0),
                terms.getOrDefault("kvToken", 0.0));
    }

    private static double coefficient(String value, String law) {
        try {
            double millis = Double.parseDouble(value.strip());
            if (millis >= 0 && !Double.isInfinite(millis)) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // said below, with the allowed form
        }
        throw badLaw(law);
    }

    private static IllegalArgumentException badLaw(String text) {
        return new IllegalArgumentException("law %s is not allowed; give %s".formatted(text, LAW_FORM));
    }
}
