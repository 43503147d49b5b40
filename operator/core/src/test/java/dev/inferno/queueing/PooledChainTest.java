package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The closed form against the chain summed up state by state; the seed is in the name of each case. */
class PooledChainTest {

    private static final long SEED = Long.getLong("inferno.seed", 20_261_125L);

    /** A + B n with N places at a share of the full-batch rate. */
    record World(long seed, double fixed, double each, int batch, double load) {

        static World of(long seed) {
            Random random = new Random(seed);
            int batch = random.nextBoolean() ? random.nextInt(1, 9) : random.nextInt(1, 4097);
            double fixed = random.nextInt(8) == 0 ? 0 : Math.exp(random.nextDouble(-3, 10));
            double each = fixed > 0 && random.nextInt(8) == 0 ? 0 : Math.exp(random.nextDouble(-8, 6));
            double[] loads = {1e-12, 1e-6, 0.3, 0.9, 0.999, 1 - 1e-9};
            double load = random.nextBoolean() ? random.nextDouble() : loads[random.nextInt(loads.length)];
            return new World(seed, fixed, each, batch, load);
        }

        double rate() {
            return load * batch / (fixed + each * batch);
        }

        PooledChain pooled() {
            double ratio = rate() * each;
            return PooledChain.of(ratio, rate() * fixed + ratio, batch, rate() * (fixed / batch + each));
        }
    }

    static Stream<World> worlds() {
        return IntStream.range(0, 500).mapToObj(i -> World.of(SEED + i));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void oneServerIsTheChainOfAllStates(World world) {
        BatchChain chain = BatchChain.of(
                new ServiceTime(world.fixed(), world.each())::millis, world.batch(), BatchChain.UNBOUNDED);

        PooledChain pooled = world.pooled();

        ChainState exact = chain.at(world.rate());
        assertEquals(exact.running(), pooled.running(), 1e-8 * exact.running() + 4e-12);
        double drain = world.batch() / (world.fixed() + world.each() * world.batch()) - world.rate();
        double wait = pooled.mustWait() / drain;
        assertEquals(exact.waitMillis(), wait, 2e-6 * exact.waitMillis() + 1e-9);
        assertTrue(pooled.mustWait() >= 0 && pooled.mustWait() <= 1 + 1e-12, pooled::toString);
        assertTrue(pooled.variance() >= 0, pooled::toString);
    }

    @Test
    void betweenTwoWholeLimitsTheWaitFallsSteadily() {
        double before = 1;
        for (double limit = 3; limit <= 6; limit += 0.125) {
            // A = 100, B = 5 at rate 0.02: the head stays the same, the tail starts later.
            double load = 0.02 * (100 / limit + 5);
            PooledChain chain = PooledChain.of(0.1, 2.1, limit, load);
            assertTrue(chain.mustWait() < before, limit + ": " + chain);
            before = chain.mustWait();
        }
    }

    @Test
    void aPoolOfManyPlacesKeepsItsMeanNearSaturation() {
        // 64 servers of 64 places, half of the work shared.
        double rate = 0.999999 * 4096 / (1000 + 4096 * 0.25);

        PooledChain chain = PooledChain.of(rate * 0.25, rate * 1000 + rate * 0.25, 4096, 0.999999);

        assertTrue(chain.running() > 4080 && chain.running() <= 4096, chain::toString);
        assertTrue(chain.mustWait() > 0.99 && chain.mustWait() <= 1, chain::toString);
    }
}
