package dev.inferno.queueing;

/**
 * What one server does at one arrival rate.
 *
 * @param carriedPerSecond requests/s that get in and out (the rest was refused by a full queue)
 * @param utilisation as the law defines it: legacy2025 1 - P(empty), else mean running / batch limit
 */
public record OperatingPoint(
        double offeredPerSecond,
        double carriedPerSecond,
        double ttftMillis,
        double itlMillis,
        double waitMillis,
        double utilisation,
        double running,
        double waiting) {

    /** False beyond saturation, where waits grow for ever and no latency is a figure. */
    public boolean steady() {
        return Double.isFinite(waitMillis);
    }
}
