package dev.inferno.operator.prometheus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How old samples may be and what rates are averaged over.
 *
 * @param minWindow shortest averaging window; the window is the longer of it and four scrape intervals
 * @param scrapeInterval null = measured from the times of the samples
 * @param fresh a pod reports when its last sample is no older
 * @param stale the last numbers of a pod that does not report still count up to this age
 * @param unavailable beyond it samples count as absent; also how far back is asked
 */
public record ReadRules(
        Duration minWindow, @Nullable Duration scrapeInterval, Duration fresh, Duration stale, Duration unavailable) {

    public static final ReadRules DEFAULT = new ReadRules(
            Duration.ofMinutes(1), null, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5));

    /** Share of the expected pods that must report for a reading to be complete. */
    static final double COMPLETE_SHARE = 0.9;

    private static final int SCRAPES_PER_WINDOW = 4;

    public ReadRules {
        if (fresh.isNegative() || fresh.compareTo(stale) > 0 || stale.compareTo(unavailable) > 0) {
            throw new IllegalArgumentException(
                    "sample ages must satisfy fresh <= stale <= unavailable, but are " + fresh + ", " + stale + ", "
                            + unavailable + "; see PROMETHEUS_METRICS_CACHE_FRESH_THRESHOLD and its siblings");
        }
        if (minWindow.isZero() || minWindow.isNegative()) {
            throw new IllegalArgumentException(
                    "INFERNO_METRICS_MIN_WINDOW is " + minWindow + ", allowed is more than 0s, such as 1m");
        }
    }

    /** How far back samples are fetched: enough for the window behind the oldest sample that still counts. */
    Duration range() {
        Duration range = longer(unavailable, minWindow.plus(stale));
        return scrapeInterval == null
                ? range
                : longer(range, scrapeInterval.multipliedBy(SCRAPES_PER_WINDOW).plus(stale));
    }

    /** The averaging window for a scrape interval measured to be this long. */
    double windowSeconds(double measuredIntervalSeconds) {
        double interval = scrapeInterval == null ? measuredIntervalSeconds : seconds(scrapeInterval);
        return Math.min(Math.max(seconds(minWindow), SCRAPES_PER_WINDOW * interval), seconds(range()));
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
