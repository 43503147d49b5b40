package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Solves a {@link ColumnProgram} by the simplex method with generated columns.
 *
 * <p>Problem: few coupling rows, but one convexity row per team. Method: generalised upper bounds: each team has a key column
 * that stands for its convexity row, so the basis to invert is as small as the coupling rows are few; its columns are
 * differences from the keys. Teams are priced block by block; of a block those columns enter first that gain most at the prices of
 * the moment (multiple pricing). Source: Dantzig and Van Slyke, Generalized upper bounding techniques, 1967. Complexity: O(rows^2)
 * per pivot. Thread-safety: none.
 */
final class ColumnSimplex<C> {

    private static final double TINY = 1e-9;

    /** After so many pivots the inverse is made afresh. */
    private static final int REFRESH = 150;

    /** All teams are priced in so many blocks; of each those enter first that gain most. */
    private static final int BLOCKS = 8;

    private static final int SMALLEST_BLOCK = 64;

    /** Of a block, at most. */
    private static final int MOST_CANDIDATES = 64;

    private final ColumnProgram<C> problem;
    private final int rows;
    private final List<C> keys;
    private final BasisInverse inverse;
    private final double[] values;
    private final double[] shifted;
    private final List<Basic<C>> basis;
    /** By team, of one pivot: how fast its key falls, and how much of the team is not the key. */
    private final double[] falling;

    private final double[] used;
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
        this.values = new double[rows];
        this.basis = new ArrayList<>();
        this.shifted = new double[rows];
        this.falling = new double[start.size()];
        this.used = new double[start.size()];
        for (int r = 0; r < rows; r++) {
            // Ties between rows would make pivots that gain nothing.
            shifted[r] = problem.limit(r) + 1e-7 * (1 + (r * 7919 % 101) / 101.0);
        }
        int[] signs = new int[rows];
        double[] left = left();
        for (int r = 0; r < rows; r++) {
            boolean exceeded = left[r] < 0 && !Double.isInfinite(problem.penalty(r));
            signs[r] = exceeded ? -1 : 1;
            basis.add(new Basic<>(-1, null, r, signs[r]));
            values[r] = Math.abs(left[r]);
        }
        this.inverse = new BasisInverse(signs);
    }

    /** One column of the solution, and its part of the team. */
    record Part<C>(C column, double part) {}

    /**
     * Improves the solution until it is the best, or until it is told to stop; it is one either way.
     *
     * @return whether it came to its end within so many pivots
     */
    boolean solve(int mostPivots, Steps steps) {
        int idle = 0;
        int team = 0;
        int block = Math.max(SMALLEST_BLOCK, problem.teams() / BLOCKS);
        List<Basic<C>> candidates = new ArrayList<>();
        while (idle < problem.teams() || !candidates.isEmpty()) {
            if (pivots >= mostPivots || steps.ended()) {
                return false;
            }
            problem.price(duals());
            int row = unpriced();
            if (row >= 0) {
                enter(new Basic<>(-1, null, row, duals[row] < 0 ? 1 : -1));
                idle = 0;
                continue;
            }
            Basic<C> best = mostPaying(candidates);
            if (best != null) {
                enter(best);
                idle = 0;
                continue;
            }
            for (int looked = 0; looked < block && idle < problem.teams(); looked++) {
                double key = problem.priced(team, keys.get(team));
                C column = problem.cheaper(team, key - tolerance(key));
                if (column != null) {
                    candidates.add(new Basic<>(team, column, -1, 0));
                }
                team = (team + 1) % problem.teams();
                idle++;
            }
            if (candidates.size() > MOST_CANDIDATES) {
                candidates.sort(Comparator.comparingDouble(candidate -> -gain(candidate)));
                candidates.subList(MOST_CANDIDATES, candidates.size()).clear();
            }
        }
        return true;
    }

    /** Of the candidates the one that gains most at the present prices; those that gain nothing any more are left out. */
    private @Nullable Basic<C> mostPaying(List<Basic<C>> candidates) {
        Basic<C> best = null;
        double most = 0;
        for (var each = candidates.iterator(); each.hasNext(); ) {
            Basic<C> candidate = each.next();
            double gain = gain(candidate);
            if (gain <= 0) {
                each.remove();
            } else if (gain > most) {
                most = gain;
                best = candidate;
            }
        }
        candidates.remove(best);
        return best;
    }

    /** What a column's priced cost is below that of its team's key; 0 where that may be a rounding. */
    private double gain(Basic<C> candidate) {
        C column = candidate.column();
        double key = problem.priced(candidate.team(), keys.get(candidate.team()));
        double gain = column == null ? 0 : key - problem.priced(candidate.team(), column);
        return gain > tolerance(key) ? gain : 0;
    }

    private static double tolerance(double key) {
        return TINY * Math.max(1, Math.abs(key));
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
            double[] costs = new double[rows];
            for (int i = 0; i < rows; i++) {
                costs[i] = -cost(basis.get(i));
            }
            duals = inverse.weighted(costs);
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
        int keyTeam = keyBefore(step, change, entering);
        if (keyTeam >= 0) {
            step = Math.max(0, keyValue(keyTeam) / falls(keyTeam, change, entering));
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

    /** The first team whose key column would be used up before the step is done; -1 when there is none. */
    private int keyBefore(double step, double[] change, Basic<C> entering) {
        if (entering.team() >= 0) {
            falling[entering.team()] += 1;
        }
        for (int i = 0; i < rows; i++) {
            int team = basis.get(i).team();
            if (team >= 0) {
                falling[team] -= change[i];
                used[team] += values[i];
            }
        }
        int first = -1;
        double shortest = step;
        for (int i = 0; i < rows; i++) {
            int team = basis.get(i).team();
            if (team >= 0) {
                double value = 1 - used[team];
                if (falling[team] > TINY && value / falling[team] < shortest - 1e-12) {
                    shortest = Math.max(0, value / falling[team]);
                    first = team;
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            int team = basis.get(i).team();
            if (team >= 0) {
                falling[team] = 0;
                used[team] = 0;
            }
        }
        if (entering.team() >= 0) {
            falling[entering.team()] = 0;
        }
        return first;
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
        inverse.exchange(leaving, change);
        stale = true;
        if (pivots % REFRESH == 0) {
            refresh();
        }
    }

    /** The old key takes the position of a basic column of its team, which becomes the key. */
    private int replaceKey(int team) {
        double key = keyValue(team);
        int[] own = IntStream.range(0, rows)
                .filter(i -> basis.get(i).team() == team)
                .toArray();
        int position = own[0];
        for (int i : own) {
            position = values[i] > values[position] ? i : position;
        }
        inverse.replaceBySum(position, own);
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
        return inverse.times(taken(entering));
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

    private void refresh() {
        double[] @Nullable [] columns = new double[rows][];
        int[] slackRows = new int[rows];
        int[] signs = new int[rows];
        for (int i = 0; i < rows; i++) {
            Basic<C> basic = basis.get(i);
            columns[i] = basic.column() == null ? null : taken(basic);
            slackRows[i] = basic.row();
            signs[i] = basic.sign();
        }
        if (inverse.renew(columns, slackRows, signs)) {
            double[] fresh = inverse.times(left());
            for (int i = 0; i < rows; i++) {
                values[i] = Math.max(0, fresh[i]);
            }
        }
    }
}
