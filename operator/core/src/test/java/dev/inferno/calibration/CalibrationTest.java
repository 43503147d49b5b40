package dev.inferno.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.RecordJson;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenMix;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalibrationTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Iteration LAW = new Iteration(8, 0.1, 0.02, 1e-4);
    private static final ServerLimits LIMITS = ServerLimits.ofBatch(128);

    @Test
    void exactDataGiveTheCoefficientsBack() {
        Calibration learned = Calibration.start("H100", times(LAW, 2, 0.5, 0.5, 2), START);
        var random = new SplittableRandom(1);

        for (int minute = 1; minute <= 600; minute++) {
            learned = learned.after(exact(LAW, minute, random));
        }

        double[] ratios = Coefficients.times(learned.inForce(), LAW);
        for (double ratio : ratios) {
            assertEquals(1, ratio, 1e-6, learned.toString());
        }
    }

    /** One mix at one load is one equation for ITL: what it cannot tell apart stays as the profile has it. */
    @Test
    void whatTheTrafficDoesNotShowStaysAsProfiled() {
        Calibration learned = Calibration.start("H100", LAW, START);
        Iteration truth = times(LAW, 1.3, 1.3, 1.3, 1.3);

        for (int minute = 1; minute <= 60; minute++) {
            learned = learned.after(exact(truth, minute, TokenMix.fixed(512, 128), 20));
        }

        double[] ratios = Coefficients.times(learned.estimate(), LAW);
        assertEquals(1.3, learned.slowdown(TokenMix.fixed(512, 128), 20), 0.01);
        assertEquals(1.3, ratios[2], 0.05, "the prefill time shows prefillToken");
        assertEquals(1, ratios[3], 0.1, "not told apart from base");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1, 4})
    void withoutAProfileExactDataGiveTheCoefficientsOfAnyServer(double speed) {
        Iteration truth = times(LAW, speed, speed, speed, speed);
        var random = new SplittableRandom(1);
        Calibration learned = Calibration.unprofiled("H100", START);

        for (int minute = 1; minute <= 60; minute++) {
            learned = learned.after(exact(truth, minute, random));
        }

        for (double ratio : Coefficients.times(learned.inForce(), truth)) {
            assertEquals(1, ratio, 0.01, learned.toString());
        }
        assertEquals(60, learned.windows());
    }

    /** Always the same load: the split of the time is anybody's guess, and so is any other load. */
    @Test
    void withoutAProfileOneLoadTellsOfNoOther() {
        TokenMix mix = TokenMix.fixed(512, 128);
        Calibration learned = Calibration.unprofiled("H100", START);

        for (int minute = 1; minute <= 60; minute++) {
            learned = learned.after(exact(LAW, minute, mix, 20));
        }

        assertTrue(learned.error(mix, 20) < 0.03, learned.error(mix, 20) + " " + learned);
        assertTrue(learned.error(mix, 60) > 0.1, learned.error(mix, 60) + " " + learned);
    }

    @Test
    void withoutAProfileServersThatChangeAreLearnedFromNothingAgain() {
        var random = new SplittableRandom(7);
        Calibration learned = Calibration.unprofiled("H100", START);
        for (int minute = 1; minute <= 30; minute++) {
            learned = learned.after(exact(LAW, minute, random));
        }

        for (int minute = 31; minute <= 35; minute++) {
            learned = learned.after(exact(times(LAW, 1.8, 1.8, 1.8, 1.8), minute, random));
        }

        assertEquals(0, learned.windows());
        assertNotNull(learned.changed());
        assertTrue(learned.error(TokenMix.fixed(512, 128), 20) > 0.5, learned.toString());
    }

    @ParameterizedTest
    @EnumSource(Poison.class)
    void brokenCountersMoveNothingByTwoPerCent(Poison poison) {
        var random = new SplittableRandom(3);
        Calibration clean = Calibration.start("H100", times(LAW, 2, 2, 2, 2), START);
        Calibration spoilt = clean;

        for (int minute = 1; minute <= 100; minute++) {
            Window window = exact(LAW, minute, random);
            clean = clean.after(window);
            spoilt = spoilt.after(minute % 20 == 0 ? poison.on(window, random) : window);
        }

        double[] moved = Coefficients.times(spoilt.inForce(), clean.inForce());
        for (double ratio : moved) {
            assertEquals(1, ratio, 0.02, spoilt.toString());
        }
    }

    @Test
    void windowsThatCanTeachNothingChangeNothing() {
        Calibration before = Calibration.start("H100", LAW, START).after(exact(LAW, 1, new SplittableRandom(1)));
        Window good = exact(LAW, 2, new SplittableRandom(2));
        ServerWork work = good.work();

        assertSame(before, before.after(with(good, work(work, Double.NaN, work.decodeMillis(), true))));
        assertSame(before, before.after(with(good, work(work, 0, work.decodeMillis(), true))));
        assertSame(before, before.after(with(good, work(work, -work.decodeTokens(), work.decodeMillis(), true))));
        assertSame(before, before.after(with(good, work(work, work.decodeTokens(), Double.POSITIVE_INFINITY, true))));
        assertSame(before, before.after(with(good, work(work, work.decodeTokens(), work.decodeMillis(), false))));
        assertSame(before, before.after(exact(LAW, 1, new SplittableRandom(3))), "the same minute twice");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 3, 10})
    void coefficientsStayWithinAQuarterAndFourTimesTheProfile(double speed) {
        var random = new SplittableRandom(5);
        Calibration learned = Calibration.start("H100", LAW, START);
        Calibration before = learned;

        for (int minute = 1; minute <= 60; minute++) {
            learned = learned.after(exact(times(LAW, speed, speed, speed, speed), minute, random));
            double[] step = Coefficients.times(learned.inForce(), before.inForce());
            double[] ratios = Coefficients.times(learned.inForce(), LAW);
            for (int i = 0; i < ratios.length; i++) {
                assertTrue(ratios[i] >= 0.25 - 1e-9 && ratios[i] <= 4 + 1e-9, learned.toString());
                assertTrue(Math.abs(Math.log(step[i])) <= 0.1 + 1e-6, "at most 10 % a minute: " + learned);
            }
            before = learned;
        }
    }

    @Test
    void serversThatChangeAreBelievedAfterFiveWindows() {
        var random = new SplittableRandom(7);
        Calibration learned = Calibration.start("H100", LAW, START);
        for (int minute = 1; minute <= 60; minute++) {
            learned = learned.after(exact(LAW, minute, random));
        }
        assertNull(learned.changed());

        Iteration slower = times(LAW, 1.8, 1.8, 1.8, 1.8);
        for (int minute = 61; minute <= 64; minute++) {
            learned = learned.after(exact(slower, minute, random));
        }
        assertEquals(1, learned.slowdown(TokenMix.fixed(512, 128), 20), 0.02, "four may be an accident");
        for (int minute = 65; minute <= 80; minute++) {
            learned = learned.after(exact(slower, minute, random));
        }

        assertNotNull(learned.changed());
        assertEquals(1.8, learned.slowdown(TokenMix.fixed(512, 128), 20), 0.05);
    }

    @Test
    void cautionIsMoreThanAPerCentAndFadesWithKnowledge() {
        var random = new SplittableRandom(9);
        TokenMix mix = TokenMix.fixed(512, 128);
        Calibration learned = Calibration.start("H100", LAW, START);
        for (int minute = 1; minute <= 5; minute++) {
            learned = learned.after(exact(LAW, minute, random));
        }

        double early = caution(learned, mix);
        for (int minute = 6; minute <= 60; minute++) {
            learned = learned.after(exact(LAW, minute, random));
        }

        assertTrue(caution(learned, mix) > 1.01 && caution(learned, mix) < early, early + " " + learned);
        assertTrue(caution(learned, mix) < 1.04, learned.toString());
    }

    @Test
    void theFirstTokenIsNeverExpectedSoonerThanByTheLaw() {
        Calibration learned = Calibration.start("H100", LAW, START);

        assertEquals(1.2, learned.withTtft(120, 100, 300).ttftBias(), 0.001);
        assertEquals(2, learned.withTtft(9000, 100, 300).ttftBias(), 0.001);
        assertEquals(1, learned.withTtft(20, 100, 300).ttftBias(), 0);
        assertTrue(learned.withTtft(120, 100, 1).ttftBias() < 1.01, "one minute says little");
        assertSame(learned, learned.withTtft(Double.NaN, 100, 1));
    }

    @Test
    void theStateIsSmallAndReadsBackEqual() {
        var random = new SplittableRandom(11);
        Calibration learned = Calibration.start("NVIDIA-H100-80GB-HBM3", times(LAW, 2, 0.5, 2, 0.5), START);
        for (int minute = 1; minute <= 50; minute++) {
            boolean changed = minute > 30;
            learned = learned.after(exact(changed ? times(LAW, 3, 3, 3, 3) : LAW, minute, random));
        }
        assertNotNull(learned.changed());

        String json = RecordJson.write(learned);

        assertTrue(json.getBytes(StandardCharsets.UTF_8).length <= 1024, json);
        assertEquals(learned, RecordJson.read(json, Calibration.class));

        Calibration unprofiled = Calibration.unprofiled("NVIDIA-H100-80GB-HBM3", START)
                .after(exact(LAW, 1, random))
                .with(new Calibration.Unprofiled(100, true, 250, true));
        json = RecordJson.write(unprofiled);
        assertTrue(json.getBytes(StandardCharsets.UTF_8).length <= 1024, json);
        assertEquals(unprofiled, RecordJson.read(json, Calibration.class));
    }

    private static double caution(Calibration learned, TokenMix mix) {
        var cautious = new Calibration(
                "H100",
                learned.inForce(),
                learned.inForce(),
                learned.cautious(mix, 20),
                learned.covariance(),
                0,
                0,
                0,
                0,
                1,
                START,
                null,
                null);
        return cautious.slowdown(mix, 20);
    }

    /** A minute of some load and mix whose counters obey the equations to the last digit. */
    private static Window exact(Iteration law, int minute, SplittableRandom random) {
        TokenMix mix = TokenMix.fixed(64 + random.nextInt(2000), 64 + random.nextInt(150));
        return exact(law, minute, mix, 15 + 50 * random.nextDouble());
    }

    private static Window exact(Iteration law, int minute, TokenMix mix, double running) {
        double itl = law.baseMillis();
        double prefill = law.baseMillis();
        Window window = window(minute, mix, running, itl, prefill);
        for (int round = 0; round < 300; round++) {
            itl = sum(Equation.itl(window), law);
            prefill = sum(Objects.requireNonNull(Equation.prefill(window)), law);
            window = window(minute, mix, running, itl, prefill);
        }
        assertTrue(window.usable(), window.toString());
        return window;
    }

    private static Window window(int minute, TokenMix mix, double running, double itl, double prefill) {
        double decodeMillis = running * 60_000;
        double finished = decodeMillis / itl / (mix.output().mean() - 1);
        var work = new ServerWork(
                1,
                60,
                finished,
                decodeMillis / itl,
                decodeMillis,
                finished * mix.input().mean(),
                finished,
                finished * prefill,
                true);
        return new Window(START.plusSeconds(60L * minute), work, mix, LIMITS, Routing.RANDOM);
    }

    private static double sum(Equation equation, Iteration law) {
        double[] coefficients = Coefficients.of(law);
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += equation.factors()[i] * coefficients[i];
        }
        return sum;
    }

    private static Window with(Window window, ServerWork work) {
        return new Window(window.end(), work, window.tokens(), window.limits(), window.routing());
    }

    private static ServerWork work(ServerWork work, double decodeTokens, double decodeMillis, boolean steady) {
        return new ServerWork(
                work.servers(),
                work.seconds(),
                work.finished(),
                decodeTokens,
                decodeMillis,
                work.promptTokens(),
                work.prefills(),
                work.prefillMillis(),
                steady);
    }

    private static Iteration times(Iteration law, double base, double decode, double prefill, double kv) {
        return Coefficients.scaled(law, new double[] {base, decode, prefill, kv});
    }
}
