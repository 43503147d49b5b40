package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LawRefusalsTest {

    private static final TokenMix TOKENS = TokenMix.fixed(128, 128);
    private static final ServerLimits LIMITS = ServerLimits.ofBatch(8);

    private static Arguments refused(String name, LatencyLaw law, TokenMix tokens, ServerLimits limits) {
        Supplier<QueueModel> model = () -> QueueModel.of(law, tokens, limits);
        return Arguments.of(Named.of(name + " of " + law.name(), model), name);
    }

    static Stream<Arguments> bad() {
        LatencyLaw good = new LatencyLaw.Prefill2025(20, 0.4, 5, 0.1);
        return Stream.of(
                refused("alpha", new LatencyLaw.Legacy2025(-1, 0.4), TOKENS, LIMITS),
                refused("beta", new LatencyLaw.Legacy2025(20, Double.NaN), TOKENS, LIMITS),
                refused("gamma", new LatencyLaw.Prefill2025(20, 0.4, -5, 0.1), TOKENS, LIMITS),
                refused("delta", new LatencyLaw.Prefill2025(20, 0.4, 5, Double.POSITIVE_INFINITY), TOKENS, LIMITS),
                refused("base", new LatencyLaw.Iteration(-1, 0, 0, 0), TOKENS, LIMITS),
                refused("kvToken", new LatencyLaw.Iteration(1, 0, 0, -1), TOKENS, LIMITS),
                refused("service time", new LatencyLaw.Legacy2025(0, 0), TOKENS, LIMITS),
                refused("service time", new LatencyLaw.Prefill2025(0, 0, 0, 0), TOKENS, LIMITS),
                refused("service time", new LatencyLaw.Prefill2025(20, 0.4, 0, 0), TokenMix.fixed(128, 1), LIMITS),
                refused("service time", new LatencyLaw.Iteration(0, 0, 0, 0), TOKENS, LIMITS),
                refused("service time", good, TokenMix.fixed(0, 0), LIMITS),
                refused("input tokens", good, TokenMix.fixed(-1, 128), LIMITS),
                refused("output tokens", good, TokenMix.fixed(128, Double.NaN), LIMITS),
                refused("maxBatchSize", good, TOKENS, ServerLimits.ofBatch(0)),
                refused("maxBatchSize", good, TOKENS, ServerLimits.ofBatch(Integer.MAX_VALUE)),
                refused("maxQueue", good, TOKENS, new ServerLimits(8, -1, 8192, null)),
                refused("maxBatchedTokens", good, TOKENS, new ServerLimits(8, null, 0, null)),
                refused(
                        "kvTokens",
                        new LatencyLaw.Iteration(7, 0, 0.02, 0),
                        TOKENS,
                        new ServerLimits(8, null, 8192, 9L)));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badValueIsRefusedByName(Supplier<QueueModel> model, String name) {
        InvalidParameters refusal = assertThrows(InvalidParameters.class, model::get);

        assertTrue(refusal.toString().contains(": " + name), refusal::toString);
        assertTrue(refusal.toString().contains("must be"), refusal::toString);
    }

    @ParameterizedTest
    @CsvSource({"21, true", "20.4, true", "20.39, false", "1e6, true"})
    void aSingleRequestAtATimeMeetsAnItlLimitExactlyWhenItsIterationDoes(double limit, boolean meets) {
        QueueModel model = QueueModel.of(new LatencyLaw.Prefill2025(20, 0.4, 5, 0.1), TOKENS, ServerLimits.ofBatch(1));

        LargestRate largest = model.largestRate(ServiceLevel.ofMeans(0, limit, 0));

        assertEquals(meets, largest instanceof LargestRate.Found);
        if (largest instanceof LargestRate.Found found) {
            assertEquals(Binding.STABILITY, found.binding());
            assertEquals(model.saturationPerSecond(), found.offeredPerSecond(), 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"25, true", "20.58, true", "20.5, false"})
    void iterationsThatDoNotSlowDownMeetAnItlLimitExactlyWhenTheyAreShortEnough(double limit, boolean meets) {
        QueueModel model = QueueModel.of(new LatencyLaw.Prefill2025(20.58, 0, 5.2, 0), TOKENS, LIMITS);

        assertEquals(meets, model.largestRate(ServiceLevel.ofMeans(0, limit, 0)) instanceof LargestRate.Found);
    }

    @Test
    void aServerWithoutQueueAndBatchOneIsTheLossSystem() {
        QueueModel model = QueueModel.of(
                new LatencyLaw.Legacy2025(10, 0), TokenMix.fixed(0, 100), new ServerLimits(1, 0, 8192, null));

        OperatingPoint point = model.at(1);

        assertEquals(0.5, point.carriedPerSecond(), 1e-12);
        assertEquals(0, point.waitMillis());
    }

    @Test
    void aTtftLimitOfTheLawWithoutPrefillBoundsItsWait() {
        QueueModel model = QueueModel.of(new LatencyLaw.Legacy2025(20, 0.4), TOKENS, LIMITS);

        LargestRate.Found found = (LargestRate.Found) model.largestRate(ServiceLevel.ofMeans(250, 0, 0));

        assertEquals(Binding.TTFT, found.binding());
        assertEquals(250, found.at().waitMillis(), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"p49", "p100", "median", "P95", "95"})
    void aPercentileIsTheMeanOrP50ToP99(String percentile) {
        QueueModel model = QueueModel.of(new LatencyLaw.Iteration(6.5, 0, 0.02, 5e-5), TOKENS, LIMITS);

        ServiceLevel tail = new ServiceLevel(500, 0, 0, 0, percentile, "mean");

        InvalidParameters refusal = assertThrows(InvalidParameters.class, () -> model.largestRate(tail));
        assertTrue(
                refusal.toString().contains("percentile (" + percentile + ") must be mean or p50 .. p99"),
                refusal::toString);
    }

    @Test
    void idleIterationLatenciesAreThoseOfOneRequest() {
        QueueModel model = QueueModel.of(new LatencyLaw.Iteration(6.5, 0.1, 0.02, 5e-5), TOKENS, LIMITS);

        OperatingPoint idle = model.at(0);

        double decodeWork = 127 * 0.1 + 5e-5 * (127 * 128 + (128 * 128 - 128) / 2.0);
        assertEquals(6.5 + decodeWork / 128, idle.itlMillis(), 1e-12);
        assertEquals(6.5 + 0.02 * 128, idle.ttftMillis(), 1e-12);
    }

    @Test
    void theKvCacheBoundsTheBatchBeforeItsMeanDoes() {
        TokenMix tokens = new TokenMix(TokenMix.fixed(128, 0).input(), new TokenCount(512, 1));
        QueueModel model = QueueModel.of(
                new LatencyLaw.Iteration(12, 0.05, 0.05, 5e-4), tokens, new ServerLimits(48, null, 8192, 20_480L));

        assertEquals(25, model.batchLimit());
        LargestRate.Found found = assertInstanceOf(LargestRate.Found.class, model.largestRate(ServiceLevel.NONE));
        assertEquals(Binding.KV, found.binding());
    }
}
