package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.vllm.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defects of the originals' analyzers that no other test names: what is right instead. */
class AnalyzerDefectsTest {

    private static final ServerLimits EIGHT = ServerLimits.ofBatch(8);

    @Test
    void withoutPromptTheIterationTimeIsThatOfTheRequestsATokenMeets() {
        // The originals divide by zero here and answer for a full batch, 23.86 ms at 2.2 running: a token meets those
        // and itself.
        var law = new LatencyLaw.Prefill2025(20.58, 0.41, 5.2, 0.1);
        QueueModel model = QueueModel.of(law, TokenMix.fixed(0, 1), EIGHT);

        OperatingPoint point = model.at(100.587);

        assertEquals(20.58 + 0.41 * (point.running() + 1), point.itlMillis(), 0.01);
        assertTrue(point.running() < 2.5, point::toString);
        assertEquals(point.waitMillis(), point.ttftMillis(), "a request without prompt has no prefill to wait for");
    }

    @ParameterizedTest
    @CsvSource({"0.02", "0.3", "0.6"})
    void aTokenMeetsOneRequestMoreThanTheMean(double load) {
        // Whoever asks for a token runs itself: local balance gives mean running + 1, and the simulated server agrees.
        var law = new LatencyLaw.Iteration(8, 1, 0, 0);
        TokenMix tokens = TokenMix.fixed(1, 100);
        QueueModel model = QueueModel.of(law, tokens, ServerLimits.ofBatch(64));
        double rate = load * model.saturationPerSecond();

        Trial trial = Trial.run(law, ServerLimits.ofBatch(64), Traffic.poisson(tokens), 1, rate, 20_000, 5);

        OperatingPoint point = model.at(rate);
        assertEquals(8 + (point.running() + 1), point.itlMillis(), 0.02 * point.itlMillis());
        assertEquals(trial.meanItlMillis(), point.itlMillis(), 0.02 * trial.meanItlMillis());
        assertTrue(trial.meanItlMillis() > 1.03 * (8 + point.running()), "the mean running alone is too low");
    }

    @Test
    void fractionsOfTokensCount() {
        var law = new LatencyLaw.Prefill2025(20, 0.4, 5, 0.1);
        double fewer = QueueModel.of(law, TokenMix.fixed(100, 2.5), EIGHT).saturationPerSecond();
        double whole = QueueModel.of(law, TokenMix.fixed(100, 3), EIGHT).saturationPerSecond();
        double less = QueueModel.of(law, TokenMix.fixed(100, 2), EIGHT).saturationPerSecond();

        assertTrue(whole < fewer && fewer < less, whole + " " + fewer + " " + less);
        assertTrue(QueueModel.of(law, TokenMix.fixed(100, 0.9), EIGHT).at(1).running() > 0, "0.9 tokens are traffic");
    }

    @ParameterizedTest
    @CsvSource({"1e-6", "1", "1e6"})
    void theSearchStopsAtTheCrossingWhateverItsSize(double crossing) {
        // The originals' tolerance test takes any x near 1 for a hit.
        double found =
                RateSearch.largest(x -> x - crossing, new RateSearch.Ends(0, -crossing, 3 * crossing, 2 * crossing));

        assertEquals(crossing, found, 1e-9 * crossing);
    }

    @Test
    void noNumberOfAFlatLawIsUndefined() {
        QueueModel flat = QueueModel.of(
                new LatencyLaw.Prefill2025(20.58, 0, 5.2, 0), TokenMix.fixed(128, 128), ServerLimits.ofBatch(4));

        LevelAssertions.assertSane(flat.at(0));
        LevelAssertions.assertSane(flat.at(flat.saturationPerSecond()));
        var found = assertInstanceOf(LargestRate.Found.class, flat.largestRate(ServiceLevel.ofMeans(0, 25, 0)));
        assertEquals(20.58, found.at().itlMillis(), 1e-12);
    }

    @Test
    void aRefusalCarriesWhatItSays() {
        var law = new LatencyLaw.Prefill2025(20, -1, 5, 0.1);

        InvalidParameters refusal =
                assertThrows(InvalidParameters.class, () -> QueueModel.of(law, TokenMix.fixed(100, 2), EIGHT));

        assertEquals("beta", refusal.name());
        assertEquals("-1.0", refusal.value());
        assertEquals("finite and >= 0 ms", refusal.range());
    }
}
