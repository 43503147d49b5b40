package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;

/**
 * One batching server under Poisson arrivals.
 *
 * <p>Units: requests/s at this seam, milliseconds for times. Thread-safety: implementations are immutable.
 */
public interface QueueModel {

    /**
     * Steady state at a rate in requests/s; 0 gives the idle server. Beyond saturation a bounded queue refuses the rest, and
     * an unbounded one has infinite waits.
     *
     * @throws InvalidParameters if the rate is not finite or negative
     */
    OperatingPoint at(double ratePerSecond);

    /**
     * As {@link #at(double)}, TTFT and ITL as the level states them: means, or percentiles where the law has them; a wait limit
     * makes the wait a 95th percentile there.
     */
    default OperatingPoint at(double ratePerSecond, ServiceLevel level) {
        return at(ratePerSecond);
    }

    /**
     * The largest rate that keeps the level.
     *
     * @throws InvalidParameters naming the first limit that is not finite or negative, or a percentile that is none
     */
    LargestRate largestRate(ServiceLevel level);

    /** Whether one server carries this rate within the level. */
    default boolean keeps(double ratePerSecond, ServiceLevel level) {
        return largestRate(level) instanceof LargestRate.Found found && ratePerSecond <= found.offeredPerSecond();
    }

    /** Rate beyond which the server does not keep up, in requests/s: 0.999 of what the full batch serves. */
    double saturationPerSecond();

    /** Requests the server runs at once; less than configured where the law knows a tighter bound. */
    int batchLimit();

    /**
     * The model of a law.
     *
     * @throws InvalidParameters naming the first bad value, its range and unit
     */
    static QueueModel of(LatencyLaw law, TokenMix tokens, ServerLimits limits) {
        return QueueModels.create(law, Traffic.poisson(tokens), limits, 1);
    }
}
