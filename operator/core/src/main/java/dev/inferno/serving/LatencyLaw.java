package dev.inferno.serving;

/**
 * How long a server's work takes as a function of what runs in the batch: the laws users may give coefficients for. All
 * coefficients are in milliseconds. Validity (finite, non-negative, not all zero) is checked by {@code queueing}, which
 * refuses bad values by name.
 */
public sealed interface LatencyLaw {

    /** Name as written in documents and in {@code spec.modelProfile.accelerators[].law}. */
    String name();

    /**
     * inferno-autoscaler of August 2025: every token of a request, prompt included, costs one step of
     * {@code alpha + beta n} with n requests running.
     */
    record Legacy2025(double alphaMillis, double betaMillis) implements LatencyLaw {
        @Override
        public String name() {
            return "legacy2025";
        }
    }

    /**
     * inferno-autoscaler of late 2025: prefill {@code gamma + delta * inputTokens * n}, then output - 1 decodes of
     * {@code alpha + beta n}.
     */
    record Prefill2025(double alphaMillis, double betaMillis, double gammaMillis, double deltaMillis)
            implements LatencyLaw {
        @Override
        public String name() {
            return "prefill2025";
        }
    }

    /**
     * llm-d workload-variant-autoscaler of February 2026: an iteration takes {@code alpha}, {@code beta} per token computed
     * and {@code gamma} per context token read; a request's own tokens are counted on top of those of the batch.
     */
    record ThreeTerm2026(double alphaMillis, double betaMillis, double gammaMillis) implements LatencyLaw {
        @Override
        public String name() {
            return "threeTerm2026";
        }
    }

    /** llm-inferno/queue-analysis of June 2026: the same three coefficients, prompts in chunks of the token budget. */
    record Chunked2026(double alphaMillis, double betaMillis, double gammaMillis) implements LatencyLaw {
        @Override
        public String name() {
            return "chunked2026";
        }
    }

    /**
     * Ours: time of one engine iteration = base + decodeToken x decode tokens + prefillToken x prefill tokens + kvToken x
     * context tokens of the decodes.
     */
    record Iteration(double baseMillis, double decodeTokenMillis, double prefillTokenMillis, double kvTokenMillis)
            implements LatencyLaw {
        @Override
        public String name() {
            return "iteration";
        }

        /** Time of one iteration in milliseconds. */
        public double millis(int decodeTokens, int prefillTokens, long contextTokens) {
            return baseMillis
                    + decodeTokenMillis * decodeTokens
                    + prefillTokenMillis * prefillTokens
                    + kvTokenMillis * contextTokens;
        }
    }
}
