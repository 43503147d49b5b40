package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes for replicas of a pool, kind by kind, without trying twice.
 *
 * <p>Method: best fit. A node that is begun is fuller afterwards, so it stays the first: every kind fills nodes in one order.
 * Nodes that are alike are filled together, so thousands cost no more than their sorts. Complexity: O(kinds x sorts of nodes x log).
 * Thread-safety: none.
 */
final class PoolFilling {

    private final List<PodKind> kinds;
    private final List<Alike> start = new ArrayList<>();
    private final int[] positions;
    private final int[] deviceResources;

    /** Nodes with the same left, a range of {@link #positions}. */
    private record Alike(long[] left, List<Boolean> admits, int from, int to) {}

    /** @param classes with the positions of their nodes, in the same order */
    PoolFilling(List<PodKind> kinds, List<NodeClass> classes, List<int[]> nodes, int[] deviceResources) {
        this.kinds = kinds;
        this.deviceResources = deviceResources;
        this.positions = nodes.stream().flatMapToInt(Arrays::stream).toArray();
        int from = 0;
        for (NodeClass alike : classes) {
            long[] left = alike.free().stream().mapToLong(Long::longValue).toArray();
            start.add(new Alike(left, alike.admits(), from, from + alike.nodes()));
            from += alike.nodes();
        }
    }

    /**
     * @param order of the kinds
     * @param tightest nodes first that take the fewest, else those with the fewest free devices
     * @param placed filled by kind and position of a node; null where only the answer counts
     */
    boolean fill(int[] counts, int[] order, boolean tightest, int @Nullable [][] placed) {
        var groups = new ArrayList<>(start);
        for (int k : order) {
            if (counts[k] > 0 && !fill(k, counts[k], tightest, groups, placed)) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(int k, int wanted, boolean tightest, List<Alike> groups, int @Nullable [][] placed) {
        PodKind kind = kinds.get(k);
        List<Alike> open = groups.stream()
                .filter(group -> group.admits().get(k) && kind.room(group.left()) > 0)
                .sorted(Comparator.comparingLong(
                                (Alike group) -> tightest ? kind.room(group.left()) : devices(kind, group.left()))
                        .thenComparingInt(Alike::from))
                .toList();
        int missing = wanted;
        for (Alike group : open) {
            int room = (int) Math.min(Integer.MAX_VALUE, kind.room(group.left()));
            int full = Math.min(group.to() - group.from(), missing / room);
            int rest = full < group.to() - group.from() ? missing - full * room : 0;
            groups.remove(group);
            split(groups, group, kind, group.from(), group.from() + full, room, placed == null ? null : placed[k]);
            int begun = group.from() + full + (rest > 0 ? 1 : 0);
            split(groups, group, kind, group.from() + full, begun, rest, placed == null ? null : placed[k]);
            split(groups, group, kind, begun, group.to(), 0, null);
            missing -= full * room + rest;
            if (missing == 0) {
                return true;
            }
        }
        return false;
    }

    /** The nodes of a range take so many each and are alike from then on. */
    private void split(
            List<Alike> groups, Alike group, PodKind kind, int from, int to, int each, int @Nullable [] placed) {
        if (from >= to) {
            return;
        }
        long[] left = group.left().clone();
        for (int r = 0; r < left.length; r++) {
            left[r] -= each * kind.asks()[r];
        }
        groups.add(new Alike(left, group.admits(), from, to));
        if (placed != null) {
            for (int i = from; i < to; i++) {
                placed[positions[i]] += each;
            }
        }
    }

    private long devices(PodKind kind, long[] left) {
        long devices = 0;
        for (int r : deviceResources) {
            devices += kind.devices() == 0 || kind.asks()[r] > 0 ? Math.max(0, left[r]) : 0;
        }
        return devices;
    }
}
