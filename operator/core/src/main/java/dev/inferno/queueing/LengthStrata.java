package dev.inferno.queueing;

import dev.inferno.serving.TokenCount;

/**
 * A length distribution as a few lengths with their probabilities, finer towards the long ones.
 *
 * <p>Method: quantiles at the middle of fixed probability bins, scaled to the mean; gamma up to scv 1 (E. B. Wilson, M. M.
 * Hilferty 1931), log-normal above. Complexity: O(1). Units: tokens. Thread-safety: immutable use.
 */
final class LengthStrata {

    private static final double[] EDGES = {0, 0.3, 0.6, 0.8, 0.9, 0.96, 0.99, 1};

    /** Standard normal quantiles at the middles of the bins. */
    private static final double[] NORMAL = {-1.036433, -0.125661, 0.524401, 1.036433, 1.475791, 1.959964, 2.575829};

    private final double[] lengths;
    private final double[] shares;

    private LengthStrata(double[] lengths, double[] shares) {
        this.lengths = lengths;
        this.shares = shares;
    }

    static LengthStrata of(TokenCount count) {
        if (count.scv() == 0) {
            return new LengthStrata(new double[] {count.mean()}, new double[] {1});
        }
        double[] lengths = new double[NORMAL.length];
        double[] shares = new double[NORMAL.length];
        double mean = 0;
        for (int i = 0; i < NORMAL.length; i++) {
            lengths[i] = quantile(NORMAL[i], count.scv());
            shares[i] = EDGES[i + 1] - EDGES[i];
            mean += shares[i] * lengths[i];
        }
        for (int i = 0; i < NORMAL.length; i++) {
            lengths[i] *= count.mean() / mean;
        }
        return new LengthStrata(lengths, shares);
    }

    private static double quantile(double normal, double scv) {
        if (scv > 1) {
            double variance = StrictMath.log1p(scv);
            return StrictMath.exp(normal * StrictMath.sqrt(variance) - variance / 2);
        }
        double root = 1 - scv / 9 + normal * StrictMath.sqrt(scv / 9);
        return Math.max(0, root * root * root);
    }

    int size() {
        return lengths.length;
    }

    double length(int i) {
        return lengths[i];
    }

    double share(int i) {
        return shares[i];
    }
}
