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

    /** Tokens of the sequence this iteration could compute: a chunk of its prompt, one of its answer, or none. */
    int share(Sequence sequence) {
        return Math.min(sequence.todo(), budget);
    }

    void add(Sequence sequence, int tokens) {
        if (sequence.prefilling()) {
            prefillTokens += tokens;
        } else {
            decodeTokens++;
            contextTokens += sequence.contextTokens();
        }
        sequence.schedule(tokens);
        budget -= tokens;
    }

    double millis(Iteration law) {
        return law.millis(decodeTokens, prefillTokens, contextTokens);
    }
}
