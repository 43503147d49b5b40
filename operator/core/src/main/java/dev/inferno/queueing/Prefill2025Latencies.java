package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;

/**
 * The law of late 2025: prefill {@code gamma + delta * input * n}, then output - 1 decodes of {@code alpha + beta n}.
 *
 * <p>A request without prompt has no prefill (the originals take gamma off its decodes all the same), one without prompt and
 * with one token has one decode, one without output is prefill only (the originals call that no load).
 */
record Prefill2025Latencies(LatencyLaw.Prefill2025 law, double inputTokens) implements Latencies {

    static ServiceTime serviceTime(LatencyLaw.Prefill2025 law, TokenMix tokens) {
        double alpha = InvalidParameters.nonNegative("alpha", law.alphaMillis(), "ms");
        double beta = InvalidParameters.nonNegative("beta", law.betaMillis(), "ms");
        double gamma = InvalidParameters.nonNegative("gamma", law.gammaMillis(), "ms");
        double delta = InvalidParameters.nonNegative("delta", law.deltaMillis(), "ms");
        double input = tokens.input().mean();
        double decodes = decodes(input, tokens.output().mean());
        double prefill = input > 0 ? gamma : 0;
        return new ServiceTime(prefill + alpha * decodes, delta * input + beta * decodes);
    }

    private static double decodes(double input, double output) {
        if (input == 0 && output > 0 && output < 2) {
            return 1;
        }
        return Math.max(0, output - 1);
    }

    @Override
    public double ttftMillis(ChainState state) {
        if (inputTokens == 0) {
            return state.waitMillis();
        }
        return state.waitMillis() + law.gammaMillis() + law.deltaMillis() * inputTokens * state.concurrency();
    }

    @Override
    public double itlMillis(ChainState state) {
        return law.alphaMillis() + law.betaMillis() * state.concurrency();
    }
}
