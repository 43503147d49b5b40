package dev.inferno.profile;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Least squares with coefficients that are not negative, for a handful of columns.
 *
 * <p>Problem: min |X w - y|, w >= 0. Method: every subset of columns is solved by its normal equations on columns of length 1;
 * the best of those without a negative coefficient is the optimum, since some subset is its support. Complexity: O(2^k (k^3 + n)),
 * k at most 4 here; an active-set method would pay from about 12 columns. Errors: none; a column of zeros gets 0. Thread-safety:
 * stateless.
 */
final class LeastSquares {

    private static final double SINGULAR = 1e-13;
    private static final int SWEEPS = 50;

    private LeastSquares() {}

    /** @return one coefficient per column */
    static double[] nonNegative(double[][] rows, double[] values) {
        double[] lengths = lengths(rows);
        double[][] unit = scaled(rows, lengths);
        double[][] gram = gram(unit);
        double[] right = new double[lengths.length];
        for (int i = 0; i < unit.length; i++) {
            for (int j = 0; j < right.length; j++) {
                right[j] += unit[i][j] * values[i];
            }
        }
        double[] best = new double[lengths.length];
        double least = Double.POSITIVE_INFINITY;
        for (int subset = 1; subset < 1 << lengths.length; subset++) {
            double[] candidate = solve(gram, right, subset);
            if (candidate != null && squares(unit, values, candidate) < least) {
                least = squares(unit, values, candidate);
                best = candidate;
            }
        }
        for (int j = 0; j < best.length; j++) {
            best[j] = lengths[j] == 0 ? 0 : best[j] / lengths[j];
        }
        return best;
    }

    /**
     * How far the columns are from telling the same: largest over smallest singular value of the columns at length 1; 1 is the best,
     * infinite when one follows from the others.
     */
    static double condition(double[][] rows) {
        double[] squares = eigenvalues(gram(scaled(rows, lengths(rows))));
        double most = Arrays.stream(squares).max().orElse(0);
        double least = Arrays.stream(squares).min().orElse(0);
        return least <= most * SINGULAR ? Double.POSITIVE_INFINITY : Math.sqrt(most / least);
    }

    private static double @Nullable [] solve(double[][] gram, double[] right, int subset) {
        int[] columns = IntStream.range(0, right.length)
                .filter(j -> (subset >> j & 1) == 1)
                .toArray();
        int k = columns.length;
        double[][] m = new double[k][k + 1];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                m[i][j] = gram[columns[i]][columns[j]];
            }
            m[i][k] = right[columns[i]];
        }
        // A Gram matrix is positive semidefinite: its diagonal is a safe pivot.
        for (int c = 0; c < k; c++) {
            if (m[c][c] < SINGULAR) {
                return null;
            }
            for (int r = 0; r < k; r++) {
                double factor = r == c ? 0 : m[r][c] / m[c][c];
                for (int j = c; j <= k; j++) {
                    m[r][j] -= factor * m[c][j];
                }
            }
        }
        double[] all = new double[right.length];
        for (int i = 0; i < k; i++) {
            double coefficient = m[i][k] / m[i][i];
            if (coefficient < 0) {
                return null;
            }
            all[columns[i]] = coefficient;
        }
        return all;
    }

    private static double squares(double[][] rows, double[] values, double[] coefficients) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double error = -values[i];
            for (int j = 0; j < coefficients.length; j++) {
                error += rows[i][j] * coefficients[j];
            }
            sum += error * error;
        }
        return sum;
    }

    private static double[] lengths(double[][] rows) {
        double[] lengths = new double[rows[0].length];
        for (double[] row : rows) {
            for (int j = 0; j < lengths.length; j++) {
                lengths[j] = Math.hypot(lengths[j], row[j]);
            }
        }
        return lengths;
    }

    private static double[][] scaled(double[][] rows, double[] lengths) {
        double[][] unit = new double[rows.length][lengths.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < lengths.length; j++) {
                unit[i][j] = lengths[j] == 0 ? 0 : rows[i][j] / lengths[j];
            }
        }
        return unit;
    }

    private static double[][] gram(double[][] rows) {
        int k = rows[0].length;
        double[][] gram = new double[k][k];
        for (double[] row : rows) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    gram[i][j] += row[i] * row[j];
                }
            }
        }
        return gram;
    }

    /** Of a small symmetric matrix, by Jacobi's rotations. */
    private static double[] eigenvalues(double[][] matrix) {
        int k = matrix.length;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < k; p++) {
                for (int q = p + 1; q < k; q++) {
                    rotate(matrix, p, q);
                }
            }
        }
        double[] values = new double[k];
        for (int i = 0; i < k; i++) {
            values[i] = Math.max(0, matrix[i][i]);
        }
        return values;
    }

    private static void rotate(double[][] m, int p, int q) {
        double angle = 0.5 * Math.atan2(2 * m[p][q], m[q][q] - m[p][p]);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (double[] row : m) {
            double x = row[p];
            row[p] = cos * x - sin * row[q];
            row[q] = sin * x + cos * row[q];
        }
        for (int i = 0; i < m.length; i++) {
            double x = m[p][i];
            m[p][i] = cos * x - sin * m[q][i];
            m[q][i] = sin * x + cos * m[q][i];
        }
    }
}
