package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools of hundreds of nodes that are filled to the last device by construction; every failure names its seed. */
class PatternFillingTest {

    private static final int POOLS = 60;
    private static final int[] SIZES = {5, 4, 3, 2};

    @Test
    void whatLeavesOneDeviceInAHundredFreeHasNodes() {
        for (long seed = 1; seed <= POOLS; seed++) {
            var full = new FullPool(seed);
            int[] counts = full.leaving(full.devices() / 100);
            full.assertPlaced(counts);
        }
    }

    @Test
    void mostPoolsAreFilledToTheLastDevice() {
        int filled = 0;
        int byBestFit = 0;
        for (long seed = 1; seed <= POOLS; seed++) {
            var full = new FullPool(seed);
            filled += full.pool.fits(full.counts) ? 1 : 0;
            byBestFit += full.fillsKindByKind(full.counts) ? 1 : 0;
        }
        assertTrue(filled >= 0.9 * POOLS, filled + " of " + POOLS);
        assertTrue(byBestFit < POOLS / 2, "else these pools need no patterns: " + byBestFit);
    }

    @Test
    void oneReplicaMoreThanFillsAllIsRefusedForSure() {
        for (long seed = 1; seed <= POOLS; seed++) {
            var full = new FullPool(seed);
            int[] counts = full.counts.clone();
            counts[counts.length - 1]++;
            assertFalse(full.pool.fits(counts), "seed " + seed);
            assertFalse(full.pool.unsure(), "seed " + seed);
        }
    }

    /** Nodes with 2 to 8 free devices, each filled wholly with replicas of drawn sizes. */
    private static final class FullPool {

        private final String name;
        private final long[][] free;
        private final int[] counts = new int[SIZES.length];
        private final List<PodKind> kinds = new ArrayList<>();
        private final Pool pool;

        FullPool(long seed) {
            var random = new SplittableRandom(seed);
            this.name = "seed " + seed;
            this.free = new long[200 + random.nextInt(600)][];
            for (int n = 0; n < free.length; n++) {
                long devices = random.nextInt(3) == 0 ? 2 + random.nextInt(7) : 8;
                free[n] = new long[] {devices};
                fill(n, devices, random);
            }
            for (int k = 0; k < SIZES.length; k++) {
                long size = SIZES[k];
                int[] admitting = IntStream.range(0, free.length)
                        .filter(n -> free[n][0] >= size && admits(size, n))
                        .toArray();
                kinds.add(new PodKind(k, new long[] {size}, SIZES[k], admitting));
            }
            this.pool = new Pool(kinds, free, new int[] {0});
        }

        private void fill(int node, long left, SplittableRandom random) {
            int[] fitting = IntStream.range(0, SIZES.length)
                    .filter(k -> admits(SIZES[k], node) && (left == SIZES[k] || left - SIZES[k] > 1))
                    .toArray();
            int k = fitting[random.nextInt(fitting.length)];
            counts[k]++;
            if (left > SIZES[k]) {
                fill(node, left - SIZES[k], random);
            }
        }

        /** Replicas of four devices stand on every third node only. */
        private static boolean admits(long size, int node) {
            return size != 4 || node % 3 == 0;
        }

        int devices() {
            return IntStream.range(0, SIZES.length)
                    .map(k -> counts[k] * SIZES[k])
                    .sum();
        }

        /** Counts that leave at least so many devices free; the smallest go first, which fill gaps. */
        int[] leaving(int devices) {
            int[] less = counts.clone();
            int missing = devices;
            for (int k = SIZES.length - 1; missing > 0; k--) {
                int taken = Math.min(less[k], (missing + SIZES[k] - 1) / SIZES[k]);
                less[k] -= taken;
                missing -= taken * SIZES[k];
            }
            return less;
        }

        boolean fillsKindByKind(int[] wanted) {
            var range = new ArrayList<AlikeNodes>();
            for (int n = 0; n < free.length; n++) {
                int node = n;
                List<Boolean> admits = kinds.stream()
                        .map(kind -> kind.asks()[0] <= free[node][0] && admits(kind.asks()[0], node))
                        .toList();
                range.add(new AlikeNodes(free[n], admits, n, n + 1));
            }
            int[] order = IntStream.range(0, SIZES.length).toArray();
            return new PoolFilling(kinds, new int[] {0}).fill(wanted, order, false, range, null);
        }

        void assertPlaced(int[] wanted) {
            int[][] placed = pool.place(wanted);
            assertNotNull(placed, name);
            for (int k = 0; k < SIZES.length; k++) {
                assertEquals(wanted[k], IntStream.of(placed[k]).sum(), name);
            }
            for (int n = 0; n < free.length; n++) {
                long used = 0;
                for (int k = 0; k < SIZES.length; k++) {
                    used += (long) placed[k][n] * SIZES[k];
                }
                assertTrue(used <= free[pool.nodes()[n]][0], name + " node " + n);
            }
        }
    }
}
