package dev.inferno.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Ten models on four accelerators, as the speed of the originals was once recorded: limits from 30 and 500 to 90 and 1,500 ms,
 * prompts and answers of 64 to 541 tokens.
 */
final class SizingWorkload {

    /** Pairs of a model and an accelerator. */
    static final int PAIRS = 40;

    /** One of them. Limits are means. */
    record Pair(
            float alpha,
            float beta,
            float gamma,
            float delta,
            int inputTokens,
            int outputTokens,
            float ttftMillis,
            float itlMillis) {}

    private static final float[][] ACCELERATORS = {
        {20.58f, 0.41f, 5.2f, 0.02f}, // A100
        {9.4f, 0.21f, 3.1f, 0.009f}, // H100
        {7.77f, 0.15f, 4.4f, 0.01f}, // MI300X
        {17.15f, 0.34f, 6.5f, 0.025f} // G2
    };

    private SizingWorkload() {}

    static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS / ACCELERATORS.length; i++) {
            int strictness = i % 3 + 1;
            for (float[] law : ACCELERATORS) {
                pairs.add(new Pair(
                        law[0],
                        law[1],
                        law[2],
                        law[3],
                        64 + 53 * i % 1000,
                        64 + 29 * i % 500,
                        500 * strictness,
                        30 * strictness));
            }
        }
        return pairs;
    }
}
