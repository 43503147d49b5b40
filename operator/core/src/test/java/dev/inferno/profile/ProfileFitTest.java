package dev.inferno.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.profile.Measurement.Load;
import dev.inferno.profile.Outcome.Fitted;
import dev.inferno.profile.Outcome.Unsettled;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rows of a known law give, and what is refused. */
final class ProfileFitTest {

    private static void assertLaw(List<Measurement> rows) {
        Fitted fitted = assertInstanceOf(Fitted.class, ProfileFit.of(rows));
        LatencyLaw.Iteration law = fitted.law();
        assertEquals(Rows.LAW.baseMillis(), law.baseMillis(), 1e-6);
        assertEquals(Rows.LAW.decodeTokenMillis(), law.decodeTokenMillis(), 1e-8);
        assertEquals(Rows.LAW.prefillTokenMillis(), law.prefillTokenMillis(), 1e-8);
        assertEquals(Rows.LAW.kvTokenMillis(), law.kvTokenMillis(), 1e-11);
        assertEquals(1, fitted.quality().r2(), 1e-9);
        assertTrue(fitted.quality().inSample().max() < 1e-9);
    }

    private static void assertUnsettled(List<Measurement> rows, String... named) {
        String reason = assertInstanceOf(Unsettled.class, ProfileFit.of(rows)).reason();
        for (String name : named) {
            assertTrue(reason.contains(name), () -> "\"" + reason + "\" must name " + name);
        }
    }

    @Test
    void rowsOfALawGiveTheLawAndUnseenMixesAgree() {
        assertLaw(Rows.four());

        var quality = ((Fitted) ProfileFit.of(Rows.four())).quality();
        assertEquals(4, quality.mixesLeftOut());
        assertNotNull(quality.leftOut());
        assertTrue(quality.leftOut().max() < 1e-9);
    }

    @Test
    void aLawForOneMixGoesByTheRowsNearIt() {
        List<Measurement> rows = new ArrayList<>(Rows.four());
        rows.replaceAll(row -> row.inputTokens() < 1000 ? row : slower(row));

        var few = ((Fitted) ProfileFit.of(rows, new Aim(TokenMix.fixed(128, 128), 0))).law();
        var all = ((Fitted) ProfileFit.of(rows)).law();

        Observation near = Observation.of(Rows.steady(16, 128, 128));
        assertEquals(0, near.error(few), 0.01, "rows of this length");
        assertTrue(near.error(all) > 0.02, () -> "all alike: " + near.error(all));
    }

    private static Measurement slower(Measurement row) {
        return Rows.with(row, Load.STEADY, row.concurrency(), null, 1.2 * row.itlMillis(), row.ttftMillis());
    }

    @Test
    void aMarginIsPartOfTheRate() {
        Fitted plain = (Fitted) ProfileFit.of(Rows.four());
        Fitted safe = (Fitted) ProfileFit.of(Rows.four(), new Aim(null, 0.08));

        assertEquals(plain.law().baseMillis(), safe.law().baseMillis());
        assertEquals(1.08 * plain.law().kvTokenMillis(), safe.law().kvTokenMillis(), 1e-12);
        double within = largestRate(plain.law());
        assertEquals(within / 1.08, largestRate(safe.law()), 1e-3 * within);
        assertEquals(plain.quality(), safe.quality(), "errors are those of the law as measured");
        assertTrue(safe.warnings().getFirst().contains("8.0 % of the rate"), () -> "" + safe.warnings());
    }

    /** Within three times the base, requests/s. */
    private static double largestRate(LatencyLaw.Iteration law) {
        var one = Observation.of(Rows.steady(1, 512, 256));
        double each = one.predicted(law) - law.baseMillis();
        return 2 * law.baseMillis() / each / (3 * law.baseMillis());
    }

    @Test
    void withoutConcurrencyTheRateTellsIt() {
        assertLaw(Rows.four().stream()
                .map(row ->
                        Rows.with(row, Load.STEADY, null, row.requestsPerSecond(), row.itlMillis(), row.ttftMillis()))
                .toList());
    }

    @Test
    void threeMixesSettleTheLawButLeaveNoneToTestIt() {
        List<Measurement> rows = Rows.of(new double[] {128, 2048}, new double[] {2048, 128}, new double[] {2048, 2048});

        assertLaw(rows);
        Fitted fitted = (Fitted) ProfileFit.of(rows);
        assertEquals(0, fitted.quality().mixesLeftOut());
        assertTrue(fitted.warnings().stream().anyMatch(warning -> warning.contains("measure a fourth")));
    }

    @Test
    void oneMixGivesOnlyALineAndSaysWhatToMeasure() {
        List<Measurement> rows = new ArrayList<>();
        for (double decoding : new double[] {1, 4, 8, 16, 32, 64}) {
            rows.add(Rows.steady(decoding, 1000, 500));
        }

        assertUnsettled(rows, "1 token mix", "ITL = 6.500 + 0.1275 x decoding", "measure three mixes");
    }

    @Test
    void twoMixesAreTooAlike() {
        List<Measurement> rows = Rows.of(new double[] {128, 128}, new double[] {2048, 512});

        assertUnsettled(rows, "2 token mixes", "too alike");
    }

    @Test
    void oneConcurrencyCannotTellBaseFromSlope() {
        List<Measurement> rows = Rows.four().stream()
                .map(row -> Rows.steady(16, row.inputTokens(), row.outputTokens()))
                .toList();

        assertUnsettled(rows, "one concurrency", "measure at 1");
    }

    @Test
    void fiveRowsAreTooFew() {
        assertUnsettled(Rows.four().subList(0, 5), "5 of 5 rows", "at least 6");
    }

    @Test
    void secondsAndRatesPerMinuteAreNoticed() {
        assertUnsettled(
                Rows.four().stream()
                        .map(row -> Rows.with(
                                row, Load.STEADY, row.concurrency(), null, row.itlMillis() / 1000, row.ttftMillis()))
                        .toList(),
                "looks like seconds",
                "itlSeconds");
        assertUnsettled(
                Rows.four().stream()
                        .map(row -> {
                            Double perSecond = row.requestsPerSecond();
                            assertNotNull(perSecond);
                            return Rows.with(
                                    row,
                                    Load.STEADY,
                                    row.concurrency(),
                                    60 * perSecond,
                                    row.itlMillis(),
                                    row.ttftMillis());
                        })
                        .toList(),
                "disagree by a factor of 60",
                "requests/s");
    }

    @Test
    void saturatedFailedAndFlatOutRowsAreLeftOutAndCounted() {
        List<Measurement> rows = new ArrayList<>(Rows.four());
        Measurement sound = rows.getFirst();
        rows.add(Rows.with(sound, Load.STEADY, 500.0, null, 40, 90_000.0));
        rows.add(Rows.with(sound, Load.FLAT_OUT, 500.0, null, 80, 90_000.0));
        rows.add(Rows.with(sound, Load.STEADY, 10.0, null, Double.NaN, null));
        rows.add(new Measurement("failing", Load.STEADY, 9.0, null, null, 128, 128, 30, 50.0, 90.0, 0.0, 10.0));

        assertLaw(rows);
        var evidence = ProfileFit.of(rows).evidence();
        assertEquals(4, evidence.dropped().size());
        assertEquals(12, evidence.used());
        assertEquals(16, evidence.rows());
    }

    @Test
    void batchesThatStartTogetherMeetNoPrompts() {
        List<Measurement> rows = new ArrayList<>();
        for (double batch : new double[] {1, 8, 64}) {
            for (double[] mix : new double[][] {{128, 128}, {1024, 128}, {128, 2048}}) {
                double itl = 6.5 + batch * (0.025 + 5e-5 * (mix[0] + mix[1] / 2));
                double ttft = 6.5 + 0.02 * batch * mix[0];
                rows.add(new Measurement(
                        "batch " + batch, Load.BATCH, batch, null, null, mix[0], mix[1], itl, ttft, null, null, null));
            }
        }

        assertLaw(rows);
    }

    @Test
    void nothingAtAllIsRefusedToo() {
        assertUnsettled(List.of(), "0 of 0 rows");
    }
}
