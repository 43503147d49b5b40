package dev.inferno.optimizer;

import java.util.ArrayList;
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
    private final int[] deviceResources;

    PoolFilling(List<PodKind> kinds, int[] deviceResources) {
        this.kinds = kinds;
        this.deviceResources = deviceResources;
    }

    /**
     * @param order of the kinds
     * @param tightest nodes first that take the fewest, else those with the fewest free devices
     * @param start nodes as they are before
     * @param placed to be added to, by kind and place of the node in the order of the start; null where only the answer counts
     */
    boolean fill(int[] counts, int[] order, boolean tightest, List<AlikeNodes> start, int @Nullable [][] placed) {
        var groups = new ArrayList<>(start);
        for (int k : order) {
            if (counts[k] > 0 && !fill(k, counts[k], tightest, groups, placed)) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(int k, int wanted, boolean tightest, List<AlikeNodes> groups, int @Nullable [][] placed) {
        PodKind kind = kinds.get(k);
        List<AlikeNodes> open = groups.stream()
                .filter(group -> group.takes(k, kinds))
                .sorted(Comparator.comparingLong(
                                (AlikeNodes group) -> tightest ? kind.room(group.left()) : devices(kind, group.left()))
                        .thenComparingInt(AlikeNodes::from))
                .toList();
        int missing = wanted;
        for (AlikeNodes group : open) {
            int room = (int) Math.min(Integer.MAX_VALUE, kind.room(group.left()));
            int full = Math.min(group.size(), missing / room);
            int rest = full < group.size() ? missing - full * room : 0;
            groups.remove(group);
            int[] own = placed == null ? null : placed[k];
            split(groups, group, kind, group.from(), group.from() + full, room, own);
            int begun = group.from() + full + (rest > 0 ? 1 : 0);
            split(groups, group, kind, group.from() + full, begun, rest, own);
            split(groups, group, kind, begun, group.to(), 0, null);
            missing -= full * room + rest;
            if (missing == 0) {
                return true;
            }
        }
        return false;
    }

    /** The nodes of a range take so many each and are alike from then on. */
    private static void split(
            List<AlikeNodes> groups, AlikeNodes group, PodKind kind, int from, int to, int each, int @Nullable [] own) {
        if (from >= to) {
            return;
        }
        groups.add(group.taking(kind, each, from, to));
        if (own != null) {
            for (int i = from; i < to; i++) {
                own[i] += each;
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
