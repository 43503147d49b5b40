package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of any server; the seed is in the name of each case. Another one: -Dinferno.seed=N. */
class QueueingPropertiesTest {

    private static final long SEED = Long.getLong("inferno.seed", 20_251_115L);
    private static final int WORLDS = 300;

    /** A server; times may be scaled by a unit. */
    record World(long seed, LatencyLaw law, TokenMix tokens, ServerLimits limits) {

        QueueModel model() {
            return QueueModel.of(law, tokens, limits);
        }

        boolean bounded() {
            return !(law instanceof LatencyLaw.Iteration);
        }
    }

    @BeforeAll
    static void printSeed() {
        System.out.println("QueueingPropertiesTest: inferno.seed=" + SEED);
    }

    static Stream<World> worlds() {
        return IntStream.range(0, WORLDS).mapToObj(i -> world(SEED + i));
    }

    private static World world(long seed) {
        RandomGenerator random = new Random(seed);
        TokenMix tokens = TokenMix.fixed(random.nextInt(0, 4000), random.nextInt(2, 1500));
        int batch = random.nextBoolean() ? random.nextInt(1, 9) : random.nextInt(1, 300);
        Integer queue = random.nextInt(3) == 0 ? random.nextInt(0, 50) : null;
        return new World(seed, law(random, 1), tokens, new ServerLimits(batch, queue, 8192, null));
    }

    private static LatencyLaw law(RandomGenerator random, double unit) {
        double alpha = random.nextDouble(1, 60) * unit;
        double beta = random.nextInt(6) == 0 ? 0 : random.nextDouble(0.01, 2) * unit;
        double gamma = random.nextInt(6) == 0 ? 0 : random.nextDouble(0, 40) * unit;
        double delta = random.nextInt(6) == 0 ? 0 : random.nextDouble(0, 0.2) * unit;
        return switch (random.nextInt(4)) {
            case 0 -> new LatencyLaw.Legacy2025(alpha, beta);
            case 2 -> new LatencyLaw.ThreeTerm2026(alpha, beta / 10, beta / 10_000);
            case 1 -> new LatencyLaw.Prefill2025(alpha, beta, gamma, delta);
            default -> new LatencyLaw.Iteration(alpha, beta / 10, delta, beta / 10_000);
        };
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void latenciesNeverFallWhenTheRateRises(World world) {
        QueueModel model = world.model();
        OperatingPoint before = model.at(0);
        double top = world.bounded() ? 1.5 : 1;
        for (int step = 1; step <= 40; step++) {
            OperatingPoint point = model.at(model.saturationPerSecond() * top * step / 40);
            LevelAssertions.assertSane(point);
            double rounding = 1 - 1e-12;
            assertTrue(point.ttftMillis() >= before.ttftMillis() * rounding, point::toString);
            if (!(world.law() instanceof LatencyLaw.ThreeTerm2026)) {
                assertTrue(point.itlMillis() >= before.itlMillis() * rounding, point::toString);
            }
            assertTrue(point.waitMillis() >= before.waitMillis() * rounding, point::toString);
            assertTrue(point.utilisation() >= before.utilisation() * rounding, point::toString);
            assertTrue(point.carriedPerSecond() >= before.carriedPerSecond() * rounding);
            before = point;
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void waitingRequestsAreCarriedRateTimesWait(World world) {
        QueueModel model = world.model();
        double top = world.bounded() ? 1.3 : 1;
        for (double share : new double[] {0.01, 0.3, 0.7, 0.95, 1}) {
            OperatingPoint point = model.at(share * top * model.saturationPerSecond());
            double little = point.carriedPerSecond() / 1000 * point.waitMillis();
            assertEquals(little, point.waiting(), 1e-9 * Math.max(little, 1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void theLevelHoldsAtTheLargestRateAndFailsJustAbove(World world) {
        RandomGenerator random = new Random(world.seed() + 1);
        QueueModel model = world.model();
        OperatingPoint idle = model.at(0);
        for (int i = 0; i < 6; i++) {
            double ttft = random.nextInt(3) == 0 ? 0 : (idle.ttftMillis() + 1) * random.nextDouble(0.5, 20);
            double itl = random.nextInt(3) == 0 ? 0 : idle.itlMillis() * random.nextDouble(0.8, 3);
            double wait = random.nextInt(3) == 0 ? 0 : random.nextDouble(1, 5000);
            double tps = random.nextInt(4) == 0 ? 100 : 0;
            LevelAssertions.assertAnswerIsRight(model, Reference.level(ttft, itl, wait, tps));
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void theUnitOfTimeDoesNotMatter(World world) {
        World slow = new World(world.seed(), scaled(world.law(), 1024), world.tokens(), world.limits());
        ServiceLevel level = Reference.level(2000, 100, 1000, 0);
        ServiceLevel slowLevel = Reference.level(2000 * 1024, 100 * 1024, 1000 * 1024, 0);

        LargestRate fast = world.model().largestRate(level);
        LargestRate same = slow.model().largestRate(slowLevel);

        switch (fast) {
            case LargestRate.Found found -> {
                LargestRate.Found scaled = (LargestRate.Found) same;
                assertEquals(found.binding(), scaled.binding());
                assertEquals(
                        found.offeredPerSecond(), scaled.offeredPerSecond() * 1024, 1e-10 * found.offeredPerSecond());
            }
            case LargestRate.Unattainable why -> assertEquals(why.limit(), ((LargestRate.Unattainable) same).limit());
        }
    }

    @Test
    void manyThreadsGetTheAnswersOfOne() {
        QueueModel shared = worlds().findFirst().orElseThrow().model();
        List<ServiceLevel> levels = IntStream.range(1, 500)
                .mapToObj(i -> Reference.level(100.0 * i, 0, 50.0 * i, 0))
                .toList();

        List<LargestRate> alone = levels.stream().map(shared::largestRate).toList();
        List<LargestRate> together =
                levels.parallelStream().map(shared::largestRate).toList();

        assertEquals(alone, together);
    }

    private static LatencyLaw scaled(LatencyLaw law, double unit) {
        return switch (law) {
            case LatencyLaw.Legacy2025 l -> new LatencyLaw.Legacy2025(l.alphaMillis() * unit, l.betaMillis() * unit);
            case LatencyLaw.Prefill2025 l ->
                new LatencyLaw.Prefill2025(
                        l.alphaMillis() * unit, l.betaMillis() * unit, l.gammaMillis() * unit, l.deltaMillis() * unit);
            case LatencyLaw.ThreeTerm2026 l ->
                new LatencyLaw.ThreeTerm2026(l.alphaMillis() * unit, l.betaMillis() * unit, l.gammaMillis() * unit);
            case LatencyLaw.Chunked2026 l ->
                new LatencyLaw.Chunked2026(l.alphaMillis() * unit, l.betaMillis() * unit, l.gammaMillis() * unit);
            case LatencyLaw.Iteration l ->
                new LatencyLaw.Iteration(
                        l.baseMillis() * unit,
                        l.decodeTokenMillis() * unit,
                        l.prefillTokenMillis() * unit,
                        l.kvTokenMillis() * unit);
        };
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, 3000).mapToObj(i -> SEED + 1_000_000 + i);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyParametersEndInNumbersOrARefusal(long seed) {
        Fuzz fuzz = new Fuzz(new Random(seed));
        QueueModel model;
        try {
            model = fuzz.model();
        } catch (InvalidParameters refusal) {
            return;
        }
        try {
            LargestRate largest = model.largestRate(fuzz.level());
            if (largest instanceof LargestRate.Found found) {
                LevelAssertions.assertSane(found.at());
            }
            OperatingPoint point = model.at(fuzz.number());
            assertTrue(point.ttftMillis() >= 0 && point.itlMillis() >= 0 && point.waitMillis() >= 0, point::toString);
            ReplicaSizing.size(model, fuzz.demand());
        } catch (InvalidParameters refusal) {
            assertTrue(refusal.toString().contains("must be"), refusal::toString);
        }
    }

    /** Draws what nobody should send. */
    private record Fuzz(RandomGenerator random) {

        private static final double[] ODD = {
            0,
            -0.0,
            1,
            -1,
            1e-300,
            1e-12,
            1e-6,
            0.4,
            17,
            128,
            1e6,
            1e9,
            1e18,
            1e300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };

        double number() {
            return random.nextInt(8) == 0 ? ODD[random.nextInt(ODD.length)] : Math.exp(random.nextDouble(-12, 12));
        }

        int integer() {
            int[] odd = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 16};
            return random.nextInt(10) == 0 ? odd[random.nextInt(odd.length)] : random.nextInt(1, 600);
        }

        QueueModel model() {
            LatencyLaw law = switch (random.nextInt(5)) {
                case 0 -> new LatencyLaw.Legacy2025(number(), number());
                case 2 -> new LatencyLaw.ThreeTerm2026(number(), number(), number());
                case 3 -> new LatencyLaw.Chunked2026(number(), number(), number());
                case 1 -> new LatencyLaw.Prefill2025(number(), number(), number(), number());
                default -> new LatencyLaw.Iteration(number(), number(), number(), number());
            };
            Integer queue = random.nextBoolean() ? null : Integer.valueOf(integer());
            Long kv = random.nextBoolean() ? null : Long.valueOf(integer() * 1000L);
            return QueueModel.of(
                    law, TokenMix.fixed(number(), number()), new ServerLimits(integer(), queue, integer(), kv));
        }

        ServiceLevel level() {
            return Reference.level(number(), number(), number(), random.nextBoolean() ? 0 : number());
        }

        ReplicaSizing.Demand demand() {
            return new ReplicaSizing.Demand(number(), number(), level(), integer(), integer());
        }
    }
}
