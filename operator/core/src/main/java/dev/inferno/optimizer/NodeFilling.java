package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The replicas of most weight that one node holds.
 *
 * <p>Method: a knapsack of several resources; depth first over the kinds, most weight per share of the node first, cut off by
 * what each resource alone would let in. Complexity: exponential in the replicas a node holds, ended after {@link
 * #MOST_TRIES}; {@link #bound} holds nevertheless. Thread-safety: none.
 */
final class NodeFilling {

    private static final int MOST_TRIES = 20_000;

    private final List<PodKind> kinds;
    private final NodeClass node;
    private final long[] left;
    private final int[] now;
    private int[] order = new int[0];
    private double[][] densest = new double[0][];
    private double[] weights = new double[0];
    private int[] found = new int[0];
    private double most;
    private double bound;
    private int tries;

    NodeFilling(List<PodKind> kinds, NodeClass node) {
        this.kinds = kinds;
        this.node = node;
        this.left =
                node.free().stream().mapToLong(amount -> Math.max(0, amount)).toArray();
        this.now = new int[kinds.size()];
    }

    /** Replicas of each kind. */
    int[] fill(double[] weightOf) {
        weights = weightOf;
        order = IntStream.range(0, weights.length)
                .filter(k ->
                        weights[k] > 0 && node.admits().get(k) && kinds.get(k).room(left) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -weights[k] / share(k))
                        .thenComparingInt(k -> k))
                .mapToInt(Integer::intValue)
                .toArray();
        densest = new double[order.length + 1][left.length];
        for (int i = order.length - 1; i >= 0; i--) {
            for (int r = 0; r < left.length; r++) {
                long asks = kinds.get(order[i]).asks()[r];
                double here = asks > 0 ? weights[order[i]] / asks : Double.POSITIVE_INFINITY;
                densest[i][r] = Math.max(densest[i + 1][r], here);
            }
        }
        Arrays.fill(now, 0);
        found = now.clone();
        most = 0;
        tries = 0;
        double relaxed = rest(0);
        search(0, 0);
        bound = tries > MOST_TRIES ? relaxed : most;
        return found;
    }

    /** No pattern has more weight than this. */
    double bound() {
        return bound;
    }

    private void search(int i, double weight) {
        if (weight > most + 1e-12) {
            most = weight;
            found = now.clone();
        }
        if (i == order.length || tries++ > MOST_TRIES || weight + rest(i) <= most + 1e-12) {
            return;
        }
        PodKind kind = kinds.get(order[i]);
        int room = (int) Math.min(Integer.MAX_VALUE, kind.room(left));
        take(kind, room);
        for (int replicas = room; replicas >= 0; replicas--) {
            now[order[i]] = replicas;
            search(i + 1, weight + replicas * weights[order[i]]);
            if (replicas > 0) {
                take(kind, -1);
            }
        }
    }

    /** What each resource alone would let in of the kinds from there on. */
    private double rest(int i) {
        double least = i == order.length ? 0 : Double.POSITIVE_INFINITY;
        for (int r = 0; r < left.length && i < order.length; r++) {
            double dense = densest[i][r];
            least = Double.isInfinite(dense) ? least : Math.min(least, left[r] * dense);
        }
        return least;
    }

    private void take(PodKind kind, int replicas) {
        for (int r = 0; r < left.length; r++) {
            left[r] -= replicas * kind.asks()[r];
        }
    }

    private double share(int k) {
        double share = 0;
        for (int r = 0; r < left.length; r++) {
            share = Math.max(share, kinds.get(k).asks()[r] / Math.max(1.0, left[r]));
        }
        return share;
    }
}
