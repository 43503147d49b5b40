package dev.inferno.optimizer;

import java.util.List;

/**
 * Nodes of a pool that have the same left.
 *
 * @param left amount of each resource, in the order of {@link PodKind#asks}; not to be changed
 * @param admits whether each kind of the pool may stand there
 * @param from first of them, in the pool's order by sorts of nodes
 * @param to behind the last of them
 */
record AlikeNodes(long[] left, List<Boolean> admits, int from, int to) {

    int size() {
        return to - from;
    }

    boolean takes(int kind, List<PodKind> kinds) {
        return admits.get(kind) && kinds.get(kind).room(left) > 0;
    }

    /** Nodes of the range that each take so many replicas of a kind more. */
    AlikeNodes taking(PodKind kind, int each, int first, int end) {
        long[] after = left.clone();
        for (int r = 0; r < after.length; r++) {
            after[r] -= each * kind.asks()[r];
        }
        return new AlikeNodes(after, admits, first, end);
    }
}
