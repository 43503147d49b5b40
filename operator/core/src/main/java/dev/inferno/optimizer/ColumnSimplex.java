package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Solves a {@link ColumnProgram} by the simplex method with generated columns.
 *
 * <p>Problem: few coupling rows, but one convexity row per team. Method: generalised upper bounds: each team has a key column
 * that stands for its convexity row, so the basis to invert is as small as the coupling rows are few; its columns are
 * differences from the keys. Teams are priced in turn, and the first column that pays enters. Source: Dantzig and Van Slyke,
 * Generalized upper bounding techniques, 1967. Complexity: O(rows^2) per pivot. Thread-safety: none.
 */
final class ColumnSimplex<C> {

    private static final double TINY = 1e-9;

    /** After so many pivots the inverse is made afresh. */
    private static final int REFRESH = 150;

    private final ColumnProgram<C> problem;
    private final int rows;
    private final List<C> keys;
    private final double[][] inverse;
    private final double[] values;
    private final double[] shifted;
    private final List<Basic<C>> basis;
    private int pivots;
    private boolean stale = true;
    private double[] duals = new double[0];

    /** What stands at one position of the basis: a column of a team, or the slack (+1) or excess (-1) of a row. */
    private record Basic<C>(int team, @Nullable C column, int row, int sign) {}

    /** @param start a column per team, which together keep to every row that has no penalty */
    ColumnSimplex(ColumnProgram<C> problem, List<C> start) {
        this.problem = problem;
        this.rows = problem.rows();
        this.keys = new ArrayList<>(start);
        this.inverse = new double[rows][rows];
        this.values = new double[rows];
        this.basis = new ArrayList<>();
        this.shifted = new double[rows];
        for (int r = 0; r < rows; r++) {
            // Ties between rows would make pivots that gain nothing.
            shifted[r] = problem.limit(r) + 1e-7 * (1 + (r * 7919 % 101) / 101.0);
        }
        double[] left = left();
        for (int r = 0; r < rows; r++) {
            boolean exceeded = left[r] < 0 && !Double.isInfinite(problem.penalty(r));
            basis.add(new Basic<>(-1, null, r, exceeded ? -1 : 1));
            inverse[r][r] = exceeded ? -1 : 1;
            values[r] = Math.abs(left[r]);
        }
    }

    /** One column of the solution, and its part of the team. */
    record Part<C>(C column, double part) {}

    /** @return whether it came to its end within so many pivots */
    boolean solve(int mostPivots) {
        int idle = 0;
        int team = 0;
        while (idle < problem.teams()) {
            if (pivots >= mostPivots) {
                return false;
            }
            problem.price(duals());
            int row = unpriced();
            if (row >= 0) {
                enter(new Basic<>(-1, null, row, duals[row] < 0 ? 1 : -1));
                idle = 0;
                continue;
            }
            while (idle < problem.teams()) {
                C column = problem.cheapest(team);
                double key = problem.priced(team, keys.get(team));
                boolean pays = problem.priced(team, column) < key - TINY * Math.max(1, Math.abs(key));
                int now = team;
                team = (team + 1) % problem.teams();
                idle++;
                if (pays) {
                    idle = 0;
                    enter(new Basic<>(now, column, -1, 0));
                    if (stale) {
                        break;
                    }
                }
            }
        }
        return true;
    }

    /** Prices of the rows, none below zero. */
    double[] prices() {
        return Arrays.stream(duals()).map(dual -> Math.max(0, dual)).toArray();
    }

    List<Part<C>> parts(int team) {
        var parts = new ArrayList<Part<C>>();
        double key = 1;
        for (int i = 0; i < rows; i++) {
            C column = basis.get(i).column();
            if (basis.get(i).team() == team && column != null) {
                parts.add(new Part<>(column, values[i]));
                key -= values[i];
            }
        }
        parts.add(new Part<>(keys.get(team), key));
        return parts;
    }

    /** A row whose slack or excess should enter, -1 when there is none. */
    private int unpriced() {
        double largest = 1;
        for (double dual : duals) {
            largest = Math.max(largest, Math.abs(dual));
        }
        for (int r = 0; r < rows; r++) {
            if (duals[r] < -TINY * largest || duals[r] > problem.penalty(r) * (1 + TINY)) {
                return r;
            }
        }
        return -1;
    }

    private double[] duals() {
        if (stale) {
            duals = new double[rows];
            for (int i = 0; i < rows; i++) {
                double cost = cost(basis.get(i));
                if (cost != 0) {
                    for (int r = 0; r < rows; r++) {
                        duals[r] -= cost * inverse[i][r];
                    }
                }
            }
            stale = false;
        }
        return duals;
    }

    private double cost(Basic<C> basic) {
        C column = basic.column();
        if (column != null) {
            return problem.cost(column) - problem.cost(keys.get(basic.team()));
        }
        return basic.sign() < 0 ? problem.penalty(basic.row()) : 0;
    }

    private void enter(Basic<C> entering) {
        pivots++;
        double[] change = direction(entering);
        int leaving = -1;
        double step = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows; i++) {
            if (change[i] > TINY && values[i] / change[i] < step - 1e-12) {
                step = Math.max(0, values[i] / change[i]);
                leaving = i;
            }
        }
        int keyTeam = -1;
        for (int i = 0; i < rows; i++) {
            int team = basis.get(i).team();
            if (team >= 0) {
                double falls = falls(team, change, entering);
                double value = keyValue(team);
                if (falls > TINY && value / falls < step - 1e-12) {
                    step = Math.max(0, value / falls);
                    keyTeam = team;
                }
            }
        }
        int own = entering.team();
        if (own >= 0 && !hasBasics(own) && step >= 1) {
            move(change, 1);
            C column = entering.column();
            keys.set(own, column == null ? keys.get(own) : column);
            return;
        }
        if (Double.isInfinite(step)) {
            return;
        }
        if (keyTeam >= 0) {
            leaving = replaceKey(keyTeam);
            change = direction(entering);
            step = values[leaving] / change[leaving];
        }
        pivot(entering, change, leaving, step);
    }

    private void move(double[] change, double step) {
        for (int i = 0; i < rows; i++) {
            values[i] = Math.max(0, values[i] - step * change[i]);
        }
    }

    private void pivot(Basic<C> entering, double[] change, int leaving, double step) {
        move(change, step);
        values[leaving] = Math.max(0, step);
        basis.set(leaving, entering);
        double[] pivotRow = inverse[leaving];
        for (int r = 0; r < rows; r++) {
            pivotRow[r] /= change[leaving];
        }
        for (int i = 0; i < rows; i++) {
            if (i != leaving && change[i] != 0) {
                for (int r = 0; r < rows; r++) {
                    inverse[i][r] -= change[i] * pivotRow[r];
                }
            }
        }
        stale = true;
        if (pivots % REFRESH == 0) {
            refresh();
        }
    }

    /** The old key takes the position of a basic column of its team, which becomes the key. */
    private int replaceKey(int team) {
        int position = -1;
        double[] sum = new double[rows];
        double most = -1;
        double key = keyValue(team);
        for (int i = 0; i < rows; i++) {
            if (basis.get(i).team() == team) {
                for (int r = 0; r < rows; r++) {
                    sum[r] += inverse[i][r];
                }
                if (values[i] > most) {
                    most = values[i];
                    position = i;
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            inverse[position][r] = -sum[r];
        }
        C column = basis.get(position).column();
        if (column != null) {
            basis.set(position, new Basic<>(team, keys.get(team), -1, 0));
            keys.set(team, column);
        }
        values[position] = Math.max(0, key);
        return position;
    }

    private boolean hasBasics(int team) {
        for (Basic<C> basic : basis) {
            if (basic.team() == team) {
                return true;
            }
        }
        return false;
    }

    private double keyValue(int team) {
        double value = 1;
        for (int i = 0; i < rows; i++) {
            value -= basis.get(i).team() == team ? values[i] : 0;
        }
        return value;
    }

    private double falls(int team, double[] change, Basic<C> entering) {
        double falls = entering.team() == team ? 1 : 0;
        for (int i = 0; i < rows; i++) {
            falls -= basis.get(i).team() == team ? change[i] : 0;
        }
        return falls;
    }

    /** What is taken from the basis per unit of the entering one. */
    private double[] direction(Basic<C> entering) {
        double[] taken = taken(entering);
        double[] change = new double[rows];
        for (int r = 0; r < rows; r++) {
            if (taken[r] != 0) {
                for (int i = 0; i < rows; i++) {
                    change[i] += inverse[i][r] * taken[r];
                }
            }
        }
        return change;
    }

    private double[] taken(Basic<C> basic) {
        double[] taken = new double[rows];
        C column = basic.column();
        if (column == null) {
            taken[basic.row()] = basic.sign();
        } else {
            problem.add(basic.team(), column, 1, taken);
            problem.add(basic.team(), keys.get(basic.team()), -1, taken);
        }
        return taken;
    }

    private double[] left() {
        double[] left = shifted.clone();
        for (int t = 0; t < keys.size(); t++) {
            problem.add(t, keys.get(t), -1, left);
        }
        return left;
    }

    /** Gauss-Jordan with row exchange. */
    private void refresh() {
        double[][] matrix = new double[rows][rows];
        for (int i = 0; i < rows; i++) {
            double[] taken = taken(basis.get(i));
            for (int r = 0; r < rows; r++) {
                matrix[r][i] = taken[r];
            }
        }
        double[][] made = Inverse.of(matrix);
        if (made == null) {
            return;
        }
        double[] left = left();
        for (int i = 0; i < rows; i++) {
            inverse[i] = made[i];
            double value = 0;
            for (int r = 0; r < rows; r++) {
                value += made[i][r] * left[r];
            }
            values[i] = Math.max(0, value);
        }
    }
}
