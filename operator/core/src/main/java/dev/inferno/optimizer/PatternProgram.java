package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether replicas, parts of them too, can be spread over the nodes of a pool so that each node holds a mixture of whole
 * patterns.
 *
 * <p>Problem: rows of single resources let through what no packing holds. Method: the relaxation of Gilmore and Gomory, a
 * linear programming approach to the cutting-stock problem, 1961: nodes that are alike are one team, a column is a pattern on
 * all of them, a row asks for the replicas of one kind. What stays unplaced is penalised by devices; where that is more than
 * nothing, the prices of the rows are weights of a {@link PoolRow} that refuses these counts. Thread-safety: none.
 */
final class PatternProgram implements ColumnProgram<int[]> {

    private static final int MOST_KINDS = 64;
    private static final int MOST_CLASSES = 128;

    private final List<PodKind> kinds;
    private final double[] wanted;
    private final List<NodeClass> classes;
    private final NodeFilling[] fillings;
    private double[] weights;
    private long effort;

    /** @param wanted replicas of each kind */
    PatternProgram(List<PodKind> kinds, double[] wanted, List<NodeClass> classes) {
        this.kinds = kinds;
        this.wanted = wanted;
        this.classes = classes;
        this.fillings =
                classes.stream().map(alike -> new NodeFilling(kinds, alike)).toArray(NodeFilling[]::new);
        this.weights = new double[kinds.size()];
    }

    /** Pools of too many kinds or sorts of nodes are left alone. */
    static boolean takes(List<PodKind> kinds, List<NodeClass> classes) {
        return kinds.size() <= MOST_KINDS && classes.size() <= MOST_CLASSES;
    }

    /** Empty patterns, to begin with. */
    List<int[]> nothing() {
        return IntStream.range(0, classes.size())
                .mapToObj(c -> new int[kinds.size()])
                .toList();
    }

    /**
     * What refuses the replicas wanted; null where these prices refuse nothing.
     *
     * @param rounding that is still within the limit, in devices
     */
    @Nullable
    PoolRow broken(double[] duals, double rounding) {
        PoolRow row = row(duals);
        double weight = IntStream.range(0, wanted.length)
                .mapToDouble(k -> weights[k] * wanted[k])
                .sum();
        return weight > row.limit() + rounding ? row : null;
    }

    /** What holds of the replicas of all kinds with these weights. */
    PoolRow row(double[] duals) {
        int[] used =
                IntStream.range(0, duals.length).filter(k -> duals[k] > 1e-9).toArray();
        price(duals);
        double limit = 0;
        for (int c = 0; c < fillings.length; c++) {
            fillings[c].fill(weights);
            limit += classes.get(c).nodes() * fillings[c].bound();
        }
        return new PoolRow(
                Arrays.stream(used).map(k -> kinds.get(k).index()).toArray(),
                Arrays.stream(used).mapToDouble(k -> weights[k]).toArray(),
                limit);
    }

    /** Kinds looked at so far, once per node filled. */
    long effort() {
        return effort;
    }

    @Override
    public int rows() {
        return kinds.size();
    }

    @Override
    public int teams() {
        return classes.size();
    }

    @Override
    public double limit(int row) {
        return -wanted[row];
    }

    @Override
    public double penalty(int row) {
        return Math.max(1, kinds.get(row).devices());
    }

    @Override
    public void price(double[] duals) {
        weights = Arrays.stream(duals).map(dual -> dual > 1e-9 ? dual : 0).toArray();
    }

    @Override
    public int @Nullable [] cheaper(int team, double below) {
        effort += kinds.size();
        int[] pattern = fillings[team].fill(weights);
        return priced(team, pattern) < below ? pattern : null;
    }

    @Override
    public double priced(int team, int[] pattern) {
        double weight = 0;
        for (int k = 0; k < pattern.length; k++) {
            weight += weights[k] * pattern[k];
        }
        return -weight * classes.get(team).nodes();
    }

    @Override
    public double cost(int[] pattern) {
        return 0;
    }

    @Override
    public void add(int team, int[] pattern, double times, double[] into) {
        for (int k = 0; k < pattern.length; k++) {
            into[k] -= times * pattern[k] * classes.get(team).nodes();
        }
    }
}
