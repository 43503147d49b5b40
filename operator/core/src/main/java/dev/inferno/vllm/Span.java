package dev.inferno.vllm;

/**
 * Iterations of one composition, one after the other: each reads the tokens the last one added. Thread-safety: immutable.
 *
 * @param startMillis virtual time at which the first begins
 * @param firstMillis time of the first iteration
 * @param growthMillis how much longer each iteration is than the one before
 */
public record Span(double startMillis, double firstMillis, double growthMillis, long iterations) {

    static final Span NONE = new Span(Double.NEGATIVE_INFINITY, 0, 0, 0);

    double endMillis() {
        return startMillis + millis(iterations);
    }

    /** Time of the first so many iterations. */
    public double millis(long first) {
        return first * (firstMillis + growthMillis * (first - 1) / 2);
    }

    /** Time of one of the iterations, from 0. */
    double gapMillis(long index) {
        return firstMillis + growthMillis * index;
    }

    /** Iterations over by then, the last one excepted: it is in flight as long as the span is. */
    long ended(double atMillis) {
        double passed = atMillis - startMillis;
        double half = growthMillis / 2;
        double linear = firstMillis - half;
        double root = 2 * passed / (linear + StrictMath.sqrt(linear * linear + 4 * half * passed));
        long ended = Math.max(0, Math.min(iterations - 1, (long) root));
        while (ended > 0 && startMillis + millis(ended) > atMillis) {
            ended--;
        }
        while (ended < iterations - 1 && startMillis + millis(ended + 1) <= atMillis) {
            ended++;
        }
        return ended;
    }

    /** What is left after so many iterations, cut to the one in flight. */
    Span inFlightAfter(long ended) {
        return new Span(startMillis + millis(ended), gapMillis(ended), growthMillis, 1);
    }
}
