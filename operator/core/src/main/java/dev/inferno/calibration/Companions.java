package dev.inferno.calibration;

import dev.inferno.serving.Routing;

/**
 * How many prompts begin in the same iteration as a given one.
 *
 * <p>Problem: an iteration gathers what arrived during the one before; how much that is beside the given one depends on how evenly
 * the router deals. Method: Poisson arrivals come regardless of each other. One of R servers served in turn gets every R-th
 * arrival of a Poisson stream, so that gaps are Erlang: with M(t) its renewal function, an interval of length T that contains an
 * arrival contains 2/T times the integral of M others. A router that looks for the least loaded avoids the server it has just
 * chosen. Source: renewal theory; the last is fitted to simulation. Complexity: O(R). Thread-safety: stateless.
 */
final class Companions {

    private static final int POINTS = 16;

    private Companions() {}

    /** @param expected arrivals at one server in an iteration, on average */
    static double of(Routing routing, int servers, double expected) {
        double alone = 1.0 / servers;
        return switch (routing) {
            case RANDOM -> expected;
            case ROUND_ROBIN -> inTurn(servers, expected);
            case LEAST_LOADED -> alone * expected;
            case POWER_OF_TWO -> (1 + alone) / 2 * expected;
        };
    }

    private static double inTurn(int servers, double expected) {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            sum += renewals(servers, servers * expected * (i + 0.5) / POINTS);
        }
        return 2 * sum / POINTS;
    }

    /** Mean of floor(n / servers), n Poisson. */
    private static double renewals(int servers, double mean) {
        int last = (int) (mean + 10 * Math.sqrt(mean) + 10);
        double probability = StrictMath.exp(-mean);
        double sum = 0;
        for (int n = 1; n <= last; n++) {
            probability *= mean / n;
            sum += probability * (n / servers);
        }
        return sum;
    }
}
