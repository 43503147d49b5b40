package dev.inferno.analysis;

import dev.inferno.serving.TokenMix;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet of one model must serve, in requests/s.
 *
 * @param observedPerSecond measured now, or the floor of the class when that is higher
 * @param plannedPerSecond after the stabilisation windows: what the plan is made for
 * @param partial some pods did not report: the plan may rise, never fall
 * @param saturation what was seen where no law says what a replica carries; then one replica counts as one request/s. Null
 *     where a law does
 */
public record Demand(
        double observedPerSecond,
        double plannedPerSecond,
        TokenMix tokens,
        boolean partial,
        @Nullable String saturation) {

    /** Of replicas whose law is known. */
    public Demand(double observedPerSecond, double plannedPerSecond, TokenMix tokens, boolean partial) {
        this(observedPerSecond, plannedPerSecond, tokens, partial, null);
    }
}
