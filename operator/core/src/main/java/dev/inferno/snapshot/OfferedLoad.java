package dev.inferno.snapshot;

import dev.inferno.serving.TokenMix;

/**
 * What clients ask of one model.
 *
 * @param perSecond offered requests/s over the window; {@code low} and {@code high} bound it by one standard error of the
 *     count
 * @param tokens prompt and answer lengths; means of 0 when nothing finished in the window
 * @param arrivalScv squared coefficient of variation of the gaps between arrivals; 1 = Poisson
 * @param windowSeconds what the rate was averaged over
 */
public record OfferedLoad(
        double lowPerSecond,
        double perSecond,
        double highPerSecond,
        TokenMix tokens,
        double arrivalScv,
        double windowSeconds) {}
