package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;

/**
 * The law of August 2025: every token, prompt included, costs {@code alpha + beta n}. It has no prefill, so the time to the
 * first token is the wait, and a TTFT limit bounds the wait. Utilisation is 1 - P(empty).
 */
record Legacy2025Latencies(LatencyLaw.Legacy2025 law) implements Latencies {

    static ServiceTime serviceTime(LatencyLaw.Legacy2025 law, TokenMix tokens) {
        double alpha = InvalidParameters.nonNegative("alpha", law.alphaMillis(), "ms");
        double beta = InvalidParameters.nonNegative("beta", law.betaMillis(), "ms");
        return new ServiceTime(alpha * tokens.meanTotal(), beta * tokens.meanTotal());
    }

    @Override
    public double ttftMillis(ChainState state) {
        return state.waitMillis();
    }

    @Override
    public double itlMillis(ChainState state) {
        return law.alphaMillis() + law.betaMillis() * state.concurrency();
    }

    @Override
    public double utilisation(ChainState state, int batch) {
        return state.busy();
    }
}
