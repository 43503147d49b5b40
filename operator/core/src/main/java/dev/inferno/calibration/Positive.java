package dev.inferno.calibration;

/** Small symmetric positive definite matrices. */
final class Positive {

    private Positive() {}

    /** Inverse by Gauss-Jordan elimination, which needs no pivoting for such matrices. */
    static double[][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[][] rest = new double[size][];
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            rest[i] = matrix[i].clone();
            inverse[i][i] = 1;
        }
        for (int pivot = 0; pivot < size; pivot++) {
            double scale = rest[pivot][pivot];
            for (int j = 0; j < size; j++) {
                rest[pivot][j] /= scale;
                inverse[pivot][j] /= scale;
            }
            for (int i = 0; i < size; i++) {
                if (i != pivot) {
                    subtract(rest, inverse, i, pivot);
                }
            }
        }
        return inverse;
    }

    private static void subtract(double[][] rest, double[][] inverse, int row, int pivot) {
        double factor = rest[row][pivot];
        for (int j = 0; j < rest.length; j++) {
            rest[row][j] -= factor * rest[pivot][j];
            inverse[row][j] -= factor * inverse[pivot][j];
        }
    }
}
