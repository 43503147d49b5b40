package dev.inferno.optimizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inverse of a simplex basis of which most columns are slacks of rows.
 *
 * <p>Problem: hundreds of rows of which only tens bind. Method: held by row, so that a row whose slack is still in the basis
 * has one entry, and an exchange touches only the rows that bind. Complexity: O(binding rows x rows) per exchange, O(binding
 * rows^2 x rows) when made afresh. Thread-safety: none.
 */
final class BasisInverse {

    private final int rows;
    /** By row, then by position in the basis. */
    private final double[][] of;

    /** @param signs of the slacks that stand at the positions of their rows: 1, or -1 where it is an excess */
    BasisInverse(int[] signs) {
        this.rows = signs.length;
        this.of = new double[rows][rows];
        for (int r = 0; r < rows; r++) {
            of[r][r] = signs[r];
        }
    }

    /** What each position gives up for a column that takes so much of each row. */
    double[] times(double[] column) {
        double[] change = new double[rows];
        for (int r = 0; r < rows; r++) {
            if (column[r] != 0) {
                addTo(change, column[r], of[r]);
            }
        }
        return change;
    }

    /** For each row the sum over the positions, each times so much. */
    double[] weighted(double[] positions) {
        double[] sums = new double[rows];
        int[] used = used(positions);
        for (int r = 0; r < rows; r++) {
            for (int i : used) {
                sums[r] += positions[i] * of[r][i];
            }
        }
        return sums;
    }

    /** A column that changes the positions so takes the place of the one at this position. */
    void exchange(int position, double[] change) {
        double pivot = change[position];
        for (double[] row : of) {
            if (row[position] != 0) {
                double part = row[position] / pivot;
                addTo(row, -part, change);
                row[position] = part;
            }
        }
    }

    /** What stands at the position becomes minus the sum of what stands at these, itself among them. */
    void replaceBySum(int position, int[] positions) {
        for (double[] row : of) {
            double sum = 0;
            for (int i : positions) {
                sum += row[i];
            }
            row[position] = -sum;
        }
    }

    /**
     * Made afresh, so that roundings do not add up; left as it is where that fails.
     *
     * @param columns at the positions; null where a slack stands
     * @param slackRows row of each slack; what stands elsewhere is not looked at
     * @param signs of the slacks
     * @return whether it was made
     */
    boolean renew(double[] @Nullable [] columns, int[] slackRows, int[] signs) {
        boolean[] slack = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            if (columns[i] == null) {
                slack[slackRows[i]] = true;
            }
        }
        int[] binding = positions(slack, false);
        int[] others = new int[binding.length];
        double[][] matrix = new double[binding.length][binding.length];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            double[] column = columns[i];
            if (column != null) {
                for (int k = 0; k < binding.length; k++) {
                    matrix[k][count] = column[binding[k]];
                }
                others[count++] = i;
            }
        }
        double[][] made = Inverse.of(matrix);
        if (made == null) {
            return false;
        }
        for (double[] row : of) {
            Arrays.fill(row, 0);
        }
        for (int i = 0; i < rows; i++) {
            if (columns[i] == null) {
                of[slackRows[i]][i] = signs[i];
            }
        }
        for (int p = 0; p < count; p++) {
            double[] column = columns[others[p]];
            for (int k = 0; k < binding.length; k++) {
                double part = made[p][k];
                if (part != 0 && column != null) {
                    of[binding[k]][others[p]] = part;
                    slacks(columns, column, part, slackRows, signs, of[binding[k]]);
                }
            }
        }
        return true;
    }

    /** The slacks give up what a column takes of their rows. */
    private void slacks(
            double[] @Nullable [] columns, double[] column, double part, int[] slackRows, int[] signs, double[] row) {
        for (int i = 0; i < rows; i++) {
            if (columns[i] == null) {
                row[i] -= signs[i] * part * column[slackRows[i]];
            }
        }
    }

    private static int[] positions(boolean[] marked, boolean wanted) {
        int[] found = new int[marked.length];
        int count = 0;
        for (int i = 0; i < marked.length; i++) {
            if (marked[i] == wanted) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int[] used(double[] values) {
        boolean[] marked = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            marked[i] = values[i] != 0;
        }
        return positions(marked, true);
    }

    private static void addTo(double[] sums, double times, double[] values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += times * values[i];
        }
    }
}
