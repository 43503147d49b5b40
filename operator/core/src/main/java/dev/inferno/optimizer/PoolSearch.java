package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds nodes for replicas of a small pool by depth-first search, where best fit fails.
 *
 * <p>Method: kinds in order, each from node to node, most first; of nodes with the same left
 * none takes more than the one before it.
 * Complexity: exponential, ended after {@link #MOST_TRIES}. Thread-safety: none.
 */
final class PoolSearch {

    static final int MOST_NODES = 64;
    private static final int MOST_TRIES = 5_000;

    private final List<PodKind> kinds;
    private final int[] nodes;
    private final long[][] left;
    private final int[][] placed;
    private final boolean[][] admits;
    private int tries;

    PoolSearch(List<PodKind> kinds, List<AlikeNodes> start) {
        this.kinds = kinds;
        this.nodes = start.stream()
                .flatMapToInt(alike -> IntStream.range(alike.from(), alike.to()))
                .toArray();
        this.left = start.stream()
                .flatMap(alike -> IntStream.range(alike.from(), alike.to())
                        .mapToObj(n -> alike.left().clone()))
                .toArray(long[][]::new);
        this.placed = new int[kinds.size()][nodes.length];
        this.admits = new boolean[kinds.size()][nodes.length];
        int n = 0;
        for (AlikeNodes alike : start) {
            for (int each = 0; each < alike.size(); each++, n++) {
                for (int k = 0; k < admits.length; k++) {
                    admits[k][n] = alike.admits().get(k);
                }
            }
        }
    }

    /** @param into replicas are added, by kind and place of the node, if all have one */
    boolean place(int[] counts, int[][] into) {
        if (!kind(0, counts)) {
            return false;
        }
        for (int k = 0; k < placed.length; k++) {
            for (int n = 0; n < nodes.length; n++) {
                into[k][nodes[n]] += placed[k][n];
            }
        }
        return true;
    }

    private boolean kind(int k, int[] counts) {
        return k == counts.length || replicas(k, 0, counts[k], counts, alike());
    }

    /** For each node the last before it with the same left, -1 when there is none. */
    private int[] alike() {
        int[] alike = new int[nodes.length];
        for (int n = 0; n < nodes.length; n++) {
            alike[n] = n - 1;
            while (alike[n] >= 0 && !(Arrays.equals(left[n], left[alike[n]]) && admitAlike(n, alike[n]))) {
                alike[n]--;
            }
        }
        return alike;
    }

    private boolean admitAlike(int a, int b) {
        return IntStream.range(0, kinds.size()).allMatch(k -> admits[k][a] == admits[k][b]);
    }

    private boolean replicas(int k, int n, int missing, int[] counts, int[] alike) {
        if (missing == 0) {
            return hasRoom(k + 1, counts) && kind(k + 1, counts);
        }
        if (n == nodes.length || tries++ > MOST_TRIES || roomFrom(k, n) < missing) {
            return false;
        }
        PodKind kind = kinds.get(k);
        int most = admits[k][n] ? (int) Math.min(missing, kind.room(left[n])) : 0;
        if (alike[n] >= 0) {
            most = Math.min(most, placed[k][alike[n]]);
        }
        for (int here = most; here >= 0; here--) {
            take(kind, n, here);
            placed[k][n] = here;
            if (replicas(k, n + 1, missing - here, counts, alike)) {
                return true;
            }
            take(kind, n, -here);
            placed[k][n] = 0;
        }
        return false;
    }

    /** Whether all tries were used up, so that not finding nodes proves nothing. */
    boolean unsure() {
        return tries > MOST_TRIES;
    }

    private boolean hasRoom(int from, int[] counts) {
        long[] asked = new long[kinds.getFirst().asks().length];
        for (int k = from; k < counts.length; k++) {
            if (counts[k] > 0 && roomFrom(k, 0) < counts[k]) {
                return false;
            }
            for (int r = 0; r < asked.length; r++) {
                asked[r] += counts[k] * kinds.get(k).asks()[r];
            }
        }
        for (int r = 0; r < asked.length; r++) {
            for (long[] node : left) {
                asked[r] -= Math.max(0, node[r]);
            }
            if (asked[r] > 0) {
                return false;
            }
        }
        return true;
    }

    private long roomFrom(int k, int from) {
        long room = 0;
        for (int n = from; n < nodes.length; n++) {
            room += admits[k][n] ? kinds.get(k).room(left[n]) : 0;
        }
        return room;
    }

    private void take(PodKind kind, int n, int replicas) {
        for (int r = 0; r < kind.asks().length; r++) {
            left[n][r] -= replicas * kind.asks()[r];
        }
    }
}
