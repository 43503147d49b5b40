package dev.inferno.queueing;

/**
 * Upper tails of distributions known by their first moments.
 *
 * <p>Method: normal by the rational approximation 26.2.17 of M. Abramowitz, I. Stegun (error below 7.5e-8); a skewed one as a
 * shifted gamma (Pearson III), its tail by the cube-root transformation of E. B. Wilson, M. M. Hilferty (1931). Complexity:
 * O(1). Units: none. Thread-safety: stateless.
 */
final class Tails {

    private static final double LEAST_SKEW = 1e-3;

    private Tails() {}

    static double normal(double x) {
        if (x < 0) {
            return 1 - normal(-x);
        }
        double k = 1 / (1 + 0.2316419 * x);
        double poly = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
        return 0.3989422804014327 * Math.exp(-x * x / 2) * poly;
    }

    /** P(X > t) of given mean, standard deviation and skewness; a jump at the mean without deviation. */
    static double skewed(double t, double mean, double deviation, double skew) {
        if (!(deviation > 1e-9 * mean)) {
            return t < mean ? 1 : 0;
        }
        double u = (t - mean) / deviation;
        if (skew < LEAST_SKEW) {
            return normal(u);
        }
        double stretch = 1 + u * skew / 2;
        if (stretch <= 0) {
            return 1;
        }
        double root = skew / 6;
        return normal((Math.cbrt(stretch) - 1) / root + root);
    }
}
