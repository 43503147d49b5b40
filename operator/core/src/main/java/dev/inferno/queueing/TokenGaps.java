package dev.inferno.queueing;

/**
 * Distribution of the time between tokens.
 *
 * <p>Problem: share of tokens that come later than t after the one before. Method: a token waits one iteration, decodes plus
 * the prompts in it. Occupancy weighted by tokens, normal, three points; prompts Poisson (thinned towards one per gap when
 * arrivals are even): prompts of one length give steps, others a gamma above none. Source: Gauss-Hermite quadrature; gated
 * iterations as in {@link GatedIterations}. Not covered: budget limits on the prompts of one iteration. Complexity: O(prompts
 * per iteration). Units: milliseconds, requests/ms. Thread-safety: immutable.
 *
 * @param base iteration without requests
 * @param perRequest what one decoding request adds to it
 * @param decoding mean number decoding
 */
record TokenGaps(
        double base,
        double perRequest,
        double decoding,
        double variance,
        double rate,
        double burst,
        PromptWork prompts) {

    private static final double OUTER = 1.7320508075688772;
    private static final int MOST_PROMPTS = 400;

    /** P(ITL > t). */
    double tail(double millis) {
        double centre = decoding + variance / Math.max(1, decoding);
        double reach = OUTER * Math.sqrt(variance);
        return (tail(millis, Math.max(0, centre - reach)) + 4 * tail(millis, centre) + tail(millis, centre + reach))
                / 6;
    }

    private double tail(double millis, double running) {
        double decode = base + perRequest * running;
        double left = millis - decode;
        if (left < 0) {
            return 1;
        }
        double w = prompts.mean();
        double count = rate * decode / (1 - rate * w);
        if (w == 0 || count == 0) {
            return 0;
        }
        double even = Math.max(0, 1 - Math.min(1, burst));
        double none = even * Math.max(0, 1 - count) + (1 - even) * Math.exp(-count);
        if (prompts.scv() == 0) {
            return even * steps(left / w, count, Math.max(0, 1 - count))
                    + (1 - even) * poisson((int) Math.min(MOST_PROMPTS, left / w), count);
        }
        double some = 1 - none;
        double mean = count * w / some;
        double jitter = Math.max(0, prompts.square() + (burst - 1) * w * w);
        // The iteration before, which collected the prompts, varies itself.
        double rho = rate * w;
        double square = (count * jitter / (1 - rho * rho) + count * count * w * w) / some;
        double deviation = Math.sqrt(Math.max(0, square - mean * mean));
        return some * Tails.skewed(left, mean, deviation, 2 * deviation / mean);
    }

    /** Evenly spaced prompts: the count is one of the two whole numbers around its mean. */
    private static double steps(double least, double count, double none) {
        if (least < 1) {
            return 1 - none;
        }
        double low = Math.floor(count);
        return least < low ? 1 : least < low + 1 ? count - low : 0;
    }

    /** P(K > k). */
    private static double poisson(int k, double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        for (int i = 1; i <= k; i++) {
            term *= mean / i;
            sum += term;
        }
        return Math.max(0, 1 - sum);
    }
}
