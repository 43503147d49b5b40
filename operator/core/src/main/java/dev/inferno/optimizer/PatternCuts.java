package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds rows that a relaxed plan breaks though no sum of a single resource tells.
 *
 * <p>Method: per pool {@link PatternProgram}. Pools of too many kinds or sorts of nodes are left as they are. Thread-safety:
 * none.
 */
final class PatternCuts {

    private static final int MOST_PIVOTS = 5_000;

    /** A smaller excess, in devices, is not worth a row. */
    private static final double LEAST_EXCESS = 1e-4;

    private final Rooms rooms;
    private final List<Pool> pools;

    PatternCuts(Rooms rooms) {
        this.rooms = rooms;
        this.pools = rooms.pools().stream()
                .filter(pool -> PatternProgram.takes(pool.kinds(), pool.classes()))
                .toList();
    }

    /**
     * Adds the rows that these counts break.
     *
     * @param counts replicas of each kind, parts of them too
     * @return how many
     */
    int add(double[] counts, Steps steps) {
        var broken = new ArrayList<PoolRow>();
        for (int p = 0; p < pools.size() && !steps.ended(); p++) {
            List<PodKind> used = pools.get(p).kinds();
            double[] wanted =
                    used.stream().mapToDouble(kind -> counts[kind.index()]).toArray();
            if (Arrays.stream(wanted).sum() > 0) {
                var program = new PatternProgram(used, wanted, pools.get(p).classes());
                var simplex = new ColumnSimplex<>(program, program.nothing());
                simplex.solve(MOST_PIVOTS, steps);
                PoolRow row = program.broken(simplex.prices(), LEAST_EXCESS);
                if (row != null) {
                    broken.add(row);
                }
            }
        }
        broken.forEach(rooms.rows()::add);
        return broken.size();
    }
}
