package dev.inferno.queueing;

/**
 * How much more the number of running requests varies than in the birth-death chain of the same mean.
 *
 * <p>Problem: prompts are computed at once on arrival, not spread over the service; a long one holds all others up while
 * more arrive. Method: linearised iterations. With n decoding and a prompts to compute, the next iteration sees
 * {@code n' = (1 - mu) n + a} and {@code a' = lambda (decode n + w a) + noise}; the covariance of this recursion is exact.
 * Arrivals and departures share the noise as in a queue without limit (answers of one length leave as they came: all of it
 * comes from arrivals). Source: first-order autoregression; peakedness of GI/G/infinity. Complexity: O(1). Units:
 * milliseconds, requests/ms. Thread-safety: stateless.
 */
final class Peakedness {

    private static final double LEAST = 0.05;

    private Peakedness() {}

    /**
     * @param leaving share of the running that leaves in an iteration
     * @param decode lambda x decode work of one request per iteration
     * @param prefill lambda x prefill work of one request, below 1
     * @param arrivals variance of arrivals over their mean, that of prompt work included
     * @param answerScv 0 for answers of one length
     * @return ratio of variances; 1 in the chain
     */
    static double of(double leaving, double decode, double prefill, double arrivals, double answerScv) {
        double slack = 1 - prefill - decode / leaving;
        if (!(slack > 0)) {
            return 1;
        }
        double alike = 1 / (1 + answerScv);
        double stay = 1 - leaving;
        double noiseIn = 2 * alike * arrivals;
        double noiseOut = 2 * (1 - alike);
        // Covariances of (n, a), in units of arrivals per iteration: three linear equations, the last two eliminated.
        double cross = 1 - stay * prefill - decode;
        double own = 1 - prefill * prefill;
        // c = (d^2 a + 2 d p b + q) / own ; b cross = stay d a + p c
        double bOfA = stay * decode + prefill * decode * decode / own;
        double bScale = cross - 2 * decode * prefill * prefill / own;
        double bConst = prefill * noiseIn / own;
        double cOfA = decode * decode / own;
        double cOfB = 2 * decode * prefill / own;
        double left = 1 - stay * stay - (2 * stay + cOfB) * bOfA / bScale - cOfA;
        double right = (2 * stay + cOfB) * bConst / bScale + noiseIn / own + noiseOut;
        double chain = 1 / (leaving * (1 - prefill - decode / leaving));
        return bScale > 0 && left > 0 ? Math.max(LEAST, right / left / chain) : 1;
    }
}
