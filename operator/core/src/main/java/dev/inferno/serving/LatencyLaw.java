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
