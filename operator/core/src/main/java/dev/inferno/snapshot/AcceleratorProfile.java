package dev.inferno.snapshot;

import dev.inferno.serving.LatencyLaw;
import org.jspecify.annotations.Nullable;

/**
 * One candidate accelerator of a variant, as the user profiled it.
 *
 * @param accelerator key of the accelerator table
 * @param devices devices per replica
 * @param law coefficients and the law they belong to; null when they could not be read, then {@code problem} says why
 * @param problem what is wrong or doubtful about the entry; null when nothing is
 */
public record AcceleratorProfile(
        String accelerator,
        int devices,
        @Nullable LatencyLaw law,
        @Nullable Integer maxBatchSize,
        @Nullable Integer maxBatchedTokens,
        @Nullable Long kvTokens,
        @Nullable String problem) {

    /** The same row with a KV cache of so many tokens. */
    public AcceleratorProfile withKvTokens(long tokens) {
        return new AcceleratorProfile(accelerator, devices, law, maxBatchSize, maxBatchedTokens, tokens, problem);
    }

    /** The same row with another law. */
    public AcceleratorProfile by(LatencyLaw other) {
        return new AcceleratorProfile(accelerator, devices, other, maxBatchSize, maxBatchedTokens, kvTokens, problem);
    }
}
