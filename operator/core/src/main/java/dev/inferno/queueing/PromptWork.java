package dev.inferno.queueing;

import dev.inferno.serving.TokenCount;

/**
 * Prefill time of one prompt: moments, strata, and how it fits the token budget of an iteration.
 *
 * <p>Lengths are gamma up to scv 1 and log-normal above. Units: milliseconds. Thread-safety: immutable.
 *
 * @param scv variance over squared mean
 * @param square second moment
 * @param cube third moment
 * @param chunks iterations a prompt takes
 * @param perBudget mean prompt / token budget
 */
record PromptWork(
        double mean,
        double scv,
        double square,
        double cube,
        double chunks,
        double perBudget,
        double perToken,
        LengthStrata strata) {

    static PromptWork of(double perToken, TokenCount input, double chunks, int budget) {
        double scv = input.scv();
        double mean = perToken * input.mean();
        double third = scv <= 1 ? (1 + scv) * (1 + 2 * scv) : (1 + scv) * (1 + scv) * (1 + scv);
        return new PromptWork(
                mean,
                scv,
                mean * mean * (1 + scv),
                mean * mean * mean * third,
                chunks,
                input.mean() / budget,
                perToken,
                LengthStrata.of(input));
    }

    double stratum(int i) {
        return perToken * strata.length(i);
    }
}
