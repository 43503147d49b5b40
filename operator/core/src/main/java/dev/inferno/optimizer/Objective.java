package dev.inferno.optimizer;

/**
 * One level as a sum to lower, with cost as the tie-break; levels before it are limits, those after it do not count.
 *
 * @param level as in {@link Levels}
 * @param weight of a unit of the level, in cost units per hour; 0 where cost itself is the level
 */
record Objective(int ranks, int level, double weight) {

    double of(Column column, int rank) {
        if (level == rank) {
            return column.cost() + weight * column.missing();
        }
        return level == Levels.unmet(ranks, rank) ? column.cost() + weight * column.unmet() : column.cost();
    }

    double of(Occupancy plan) {
        double cost = plan.levels().value(Levels.cost(ranks));
        return level == Levels.cost(ranks)
                ? cost
                : cost + weight * plan.levels().value(level);
    }

    /** Differences below are roundings. */
    double rounding() {
        return 1e-7 * Math.max(1, weight * 1e-3);
    }

    /** Whether a team of that rank matters to this level or to one before it. */
    boolean concerns(int rank) {
        return level == Levels.cost(ranks) || rank <= (level < ranks ? level : level - ranks);
    }
}
