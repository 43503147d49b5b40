package dev.inferno.vllm;

import dev.inferno.serving.LatencyLaw.Iteration;

/** What one iteration computes: filled sequence by sequence until the token budget is used up. */
final class Batch {

    private int budget;
    private int decodeTokens;
    private int prefillTokens;
    private long contextTokens;

    Batch(int budget) {
        this.budget = budget;
    }

    boolean hasBudget() {
        return budget > 0;
    }

    boolean isEmpty() {
        return decodeTokens + prefillTokens == 0;
    }

    void decode(Sequence sequence) {
        sequence.schedule(1);
        budget--;
        decodeTokens++;
        contextTokens += sequence.contextTokens();
    }

    /** Adds as much of the prompt as the budget allows: a chunk, or nothing. */
    void prefill(Sequence sequence) {
        int chunk = Math.min(sequence.promptTokensLeft(), budget);
        sequence.schedule(chunk);
        budget -= chunk;
        prefillTokens += chunk;
    }

    double millis(Iteration law) {
        return law.millis(decodeTokens, prefillTokens, contextTokens);
    }
}
