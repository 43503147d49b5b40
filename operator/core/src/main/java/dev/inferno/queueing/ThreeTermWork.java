package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;

/**
 * The law of February 2026: one iteration with n running takes {@code alpha + n step}, {@code step} being the tokens an
 * average request computes and reads in one of its {@code output + 1} iterations.
 *
 * <p>Problem: latencies of {@code threeTerm2026}. Method: prefill = an iteration + the work of the own prompt, each of
 * {@code output} decodes = an iteration + the work of one own token at half of the answer; TTFT is the wait, the prefill and
 * one decode. A request's own work is therefore counted twice, and its first token costs one decode too many: the originals'
 * answers, kept. Prefill is taken at the mean number running over time, the decodes share the rest of the time in service (so that ITL may fall a little while the
 * rate rises).
 * A request without prompt has no prefill, one without answer no decode. Source: llm-d workload-variant-autoscaler,
 * {@code pkg/analyzer}. Complexity: O(1). Units: milliseconds. Thread-safety: immutable.
 *
 * @param stepMillis what one more running request adds to an iteration
 * @param promptMillis own prompt
 * @param tokenMillis one own answer token
 */
record ThreeTermWork(
        double alphaMillis, double stepMillis, double promptMillis, double tokenMillis, double input, double output)
        implements Latencies {

    static ThreeTermWork of(LatencyLaw.ThreeTerm2026 law, TokenMix tokens) {
        double alpha = InvalidParameters.nonNegative("alpha", law.alphaMillis(), "ms");
        double beta = InvalidParameters.nonNegative("beta", law.betaMillis(), "ms");
        double gamma = InvalidParameters.nonNegative("gamma", law.gammaMillis(), "ms");
        double input = tokens.input().mean();
        double output = tokens.output().mean();
        double context = input + output / 2;
        double step = beta * (input + output) / (output + 1) + gamma * context;
        return new ThreeTermWork(alpha, step, (beta + gamma) * input, beta + gamma * context, input, output);
    }

    double serviceMillis(double running) {
        return prefillMillis(running) + output * (iterationMillis(running) + tokenMillis);
    }

    private double prefillMillis(double running) {
        return input == 0 ? 0 : iterationMillis(running) + promptMillis;
    }

    private double iterationMillis(double running) {
        return alphaMillis + running * stepMillis;
    }

    @Override
    public double ttftMillis(ChainState state) {
        return state.waitMillis() + prefillMillis(state.running()) + itlMillis(state);
    }

    @Override
    public double itlMillis(ChainState state) {
        if (output == 0) {
            return 0;
        }
        double ahead = input == 0 ? 0 : Math.max(0, state.concurrency() - state.running());
        return iterationMillis(state.concurrency()) + tokenMillis + stepMillis * ahead / Math.max(1, output);
    }
}
