package dev.inferno.decision;

import org.jspecify.annotations.Nullable;

/**
 * What became of one accelerator.
 *
 * @param replicas replicas it would need; null when it could not be sized
 * @param costPerHour cost of those replicas; null when it could not be sized
 * @param verdict {@code chosen}, {@code possible} or {@code rejected}
 */
public record OptionVerdict(
        String accelerator,
        @Nullable Integer replicas,
        @Nullable Double costPerHour,
        String verdict,
        String reason) {}
