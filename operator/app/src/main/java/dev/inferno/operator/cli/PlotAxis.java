package dev.inferno.operator.cli;

import java.util.stream.IntStream;

/**
 * A linear axis from 0.
 *
 * @param most value at its end, above 0
 * @param first pixel of 0
 * @param last pixel of the end
 */
record PlotAxis(double most, double first, double last) {

    private static final int LEAST_TICKS = 4;

    double pixel(double value) {
        return first + (last - first) * value / most;
    }

    boolean holds(double value) {
        return value >= 0 && value <= most;
    }

    /** How much of the way from one value to the next lies on the axis; 1 or more = all of it. */
    double share(double from, double to) {
        return to <= most ? 1 : Double.isInfinite(to) ? 0 : (most - from) / (to - from);
    }

    /** Four to ten values at steps of 1, 2 or 5 times a power of ten. */
    double[] ticks() {
        double step = 1;
        while (step * LEAST_TICKS > most) {
            step /= 10;
        }
        while (step * LEAST_TICKS * 10 <= most) {
            step *= 10;
        }
        double unit = step;
        int times = 5 * LEAST_TICKS * unit <= most ? 5 : 2 * LEAST_TICKS * unit <= most ? 2 : 1;
        return IntStream.rangeClosed(0, (int) (most / (times * unit)))
                .mapToDouble(i -> i * times * unit)
                .toArray();
    }
}
