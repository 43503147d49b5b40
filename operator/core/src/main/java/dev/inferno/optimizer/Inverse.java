package dev.inferno.optimizer;

import org.jspecify.annotations.Nullable;

/** Gauss-Jordan elimination with exchange of rows. Complexity: O(n^3). */
final class Inverse {

    private Inverse() {}

    /** Null when the matrix is singular; it is used up. */
    static double @Nullable [][] of(double[][] matrix) {
        int n = matrix.length;
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            inverse[i][i] = 1;
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(matrix[r][c]) > Math.abs(matrix[pivot][c]) ? r : pivot;
            }
            if (Math.abs(matrix[pivot][c]) < 1e-11) {
                return null;
            }
            swap(matrix, c, pivot);
            swap(inverse, c, pivot);
            double scale = 1 / matrix[c][c];
            for (int k = 0; k < n; k++) {
                matrix[c][k] *= scale;
                inverse[c][k] *= scale;
            }
            for (int r = 0; r < n; r++) {
                double factor = matrix[r][c];
                if (r != c && factor != 0) {
                    for (int k = 0; k < n; k++) {
                        matrix[r][k] -= factor * matrix[c][k];
                        inverse[r][k] -= factor * inverse[c][k];
                    }
                }
            }
        }
        return inverse;
    }

    private static void swap(double[][] rows, int a, int b) {
        double[] row = rows[a];
        rows[a] = rows[b];
        rows[b] = row;
    }
}
