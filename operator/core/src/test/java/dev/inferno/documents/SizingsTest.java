package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.SizingCase.Coefficients;
import dev.inferno.documents.SizingCase.Fleet;
import dev.inferno.documents.SizingCase.Load;
import dev.inferno.documents.SizingCase.Metadata;
import dev.inferno.documents.SizingCase.Server;
import dev.inferno.documents.SizingCase.Slo;
import dev.inferno.serving.TokenCount;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published profile of the originals: alpha 20.58, beta 0.41, batch 4, 50 + 128 tokens. */
class SizingsTest {

    private static SizingCase sizing(String law, double perMinute, double itlMillis, @Nullable Integer most) {
        return new SizingCase(
                null,
                "SizingCase",
                new Metadata("case"),
                law,
                new Coefficients(20.58, 0.41, null, null, null, null, null, null),
                new Server(4, null, null, null, null, null),
                new Load(perMinute, TokenCount.fixed(50), TokenCount.fixed(128), null),
                new Slo(null, itlMillis, 500.0, null, null, null),
                new Fleet(null, null, most, 40.0));
    }

    private static String refusal(SizingCase sizing) {
        return String.valueOf(
                assertThrows(BadDocument.class, () -> Sizings.answer(sizing)).getMessage());
    }

    @Test
    void sizesAsTheOriginalsDo() {
        Map.of(40.0, 2, 60.0, 3, 80.0, 4).forEach((perMinute, replicas) -> {
            var answer = Sizings.answer(sizing("legacy2025", perMinute, 24, null));
            assertTrue(answer.feasible());
            assertEquals("case", answer.name());
            assertEquals(replicas, answer.replicas(), () -> perMinute + " requests/min");
            assertEquals(4, answer.batch());
            assertEquals(0.421858, answer.maxRequestsPerSecondPerReplica(), 1e-6);
            assertEquals(40.0 * replicas, answer.costPerHour());
            assertEquals("wait", answer.binding());
            var predicted = answer.predicted();
            assertNotNull(predicted);
            assertTrue(predicted.itlMillis() <= 24 && predicted.waitMillis() <= 500, predicted::toString);
        });
    }

    @Test
    void saysThatMoreReplicasAreNeededThanAllowed() {
        var answer = Sizings.answer(sizing("legacy2025", 60, 24, 2));
        assertFalse(answer.feasible());
        assertEquals(2, answer.replicas());
        assertEquals("3 replicas are needed, fleet.maxReplicas is 2; raise it or relax the slo", answer.reason());
    }

    @Test
    void saysThatALimitCannotBeKeptByAnyFleet() {
        var answer = Sizings.answer(sizing("legacy2025", 60, 10, null));
        assertFalse(answer.feasible());
        assertEquals(0, answer.replicas());
        assertEquals("itl", answer.binding());
        assertNull(answer.predicted());
        assertTrue(answer.reason().startsWith("itl 10.0 ms is below the "), answer.reason());
    }

    @Test
    void refusesALawItDoesNotKnow() {
        assertEquals(
                "law legacy2024 is unknown; did you mean legacy2025?", refusal(sizing("legacy2024", 60, 24, null)));
        assertTrue(refusal(sizing("iteration", 60, 24, null)).startsWith("coefficients.base is missing"));
    }

    @Test
    void namesACoefficientThatIsMissing() {
        assertEquals(
                "coefficients.gamma is missing; it must be a number of milliseconds",
                refusal(sizing("prefill2025", 60, 24, null)));
        assertTrue(refusal(sizing("chunked2026", 60, 24, null)).startsWith("coefficients.gamma is missing"));
    }

    @Test
    void namesALimitThatIsNoLimit() {
        assertEquals(
                "slo.itlMillis (-1.0) must be a finite number, 0 or more", refusal(sizing("legacy2025", 60, -1, null)));
    }

    @Test
    void reducesTheBatchForLongAnswers() {
        var like = sizing("legacy2025", 40, 24, null);
        var answer = Sizings.answer(new SizingCase(
                null,
                "SizingCase",
                null,
                like.law(),
                like.coefficients(),
                new Server(8, 64, null, null, null, "given"),
                like.load(),
                like.slo(),
                like.fleet()));
        assertEquals(4, answer.batch());
        assertEquals(2, answer.replicas());
    }

    private static SizingCase iteration(
            double perMinute, @Nullable String routing, @Nullable String policy, @Nullable Long kvTokens, Slo slo) {
        return new SizingCase(
                null,
                "SizingCase",
                null,
                "iteration",
                new Coefficients(null, null, null, null, 8.0, 0.1, 0.02, 1e-4),
                new Server(64, 512, null, null, kvTokens, policy),
                new Load(perMinute, new TokenCount(512, 1), new TokenCount(128, 1), 1.0),
                slo,
                new Fleet(routing, 1, null, 4.0));
    }

    @Test
    void sizesAFleetByItsRouter() {
        Slo slo = new Slo(300.0, 40.0, null, null, null, null);
        var random = Sizings.answer(iteration(3000, "random", null, null, slo));
        var least = Sizings.answer(iteration(3000, "leastLoaded", null, null, slo));

        assertTrue(random.feasible() && least.feasible());
        assertTrue(least.replicas() <= random.replicas(), least + " " + random);
        assertEquals(64, random.batch(), "atTokens is of the other laws");
        assertTrue(random.maxRequestsPerSecondPerReplica() * random.replicas() >= 50 * 0.999, random::toString);
        assertNotNull(random.predicted());
        assertEquals(random, Sizings.answer(iteration(3000, "random", null, null, slo)), "same case, same answer");
    }

    @Test
    void aTtftLimitIsAPercentileUnlessTheCaseSaysMean() {
        var tail = Sizings.answer(iteration(3000, "random", null, null, new Slo(60.0, null, null, null, null, null)));
        var mean = Sizings.answer(iteration(3000, "random", null, null, new Slo(60.0, null, null, null, "mean", null)));
        assertTrue(tail.replicas() > mean.replicas(), tail + " " + mean);
    }

    @Test
    void aSmallKvCacheBindsTheBatch() {
        var answer =
                Sizings.answer(iteration(3000, "random", null, 20_000L, new Slo(null, null, null, null, null, null)));
        assertEquals("kv", answer.binding());
        assertTrue(answer.batch() < 40, answer::toString);
    }

    @Test
    void aChosenBatchNeedsNoMoreReplicasThanTheGivenOne() {
        Slo slo = new Slo(2000.0, 13.0, null, null, null, null);
        var given = Sizings.answer(iteration(6000, "random", "given", null, slo));
        var chosen = Sizings.answer(iteration(6000, "random", "choose", null, slo));
        assertTrue(chosen.replicas() <= given.replicas(), chosen + " " + given);
        assertEquals(
                "server.batchPolicy largest must be given, or choose with law iteration",
                refusal(iteration(6000, "random", "largest", null, slo)));
    }

    @Test
    void namesAPercentileThatIsNone() {
        Slo slo = new Slo(300.0, null, null, null, "p100", null);
        assertEquals(
                "percentile (p100) must be mean or p50 .. p99", refusal(iteration(6000, "random", null, null, slo)));
    }
}
