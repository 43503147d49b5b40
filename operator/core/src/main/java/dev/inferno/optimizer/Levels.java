package dev.inferno.optimizer;

import java.util.Arrays;

/**
 * What plans are compared by, in whole numbers so that sums in any order are equal: replicas below the minimums by rank,
 * unmet demand by rank in billionths, cost in hundred-millionths. An earlier level is worth any amount of a later one.
 */
final class Levels {

    private static final double UNMET = 1e9;
    private static final double COST = 1e8;

    private final int ranks;
    private final long[] of;

    Levels(int ranks) {
        this.ranks = ranks;
        this.of = new long[size(ranks)];
    }

    static int size(int ranks) {
        return 2 * ranks + 1;
    }

    /** Index of the unmet demand of a rank; that of its missing replicas is the rank itself. */
    static int unmet(int ranks, int rank) {
        return ranks + rank;
    }

    static int cost(int ranks) {
        return 2 * ranks;
    }

    void add(Column column, int rank, int times) {
        of[rank] += (long) times * column.missing();
        of[unmet(ranks, rank)] += times * Math.round(column.unmet() * UNMET);
        of[cost(ranks)] += times * Math.round(column.cost() * COST);
    }

    long get(int level) {
        return of[level];
    }

    /** The level in replicas, whole demands or cost units. */
    double value(int level) {
        return level < ranks ? of[level] : level < cost(ranks) ? of[level] / UNMET : of[level] / COST;
    }

    void clear() {
        Arrays.fill(of, 0);
    }

    /** Below 0 when this is better, looking at so many levels. */
    int compareTo(Levels other, int count) {
        for (int level = 0; level < count; level++) {
            if (of[level] != other.of[level]) {
                return Long.compare(of[level], other.of[level]);
            }
        }
        return 0;
    }

    /** Whether none of the first levels is above the other's. */
    boolean within(Levels allowed, int count) {
        for (int level = 0; level < count; level++) {
            if (of[level] > allowed.of[level]) {
                return false;
            }
        }
        return true;
    }
}
