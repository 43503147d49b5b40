package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.snapshot.SearchBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pools of random small nodes beside an exhaustive packer; every failure names its seed. */
class PoolTest {

    private static final int POOLS = 300;
    private static final int DRAWS = 40;

    @Test
    void countsFitWhereAnExhaustivePackerPlacesThem() {
        for (long seed = 1; seed <= POOLS; seed++) {
            var world = new World(seed);
            Pool pool = world.pool();
            for (int draw = 0; draw < DRAWS; draw++) {
                int[] counts = world.counts();
                String name = "seed " + seed + " counts " + Arrays.toString(counts);
                assertEquals(world.places(counts), pool.fits(counts), name);
            }
        }
    }

    @Test
    void placesAreOnNodesThatAdmitThemAndGiveNoMoreThanTheyHave() {
        for (long seed = 1; seed <= POOLS; seed++) {
            var world = new World(seed);
            Pool pool = world.pool();
            for (int draw = 0; draw < DRAWS; draw++) {
                int[] counts = world.counts();
                if (pool.fits(counts)) {
                    world.assertPlaced(pool, counts, "seed " + seed + " counts " + Arrays.toString(counts));
                }
            }
        }
    }

    @Test
    void noRowRefusesWhatHasNodes() {
        int rows = 0;
        for (long seed = 1; seed <= POOLS; seed++) {
            var world = new World(seed);
            List<PoolRow> all = new ArrayList<>(PoolRow.of(world.pool(), world.free));
            for (int cut = 0; cut < 5; cut++) {
                all.add(world.patternRow());
            }
            rows += all.size();
            for (int draw = 0; draw < DRAWS; draw++) {
                int[] counts = world.counts();
                if (world.places(counts)) {
                    String name = "seed " + seed + " counts " + Arrays.toString(counts);
                    all.forEach(row -> assertTrue(weight(row, counts) <= row.limit() + 1e-6, name));
                }
            }
        }
        assertTrue(rows > POOLS, "rows were made");
    }

    private static double weight(PoolRow row, int[] counts) {
        return IntStream.range(0, row.kinds().length)
                .mapToDouble(i -> row.weights()[i] * counts[row.kinds()[i]])
                .sum();
    }

    /** Two to four nodes with devices and cpu, two or three kinds of pods. */
    private static final class World {

        private final Random random;
        private final long[][] free;
        private final List<PodKind> kinds = new ArrayList<>();

        World(long seed) {
            this.random = new Random(seed);
            this.free = new long[2 + random.nextInt(3)][];
            for (int n = 0; n < free.length; n++) {
                free[n] = new long[] {random.nextInt(9), 4 + random.nextInt(30)};
            }
            int count = 2 + random.nextInt(2);
            for (int k = 0; k < count; k++) {
                int devices = new int[] {1, 2, 3, 4, 6, 8}[random.nextInt(6)];
                long[] asks = {devices, devices * (1L + random.nextInt(5))};
                int[] nodes = IntStream.range(0, free.length)
                        .filter(n -> random.nextInt(5) > 0 && PodKind.room(asks, free[n]) > 0)
                        .toArray();
                kinds.add(new PodKind(k, asks, devices, nodes));
            }
        }

        Pool pool() {
            return new Pool(kinds, free, new int[] {0});
        }

        int[] counts() {
            return IntStream.range(0, kinds.size()).map(k -> random.nextInt(5)).toArray();
        }

        PoolRow patternRow() {
            List<NodeClass> classes = pool().classes();
            double[] wanted =
                    kinds.stream().mapToDouble(k -> 4 * random.nextDouble()).toArray();
            var program = new PatternProgram(kinds, wanted, classes);
            var simplex = new ColumnSimplex<>(program, program.nothing());
            simplex.solve(1_000, new Steps(SearchBudget.DEFAULT, StopSignal.NEVER));
            return program.row(simplex.prices());
        }

        boolean places(int[] counts) {
            long[][] left = Arrays.stream(free).map(long[]::clone).toArray(long[][]::new);
            return places(counts.clone(), 0, left);
        }

        private boolean places(int[] missing, int k, long[][] left) {
            if (k == missing.length) {
                return true;
            }
            if (missing[k] == 0) {
                return places(missing, k + 1, left);
            }
            for (int node : kinds.get(k).nodes()) {
                if (kinds.get(k).room(left[node]) > 0) {
                    take(k, left[node], 1);
                    missing[k]--;
                    boolean placed = places(missing, k, left);
                    missing[k]++;
                    take(k, left[node], -1);
                    if (placed) {
                        return true;
                    }
                }
            }
            return false;
        }

        private void take(int k, long[] left, int replicas) {
            for (int r = 0; r < left.length; r++) {
                left[r] -= replicas * kinds.get(k).asks()[r];
            }
        }

        void assertPlaced(Pool pool, int[] counts, String name) {
            int[] own =
                    pool.kinds().stream().mapToInt(kind -> counts[kind.index()]).toArray();
            int[][] placed = pool.place(own);
            assertNotNull(placed, name);
            long[][] left = Arrays.stream(free).map(long[]::clone).toArray(long[][]::new);
            for (int k = 0; k < own.length; k++) {
                PodKind kind = pool.kinds().get(k);
                assertEquals(own[k], Arrays.stream(placed[k]).sum(), name);
                for (int n = 0; n < placed[k].length; n++) {
                    int node = pool.nodes()[n];
                    assertTrue(placed[k][n] == 0 || Arrays.binarySearch(kind.nodes(), node) >= 0, name);
                    take(kind.index(), left[node], placed[k][n]);
                    assertTrue(Arrays.stream(left[node]).allMatch(amount -> amount >= 0), name);
                }
            }
        }
    }
}
