package dev.inferno.queueing;

/**
 * Steady state of a pool with affine service times, for a real number of places.
 *
 * <p>Problem: requests arrive at rate lambda; with n in service each takes {@code A + B n / R} (R servers that share evenly),
 * at most N in service, the rest waits without bound. Method: the head follows
 * {@code p(n + 1) / p(n) = (start + ratio n) / (n + 1)} (negative binomial), the tail is geometric of ratio {@code load}. The head
 * is summed outwards from its mode, or from N if that is smaller, until a term no longer counts. N need not be whole, so that a
 * stream burstier or smoother than Poisson can be treated by W. S. Hayward's approximation (sizes divided by the peakedness,
 * counts multiplied by it): between two whole limits the weight of the boundary is interpolated geometrically. No term
 * cancels; N in the thousands and loads near 1 are safe, ratio 0 is the Poisson head. Source: product form of a
 * birth-death chain. Complexity: O(standard deviation of n). Units: requests. Thread-safety: immutable.
 *
 * @param mustWait probability that an arrival waits
 * @param running mean number in service
 * @param variance of the number in service
 */
record PooledChain(double mustWait, double running, double variance) {

    private static final double NEGLIGIBLE = 1e-12;

    /**
     * @param ratio {@code 0 <= ratio < 1}
     * @param start {@code > 0}
     * @param limit N {@code >= 1}
     * @param load {@code 0 <= load < 1}
     */
    static PooledChain of(double ratio, double start, double limit, double load) {
        int whole = (int) limit;
        double share = limit - whole;
        int mode = (int) Math.min(whole, Math.max(0, (start - ratio) / (1 - ratio)));
        double weight = 0;
        double first = 0;
        double second = 0;
        double term = 1;
        for (int n = mode - 1; n >= 0 && term > NEGLIGIBLE; n--) {
            term *= (n + 1) / (start + ratio * n);
            double distance = n - mode;
            weight += term;
            first += distance * term;
            second += distance * distance * term;
        }
        term = 1;
        int n = mode;
        while (n < whole && term > NEGLIGIBLE) {
            double distance = n - mode;
            weight += term;
            first += distance * term;
            second += distance * distance * term;
            term *= (start + ratio * n) / (n + 1);
            n++;
        }
        double waiting = 0;
        if (n == whole) {
            double distance = whole - mode;
            weight += share * term;
            first += share * distance * term;
            second += share * distance * distance * term;
            double rise = (start + ratio * whole) / (whole + 1);
            waiting = term * (share == 0 ? 1 : Math.pow(rise, share)) / (1 - load);
            weight += waiting;
            first += (limit - mode) * waiting;
            second += (limit - mode) * (limit - mode) * waiting;
        }
        double mean = first / weight;
        return new PooledChain(waiting / weight, mode + mean, Math.max(0, second / weight - mean * mean));
    }
}
