package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A column per team, and what all of them take.
 *
 * <p>Problem: try thousands of exchanges. Method: sums per row refuse most; only what passes asks the pools, which remember.
 * Thread-safety: none.
 */
final class Occupancy {

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final Column[] columns;
    private final int[] counts;
    private final double[] rows;
    private final boolean[] touched;
    private final Levels levels;
    private long effort;

    /** @param start fits */
    Occupancy(Rooms rooms, List<TeamPricer> teams, int ranks, List<Column> start) {
        this.rooms = rooms;
        this.teams = teams;
        this.columns = start.toArray(Column[]::new);
        this.counts = new int[rooms.kinds().size()];
        this.rows = new double[rooms.rows().size()];
        this.touched = new boolean[rooms.pools().size()];
        this.levels = new Levels(ranks);
        for (int t = 0; t < columns.length; t++) {
            add(t, columns[t], 1);
        }
    }

    Column column(int team) {
        return columns[team];
    }

    List<Column> columns() {
        return List.of(columns);
    }

    /** Replicas of each kind. */
    int[] counts() {
        return counts;
    }

    /** What the plan is worth; changes with it. */
    Levels levels() {
        return levels;
    }

    double row(int row) {
        return rows[row];
    }

    /** What a team has is given back; a column must be {@link #put} before the plan is whole again. */
    void lift(int team) {
        add(team, columns[team], -1);
    }

    /** Puts a column where the team's was lifted, whether it fits or not. */
    void put(int team, Column column) {
        columns[team] = column;
        add(team, column, 1);
    }

    /** Puts it if it fits, else what was there before. */
    boolean exchange(int team, Column column) {
        Column before = columns[team];
        lift(team);
        boolean admitted = admits(column);
        put(team, column);
        if (admitted && fits(column)) {
            return true;
        }
        lift(team);
        put(team, before);
        return false;
    }

    /** None of the rows is exceeded that a column counts in. */
    boolean keepsRowsOf(Column column) {
        return IntStream.of(column.rows()).allMatch(row -> rooms.rows().keeps(row, rows[row]));
    }

    /** Whether no row would be exceeded with this column on top. */
    boolean admits(Column column) {
        for (int i = 0; i < column.rows().length; i++) {
            int row = column.rows()[i];
            if (!rooms.rows().keeps(row, rows[row] + column.amounts()[i])) {
                return false;
            }
        }
        return true;
    }

    /** What asking pools has taken so far, see {@link Pool#effort}. */
    long effort() {
        return effort;
    }

    /** Whether the pools that these columns use have nodes for all. */
    boolean fits(Column... changed) {
        Arrays.fill(touched, false);
        for (Column column : changed) {
            for (int kind : column.kinds()) {
                int pool = rooms.poolOf(kind);
                if (!touched[pool]) {
                    touched[pool] = true;
                    Pool asked = rooms.pools().get(pool);
                    long before = asked.effort();
                    boolean fits = asked.fits(counts);
                    effort += asked.effort() - before;
                    if (!fits) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void add(int team, Column column, int times) {
        column.addTo(rows, times);
        for (int i = 0; i < column.kinds().length; i++) {
            counts[column.kinds()[i]] += times * column.counts()[i];
        }
        levels.add(column, teams.get(team).team().rank(), times);
    }
}
