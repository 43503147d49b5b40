package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;

/**
 * The law of June 2026: an iteration computes at most so many tokens, so a prompt takes c(n) chunks with n running, and a
 * request shares {@code c(n) + output} iterations of {@code alpha + n delta}, delta being its work per iteration.
 *
 * <p>Problem: latencies of {@code chunked2026}. Method: c(n) is the fewest chunks m with
 * n {@code <= floor((m + output) (budget - input / m) / (input + output))}. Prefill = c (alpha + (n - 1) delta) + own prompt at
 * the mean number n running over time; the decodes share the rest of the time in service; TTFT is the wait, the prefill and one
 * decode. Below one running request n - 1 is negative and the prefill shorter than that of an idle server: the originals'
 * answer, kept. Source: llm-inferno/queue-analysis v0.7.0. Complexity: O(log chunks) per n. Units: milliseconds, tokens.
 * Thread-safety: immutable.
 *
 * @param budget tokens computed per iteration
 */
record ChunkedWork(
        double alphaMillis, double betaMillis, double gammaMillis, double input, double output, double budget)
        implements Latencies {

    /** More chunks than tokens of any prompt: the budget no longer matters. */
    private static final int MOST_CHUNKS = 1 << 20;

    static ChunkedWork of(LatencyLaw.Chunked2026 law, TokenMix tokens, int batchedTokens) {
        return new ChunkedWork(
                InvalidParameters.nonNegative("alpha", law.alphaMillis(), "ms"),
                InvalidParameters.nonNegative("beta", law.betaMillis(), "ms"),
                InvalidParameters.nonNegative("gamma", law.gammaMillis(), "ms"),
                tokens.input().mean(),
                tokens.output().mean(),
                batchedTokens);
    }

    double serviceMillis(double running) {
        int chunks = chunks(running);
        return (chunks + output) * alphaMillis + running * (promptMillis(chunks) + answerMillis());
    }

    /** Fewest chunks whose batch limit is at least {@code running}. */
    int chunks(double running) {
        int low = 0;
        int high = 1;
        while (high < MOST_CHUNKS && batchLimit(high) < running) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (batchLimit(middle) < running) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double batchLimit(int chunks) {
        return StrictMath.floor((chunks + output) * (budget - input / chunks) / (input + output));
    }

    private double promptMillis(int chunks) {
        return (betaMillis + gammaMillis * (chunks + 1) / 2) * input;
    }

    private double answerMillis() {
        return output * (betaMillis + gammaMillis * (input + (output + 1) / 2));
    }

    private double prefillMillis(double running) {
        int chunks = chunks(running);
        double prompt = promptMillis(chunks);
        double perIteration = (prompt + answerMillis()) / (chunks + output);
        return chunks * Math.max(0, alphaMillis + (running - 1) * perIteration) + prompt;
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
        return Math.max(0, serviceMillis(state) - prefillMillis(state.running())) / Math.max(1, output);
    }

    /** By Little's law, since c(n) makes the service time a staircase that has no mean n of its own. */
    private double serviceMillis(ChainState state) {
        return state.carriedPerMilli() == 0 ? serviceMillis(1) : state.running() / state.carriedPerMilli();
    }
}
