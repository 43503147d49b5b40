package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What must hold of the replicas of some kinds together, wherever they stand: the sum of weights is at most a limit.
 *
 * <p>Problem: tell without placing that counts do not fit. Method: for each set of nodes that a kind is bound to, and the
 * kinds bound to nodes of it: devices in groups of k, of which a replica of s devices takes floor(s/k) and a node with f
 * free has floor(f/k); with sizes that divide each other those rows are also sufficient. Then every other resource, of which
 * no node gives more than its free devices can call for. Source: dual feasible functions of bin packing. Thread-safety:
 * immutable.
 *
 * @param kinds indices of the kinds concerned
 * @param weights of one replica of each
 */
record PoolRow(int[] kinds, double[] weights, double limit) {

    static List<PoolRow> of(Pool pool, long[][] free) {
        var rows = new ArrayList<PoolRow>();
        var sets = new ArrayList<int[]>(List.of(pool.nodes()));
        for (PodKind kind : pool.kinds()) {
            if (sets.stream().noneMatch(nodes -> Arrays.equals(nodes, kind.nodes()))) {
                sets.add(kind.nodes());
            }
        }
        for (int[] nodes : sets) {
            List<PodKind> bound = pool.kinds().stream()
                    .filter(kind -> contains(nodes, kind.nodes()))
                    .toList();
            IntStream.range(0, free[0].length).forEach(r -> rows.addAll(of(bound, nodes, r, free)));
        }
        return withoutImplied(rows);
    }

    /** Those that do not hold already where the others do; of equal ones the first. */
    private static List<PoolRow> withoutImplied(List<PoolRow> rows) {
        var needed = new ArrayList<PoolRow>();
        for (int r = 0; r < rows.size(); r++) {
            PoolRow row = rows.get(r);
            boolean implied = needed.stream().anyMatch(row::isImpliedBy)
                    || rows.subList(r + 1, rows.size()).stream()
                            .anyMatch(later -> row.isImpliedBy(later) && !later.isImpliedBy(row));
            if (!implied) {
                needed.add(row);
            }
        }
        return needed;
    }

    /** Whether a replica of every kind takes no larger part of this limit than of the other one. */
    private boolean isImpliedBy(PoolRow other) {
        if (limit <= 0 || other.limit <= 0) {
            return false;
        }
        for (int i = 0; i < kinds.length; i++) {
            int at = other.position(kinds[i]);
            if (at < 0 || weights[i] * other.limit > other.weights[at] * limit) {
                return false;
            }
        }
        return true;
    }

    private int position(int kind) {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == kind) {
                return i;
            }
        }
        return -1;
    }

    private static List<PoolRow> of(List<PodKind> kinds, int[] nodes, int resource, long[][] free) {
        var groups = new TreeSet<Long>();
        for (PodKind kind : kinds) {
            if (kind.asks()[resource] > 0) {
                boolean counted = kind.asks()[resource] <= 16;
                groups.add(counted ? kind.asks()[resource] : 1);
            }
        }
        if (!groups.isEmpty()) {
            groups.add(1L);
        }
        return groups.stream().map(k -> row(kinds, nodes, resource, k, free)).toList();
    }

    private static PoolRow row(List<PodKind> kinds, int[] nodes, int resource, long group, long[][] free) {
        List<PodKind> concerned =
                kinds.stream().filter(kind -> kind.asks()[resource] >= group).toList();
        double[] weights = concerned.stream()
                .mapToDouble(kind -> kind.asks()[resource] / group)
                .toArray();
        double[] dearest = IntStream.range(0, free[0].length)
                .mapToDouble(r -> dearest(concerned, weights, r))
                .toArray();
        double limit = 0;
        for (int node : nodes) {
            limit += most(dearest, free[node], resource, group);
        }
        return new PoolRow(concerned.stream().mapToInt(PodKind::index).toArray(), weights, limit);
    }

    /** No node holds more weight than each of its resources alone would let it. */
    private static double most(double[] dearest, long[] free, int resource, long group) {
        double most = Math.max(0, free[resource]) / group;
        for (int r = 0; r < free.length; r++) {
            if (Double.isFinite(dearest[r])) {
                most = Math.min(most, Math.floor(Math.max(0, free[r]) * dearest[r] + 1e-9));
            }
        }
        return most;
    }

    /** Most weight per unit of a resource; infinite when a kind asks for none of it. */
    private static double dearest(List<PodKind> kinds, double[] weights, int resource) {
        double dearest = 0;
        for (int k = 0; k < weights.length; k++) {
            long asks = kinds.get(k).asks()[resource];
            dearest = asks > 0 ? Math.max(dearest, weights[k] / asks) : Double.POSITIVE_INFINITY;
            if (asks <= 0) {
                return dearest;
            }
        }
        return dearest;
    }

    /** Both ascending. */
    private static boolean contains(int[] all, int[] some) {
        if (some.length > all.length) {
            return false;
        }
        int from = 0;
        for (int node : some) {
            while (from < all.length && all[from] < node) {
                from++;
            }
            if (from == all.length || all[from] != node) {
                return false;
            }
        }
        return true;
    }
}
