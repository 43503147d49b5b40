package dev.inferno.queueing;

/**
 * Finite geometric sums of a ratio y in [0, 1] over j = 0 .. terms - 1.
 *
 * <p>Problem: the waiting states of a queue at saturation are a geometric row; its textbook closed form divides by 1 - y
 * and cancels when y is near 1. Method: binary doubling of (y^m, sum y^j, sum j y^j); every term is positive, so nothing
 * cancels, and no transcendental is used. Source: sum over 2m terms = sum over m x (1 + y^m). Complexity: O(log terms).
 * Units: none. Thread-safety: immutable.
 *
 * @param power y^terms
 * @param sum sum of y^j
 * @param weighted sum of j y^j
 */
record GeometricSums(double power, double sum, double weighted) {

    static GeometricSums of(double ratio, int terms) {
        double power = 1;
        double sum = 0;
        double weighted = 0;
        int count = 0;
        for (int bit = Integer.highestOneBit(terms); bit > 0; bit >>= 1) {
            weighted += power * (weighted + (double) count * sum);
            sum *= 1 + power;
            power *= power;
            count *= 2;
            if ((terms & bit) != 0) {
                sum += power;
                weighted += count * power;
                power *= ratio;
                count++;
            }
        }
        return new GeometricSums(power, sum, weighted);
    }
}
