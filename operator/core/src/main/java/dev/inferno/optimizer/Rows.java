package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of all pools as columns meet them, each scaled so that its largest weight is 1.
 *
 * <p>Rows can be added, which columns made before do not know of. Thread-safety: none.
 */
final class Rows {

    /** Sums of roundings are less, as a part of a limit. */
    private static final double ROUNDING = 1e-9;

    private final List<Double> limits = new ArrayList<>();
    private final int[][] ofKind;
    private final double[][] weights;

    Rows(int kinds) {
        this.ofKind = new int[kinds][0];
        this.weights = new double[kinds][0];
    }

    void add(PoolRow row) {
        double scale = 1 / Arrays.stream(row.weights()).max().orElse(1);
        for (int i = 0; i < row.kinds().length; i++) {
            int kind = row.kinds()[i];
            int size = ofKind[kind].length;
            ofKind[kind] = Arrays.copyOf(ofKind[kind], size + 1);
            ofKind[kind][size] = limits.size();
            weights[kind] = Arrays.copyOf(weights[kind], size + 1);
            weights[kind][size] = row.weights()[i] * scale;
        }
        limits.add(row.limit() * scale);
    }

    int size() {
        return limits.size();
    }

    double limit(int row) {
        return limits.get(row);
    }

    /** Whether so much is within the limit, but for roundings. */
    boolean keeps(int row, double sum) {
        return sum <= limits.get(row) + ROUNDING * Math.max(1, limits.get(row));
    }

    /** Rows that a kind counts in, ascending. */
    int[] of(int kind) {
        return ofKind[kind];
    }

    /** Weights of one replica of a kind in those rows. */
    double[] weights(int kind) {
        return weights[kind];
    }
}
