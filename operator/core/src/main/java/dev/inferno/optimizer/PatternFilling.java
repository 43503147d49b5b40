package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes for replicas of a pool that is nearly full, where filling kind by kind leaves gaps.
 *
 * <p>Problem: a thousand nodes that hold all that is asked for only if each holds the right mixture. Method: the relaxation of
 * {@link PatternProgram} tells the mixtures, and refuses what no packing holds; each is put on as many whole nodes as it has,
 * which leaves about as many nodes open as there are kinds; those, with the replicas that remain, are left to {@link
 * PoolFilling}, then to {@link PoolSearch}. Source: Gilmore and Gomory, a linear programming approach to the cutting-stock
 * problem, 1961; rounded down and finished on the rest as in Waescher and Gau, heuristics for the integer one-dimensional
 * cutting stock problem, 1996. Complexity: that of the relaxation, which does not depend on how many nodes are alike.
 * Thread-safety: none.
 */
final class PatternFilling {

    private static final int MOST_PIVOTS = 2_000;

    /** Replicas, in devices, that a relaxation may leave over for roundings. */
    private static final double ROUNDING = 1e-4;

    private final List<PodKind> kinds;
    private final List<NodeClass> classes;
    private final List<AlikeNodes> start;
    private final PoolFilling filling;
    private final List<int[]> orders;
    private boolean unsure;
    private long effort;

    /** @param orders of the kinds in which to fill what remains */
    PatternFilling(
            List<PodKind> kinds,
            List<NodeClass> classes,
            List<AlikeNodes> start,
            PoolFilling filling,
            List<int[]> orders) {
        this.kinds = kinds;
        this.classes = classes;
        this.start = start;
        this.filling = filling;
        this.orders = orders;
    }

    /** Whether counts were refused that might have had nodes. */
    boolean unsure() {
        return unsure;
    }

    /** What it took so far, see {@link Pool#effort}. */
    long effort() {
        return effort;
    }

    /** Replicas by kind and place of the node; null when none was found. */
    int @Nullable [][] place(int[] counts) {
        double[] wanted = IntStream.of(counts).asDoubleStream().toArray();
        var program = new PatternProgram(kinds, wanted, classes);
        var simplex = new ColumnSimplex<>(program, program.nothing());
        boolean solved = simplex.solve(MOST_PIVOTS, Steps.unbounded());
        effort += program.effort();
        if (solved && program.broken(simplex.prices(), ROUNDING) != null) {
            return null;
        }
        int[] missing = counts.clone();
        int[][] placed = new int[kinds.size()][start.getLast().to()];
        List<AlikeNodes> open = wholeNodes(simplex, missing, placed);
        if (!finished(open, missing, placed)) {
            unsure = true;
            return null;
        }
        return placed;
    }

    /** Puts patterns on whole nodes; what the nodes have left then, the open ones too. */
    private List<AlikeNodes> wholeNodes(ColumnSimplex<int[]> simplex, int[] missing, int[][] placed) {
        List<AlikeNodes> open = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            AlikeNodes rest = start.get(c);
            for (ColumnSimplex.Part<int[]> part : simplex.parts(c)) {
                int nodes = (int) Math.min(
                        rest.size(), Math.floor(part.part() * classes.get(c).nodes() + 1e-6));
                rest = put(part.column(), nodes, rest, missing, placed, open);
            }
            if (rest.size() > 0) {
                open.add(rest);
            }
        }
        return open;
    }

    /** Puts a pattern on the first nodes of a range, as far as replicas are missing; the nodes behind them. */
    private AlikeNodes put(
            int[] pattern, int nodes, AlikeNodes rest, int[] missing, int[][] placed, List<AlikeNodes> open) {
        AlikeNodes free = rest;
        int left = nodes;
        while (left > 0) {
            int[] each = IntStream.range(0, pattern.length)
                    .map(k -> Math.min(pattern[k], missing[k]))
                    .toArray();
            int alike = left;
            for (int k = 0; k < each.length; k++) {
                alike = each[k] == 0 ? alike : Math.min(alike, missing[k] / each[k]);
            }
            AlikeNodes taking = free;
            for (int k = 0; k < each.length; k++) {
                taking = taking.taking(kinds.get(k), each[k], free.from(), free.from() + alike);
                missing[k] -= alike * each[k];
                for (int n = 0; n < alike && each[k] > 0; n++) {
                    placed[k][free.from() + n] += each[k];
                }
            }
            open.add(taking);
            left -= alike;
            free = new AlikeNodes(free.left(), free.admits(), free.from() + alike, free.to());
        }
        return free;
    }

    private boolean finished(List<AlikeNodes> open, int[] missing, int[][] placed) {
        for (int[] order : orders) {
            for (boolean tightest : new boolean[] {false, true}) {
                if (filling.fill(missing, order, tightest, open, null)) {
                    return filling.fill(missing, order, tightest, open, placed);
                }
            }
        }
        List<AlikeNodes> useful = open.stream()
                .filter(nodes ->
                        IntStream.range(0, missing.length).anyMatch(k -> missing[k] > 0 && nodes.takes(k, kinds)))
                .toList();
        if (useful.stream().mapToInt(AlikeNodes::size).sum() > PoolSearch.MOST_NODES) {
            return false;
        }
        return new PoolSearch(kinds, useful).place(missing, placed);
    }
}
