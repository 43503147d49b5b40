package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds rows that a relaxed plan breaks though no sum of a single resource tells.
 *
 * <p>Method: per pool {@link PatternProgram}. Pools of too many kinds or sorts of nodes are left as they are. Thread-safety:
 * none.
 */
final class PatternCuts {

    private static final int MOST_KINDS = 64;
    private static final int MOST_CLASSES = 128;
    private static final int MOST_PIVOTS = 5_000;

    /** A smaller excess, in devices, is not worth a row. */
    private static final double LEAST_EXCESS = 1e-4;

    private final Rooms rooms;
    private final List<Pool> pools;
    private final List<List<NodeClass>> classes;

    PatternCuts(Rooms rooms) {
        this.rooms = rooms;
        this.pools = rooms.pools().stream()
                .filter(pool -> pool.kinds().size() <= MOST_KINDS)
                .toList();
        this.classes = pools.stream().map(Pool::classes).toList();
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
            if (classes.get(p).size() <= MOST_CLASSES && Arrays.stream(wanted).sum() > 0) {
                var program = new PatternProgram(used, wanted, classes.get(p));
                var simplex = new ColumnSimplex<>(program, program.nothing());
                simplex.solve(MOST_PIVOTS, steps);
                PoolRow row = program.row(simplex.prices());
                double weight = IntStream.range(0, row.kinds().length)
                        .mapToDouble(i -> row.weights()[i] * counts[row.kinds()[i]])
                        .sum();
                if (weight > row.limit() + LEAST_EXCESS) {
                    broken.add(row);
                }
            }
        }
        broken.forEach(rooms.rows()::add);
        return broken.size();
    }
}
