package dev.inferno.operator.prometheus;

import java.time.Duration;

/**
 * What counts as a reading.
 *
 * @param window shortest span a rate is averaged over; it is widened to four scrape intervals
 * @param fresh samples up to this age are good
 * @param stale older ones up to this age show that something reported lately
 */
public record ReadingLimits(Duration window, Duration fresh, Duration stale) {

    public ReadingLimits {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window (" + window + ") must be above zero");
        }
        if (fresh.compareTo(stale) > 0) {
            throw new IllegalArgumentException(
                    "fresh limit (" + fresh + ") must not exceed the stale limit (" + stale + ")");
        }
    }
}
