package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that some kinds of pods share, and no other kind uses.
 *
 * <p>Problem: do so many replicas of each kind fit, and where? Method: what must hold of sums ({@link PoolRow}) refuses most
 * counts at once; then largest first by best fit, then by scarcest resource on the tightest nodes; where both fail and the
 * pool is small, depth first over the replicas.
 * Answers are remembered by counts. Complexity: O(kinds x nodes) but for the last, which is bounded. Thread-safety: none.
 */
final class Pool {

    private static final int MOST_REMEMBERED = 20_000;

    private final List<PodKind> kinds;
    private final long[][] free;
    private final int[] nodes;
    private final List<NodeClass> classes;
    private final List<AlikeNodes> start;
    /** Position in {@link #nodes} of each place in the order of the classes. */
    private final int[] positions;

    private final PoolFilling filling;
    private final @Nullable PatternFilling patterns;
    private final int[] inOrder;
    private final int[] scarcestFirst;
    private final Map<Counts, Boolean> known = new HashMap<>();
    private boolean unsure;
    private long effort;

    /** Replicas of each kind, as a key. */
    private record Counts(int[] of) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Counts counts && Arrays.equals(of, counts.of);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(of);
        }
    }

    /**
     * @param kinds largest first
     * @param free by node index of the whole cluster and resource
     */
    Pool(List<PodKind> kinds, long[][] free, int[] deviceResources) {
        this.kinds = List.copyOf(kinds);
        this.free = free;
        this.nodes = kinds.stream()
                .flatMapToInt(kind -> Arrays.stream(kind.nodes()))
                .distinct()
                .sorted()
                .toArray();
        Map<NodeClass, List<Integer>> alike = new LinkedHashMap<>();
        for (int n = 0; n < nodes.length; n++) {
            alike.computeIfAbsent(alone(nodes[n]), c -> new ArrayList<>()).add(n);
        }
        this.classes = alike.entrySet().stream()
                .map(entry -> entry.getKey().times(entry.getValue().size()))
                .toList();
        this.positions = alike.values().stream()
                .flatMapToInt(own -> own.stream().mapToInt(Integer::intValue))
                .toArray();
        this.start = ranges(classes);
        this.filling = new PoolFilling(this.kinds, deviceResources);
        this.inOrder = IntStream.range(0, kinds.size()).toArray();
        double[] shares = kinds.stream().mapToDouble(this::dominantShare).toArray();
        this.scarcestFirst = IntStream.range(0, kinds.size())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -shares[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.patterns = PatternProgram.takes(this.kinds, classes)
                ? new PatternFilling(this.kinds, classes, start, filling, List.of(inOrder, scarcestFirst))
                : null;
    }

    private static List<AlikeNodes> ranges(List<NodeClass> classes) {
        List<AlikeNodes> ranges = new ArrayList<>();
        int from = 0;
        for (NodeClass alike : classes) {
            long[] left = alike.free().stream().mapToLong(Long::longValue).toArray();
            ranges.add(new AlikeNodes(left, alike.admits(), from, from + alike.nodes()));
            from += alike.nodes();
        }
        return ranges;
    }

    private NodeClass alone(int node) {
        List<Long> amounts = Arrays.stream(free[node]).boxed().toList();
        List<Boolean> admits = kinds.stream()
                .map(kind -> Arrays.binarySearch(kind.nodes(), node) >= 0)
                .toList();
        return new NodeClass(amounts, admits, 1);
    }

    List<PodKind> kinds() {
        return kinds;
    }

    int[] nodes() {
        return nodes;
    }

    /** Nodes that are alike, in the order of their first. */
    List<NodeClass> classes() {
        return classes;
    }

    /** @param counts of all kinds of the cluster; only those of this pool are looked at */
    boolean fits(int[] counts) {
        int[] own = kinds.stream().mapToInt(kind -> counts[kind.index()]).toArray();
        var key = new Counts(own);
        Boolean answer = known.get(key);
        if (answer == null) {
            effort += (long) kinds.size() * classes.size();
            answer = filling.fill(own, inOrder, false, start, null)
                    || filling.fill(own, scarcestFirst, true, start, null)
                    || searched(own) != null;
            if (known.size() < MOST_REMEMBERED) {
                known.put(key, answer);
            }
        }
        return answer;
    }

    /** Sorts of nodes looked at so far, once per kind. */
    long effort() {
        return effort + (patterns == null ? 0 : patterns.effort());
    }

    /** Whether counts were refused that might have had nodes. */
    boolean unsure() {
        return unsure;
    }

    /** Replicas by kind of this pool and position in {@link #nodes}; null when none was found. */
    int @Nullable [][] place(int[] own) {
        int[][] placed = filled(own, inOrder, false);
        if (placed == null) {
            placed = filled(own, scarcestFirst, true);
        }
        return placed == null ? searched(own) : placed;
    }

    private int @Nullable [][] filled(int[] own, int[] order, boolean tightest) {
        int[][] placed = new int[kinds.size()][nodes.length];
        return filling.fill(own, order, tightest, start, placed) ? atPositions(placed) : null;
    }

    /** What filling does not find: by search where nodes are few, else by patterns. */
    private int @Nullable [][] searched(int[] own) {
        if (nodes.length <= PoolSearch.MOST_NODES) {
            var search = new PoolSearch(kinds, start);
            int[][] placed = new int[kinds.size()][nodes.length];
            boolean found = search.place(own, placed);
            unsure |= !found && search.unsure();
            return found ? atPositions(placed) : null;
        }
        int[][] placed = patterns == null ? null : patterns.place(own);
        unsure |= placed == null && (patterns == null || patterns.unsure());
        return placed == null ? null : atPositions(placed);
    }

    private int[][] atPositions(int[][] placed) {
        int[][] at = new int[placed.length][nodes.length];
        for (int k = 0; k < placed.length; k++) {
            for (int place = 0; place < positions.length; place++) {
                at[k][positions[place]] = placed[k][place];
            }
        }
        return at;
    }

    /** Largest part of what the pool has of any resource. */
    private double dominantShare(PodKind kind) {
        double most = 0;
        for (int r = 0; r < kind.asks().length; r++) {
            long all = 0;
            for (int node : nodes) {
                all += Math.max(0, free[node][r]);
            }
            most = Math.max(most, kind.asks()[r] / Math.max(1.0, all));
        }
        return most;
    }
}
