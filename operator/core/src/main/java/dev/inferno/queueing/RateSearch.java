package dev.inferno.queueing;

import java.util.function.DoubleUnaryOperator;

/**
 * The largest rate at which a rising curve is not positive.
 *
 * <p>Method: bracketing by inverse quadratic interpolation where it is safe, else bisection; the bracket never widens and
 * the number of steps is bounded, so no curve can make it loop. Source: T. Chandrupatla, "A new hybrid
 * quadratic/bisection algorithm", Advances in Engineering Software 28 (1997). Complexity: about 10 evaluations for a smooth
 * curve, at most {@value #MOST_STEPS}. Units: those of the curve. Thread-safety: stateless.
 */
final class RateSearch {

    private static final int MOST_STEPS = 100;

    /** From here on only halving: a bracket of any two doubles is then below the width asked for. */
    private static final int INTERPOLATED_STEPS = 40;

    private static final double WIDTH = 1e-13;

    private RateSearch() {}

    /**
     * Where to search; whoever asks has evaluated the curve at both ends already.
     *
     * @param atLow excess(low) {@code <= 0}
     * @param atHigh excess(high) {@code > 0}
     */
    record Ends(double low, double atLow, double high, double atHigh) {}

    /** @return x in [low, high] with excess(x) {@code <= 0} */
    static double largest(DoubleUnaryOperator excess, Ends ends) {
        return largest(excess, ends, WIDTH);
    }

    /** @param width relative width of the bracket at which to stop */
    static double largest(DoubleUnaryOperator excess, Ends ends, double width) {
        Bracket bracket = Bracket.of(ends.low(), ends.atLow(), ends.high(), ends.atHigh());
        for (int step = 0; step < MOST_STEPS && bracket.wide(width); step++) {
            double share = step < INTERPOLATED_STEPS ? bracket.share(width) : 0.5;
            double x = bracket.x1 + share * (bracket.x2 - bracket.x1);
            bracket = bracket.with(x, excess.applyAsDouble(x));
        }
        return bracket.y1 <= 0 ? bracket.x1 : bracket.x2;
    }

    /** x1 is the newest point, x2 the other end, x3 the point given up last. */
    private record Bracket(double x1, double y1, double x2, double y2, double x3, double y3) {

        static Bracket of(double low, double atLow, double high, double atHigh) {
            return new Bracket(low, atLow, high, atHigh, high, atHigh);
        }

        Bracket with(double x, double y) {
            boolean replacesNewest = (y <= 0) == (y1 <= 0);
            return replacesNewest ? new Bracket(x, y, x2, y2, x1, y1) : new Bracket(x, y, x1, y1, x2, y2);
        }

        boolean wide(double width) {
            return Math.abs(x2 - x1) > width * Math.max(Math.abs(x1), Math.abs(x2));
        }

        /** Where to look next, as a share of the way from x1 to x2. */
        double share(double width) {
            double xi = (x1 - x2) / (x3 - x2);
            double phi = (y1 - y2) / (y3 - y2);
            boolean safe = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
            if (!safe) {
                return 0.5;
            }
            double share = y1 / (y2 - y1) * y3 / (y2 - y3) + (x3 - x1) / (x2 - x1) * y1 / (y3 - y1) * y2 / (y3 - y2);
            double least = width / 2 * Math.max(Math.abs(x1), Math.abs(x2)) / Math.abs(x2 - x1);
            return Math.max(least, Math.min(1 - least, share));
        }
    }
}
