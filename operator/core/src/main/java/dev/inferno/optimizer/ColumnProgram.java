package dev.inferno.optimizer;

import org.jspecify.annotations.Nullable;

/**
 * A linear program of few coupling rows: each team takes a mixture of its columns, and the sums over all teams keep to the
 * rows, or exceed them at a penalty. Columns are named by pricing, never listed.
 *
 * @param <C> a column
 */
interface ColumnProgram<C> {

    int rows();

    int teams();

    double limit(int row);

    /** Per unit above the limit: infinite where it must hold, 0 where the row does not count. */
    double penalty(int row);

    /** Prices of the rows that {@link #cheaper} and {@link #priced} reckon with from now on. */
    void price(double[] duals);

    /** The column of least priced cost, if that is below; else null. */
    @Nullable
    C cheaper(int team, double below);

    /** Cost of a column and of what it takes of the rows. */
    double priced(int team, C column);

    double cost(C column);

    /** Adds what a column takes of each row, so many times. */
    void add(int team, C column, double times, double[] into);
}
