package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;

/**
 * What one request costs a server that computes in iterations, and how many of them it holds.
 *
 * <p>Problem: {@code tau(n) = A + B n} and the batch limit for a token mix. Method: with m prefill chunks and output O,
 * A = (m + O - 1) base; B = own prefill work + own decode work, where context reads grow with the square of the output. What the
 * prefix cache holds of a prompt is read and takes room, but is not computed; that it is shared with others is not counted on.
 * The batch is bounded by the configured size, by the tokens an iteration may compute, and by the KV cache: resident
 * tokens of n requests, mean + 1.645 standard deviations, within 99 % of it (1 % is vLLM's own watermark). Source: vLLM V1
 * scheduling; renewal argument for the tokens resident at a random time, gamma-distributed output. Complexity: O(1).
 * Units: milliseconds, tokens. Thread-safety: immutable.
 *
 * @param chunks iterations of the prefill
 * @param iterations iterations of a request in all
 * @param prefillMillis own prefill work, without the base of its iterations
 */
record IterationWork(double chunks, double iterations, double prefillMillis, ServiceTime serviceTime) {

    private static final double KV_SAFETY = 1.645;
    private static final double KV_USABLE = 0.99;

    static IterationWork of(LatencyLaw.Iteration law, TokenMix tokens, int batchedTokens) {
        double base = InvalidParameters.nonNegative("base", law.baseMillis(), "ms");
        double decode = InvalidParameters.nonNegative("decodeToken", law.decodeTokenMillis(), "ms");
        double prefill = InvalidParameters.nonNegative("prefillToken", law.prefillTokenMillis(), "ms");
        double kv = InvalidParameters.nonNegative("kvToken", law.kvTokenMillis(), "ms");
        double input = tokens.input().mean();
        double output = outputTokens(tokens.output());
        double computed = tokens.computedInput().mean();
        double chunks = Math.max(1, Math.ceil(computed / batchedTokens));
        double iterations = chunks + output - 1;
        double square = output * output * (1 + tokens.output().scv());
        double contextReads = (output - 1) * input + (square - output) / 2;
        double ownPrefill = prefill * computed;
        double ownDecode = decode * (output - 1) + kv * contextReads;
        return new IterationWork(
                chunks, iterations, ownPrefill, new ServiceTime(iterations * base, ownPrefill + ownDecode));
    }

    /** Requests that fit at once into the KV cache without constant preemption. */
    static double kvBatch(TokenMix tokens, long kvTokens) {
        double output = outputTokens(tokens.output());
        double scv = tokens.output().scv();
        double input = tokens.input().mean();
        double age = output * (1 + scv) / 2;
        double ageSquare = output * output * (1 + scv) * (1 + 2 * scv) / 3;
        double mean = input + age;
        double variance = input * input * tokens.input().scv() + Math.max(0, ageSquare - age * age);
        double spread = KV_SAFETY * Math.sqrt(variance);
        double root = (Math.sqrt(spread * spread + 4 * mean * KV_USABLE * kvTokens) - spread) / (2 * mean);
        return root * root;
    }

    /** Requests whose tokens fit into one iteration on average. */
    double budgetBatch(TokenMix tokens, ServerLimits limits) {
        double computed = tokens.computedInput().mean() + outputTokens(tokens.output()) - 1;
        return iterations * limits.maxBatchedTokens() / Math.max(1, computed);
    }

    /** The prefill always yields a token. */
    private static double outputTokens(TokenCount output) {
        return Math.max(1, output.mean());
    }
}
