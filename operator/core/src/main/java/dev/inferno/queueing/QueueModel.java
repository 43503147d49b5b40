package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;

/**
 * One batching server under Poisson arrivals.
 *
 * <p>Units: requests/s at this seam, milliseconds for times. Thread-safety: implementations are immutable.
 */
public interface QueueModel {

    /** Steady state at a rate in requests/s; 0 gives the idle server. */
    OperatingPoint at(double ratePerSecond);

    /** The largest rate that keeps the level. */
    LargestRate largestRate(ServiceLevel level);

    /** Rate beyond which the server does not keep up, in requests/s. */
    double saturationPerSecond();

    /**
     * The model of a law.
     *
     * @throws InvalidParameters naming the first bad value, its range and unit
     */
    static QueueModel of(LatencyLaw law, TokenMix tokens, ServerLimits limits) {
        return QueueModels.create(law, tokens, limits);
    }
}
