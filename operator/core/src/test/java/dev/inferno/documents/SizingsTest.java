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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                new Load(perMinute, TokenCount.fixed(50), TokenCount.fixed(128), null, null),
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
            assertEquals("p95 wait 500 ms", answer.constraint());
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
    void saysThatTheAllowedReplicasCannotCarryTheLoadAtAll() {
        var originals = Sizings.answer(sizing("legacy2025", 600, 24, 2));
        assertFalse(originals.feasible());
        assertEquals(
                "overloaded: 10 requests/s are asked, 2 replicas (fleet.maxReplicas) can carry 2.02065 at any latency; "
                        + "allow 24, which keep the slo, or send no more than 0.843715",
                originals.reason());
        assertEquals("wait", originals.binding());

        Slo slo = new Slo(300.0, 40.0, null, null, null, null);
        var ours = Sizings.answer(iteration(30_000, "random", null, null, slo).withReplicas(1));
        assertTrue(ours.reason().startsWith("overloaded: 500 requests/s are asked, 1 replica "), ours::reason);
        assertNull(ours.predicted(), "there is no latency to tell");
    }

    @Test
    void saysThatALimitCannotBeKeptByAnyFleet() {
        var answer = Sizings.answer(sizing("legacy2025", 60, 10, null));
        assertFalse(answer.feasible());
        assertEquals(0, answer.replicas());
        assertEquals("itl", answer.binding());
        assertEquals("mean ITL 10 ms", answer.constraint());
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fleet: {routing: nobody}          | routing nobody must be one of
            fleet: {costPerReplicaHour: -4}   | fleet.costPerReplicaHour (-4.0) must be a finite number, 0 or more
            slo: {percentile: p101}           | slo.percentile p101 must be mean or a percentile from p50 to p99
            slo: {itlPercentile: median}      | slo.itlPercentile median must be mean or a percentile
            slo: {itlMillis: "24"}            | slo.itlMillis: "24" must be a number
            server: {maxBatchSize: 4.5}       | server.maxBatchSize: 4.5 must be a whole number
            server: {maxBatchSize: 010}       | server.maxBatchSize: "010" must be a whole number
            server: {maxBatchSize: 1:30}      | server.maxBatchSize: "1:30" must be a whole number
            server: {maxBatchSize: yes}       | server.maxBatchSize: true must be a whole number
            server: {maxBatchSize: 4, kvTokens: 0} | server.kvTokens (0) must be 1 or more
            coefficients: {alpha: .inf, beta: 1}   | coefficients.alpha: Infinity must be a finite number
            metadata: {name: 7}               | metadata.name: 7 must be a text, in quotes
            """)
    void aValueThatMakesNoSenseIsNamedEvenWhereTheLawIgnoresIt(String line, String refusal) {
        var fields = new TreeMap<String, String>(Map.of(
                "kind", "SizingCase",
                "law", "legacy2025",
                "coefficients", "{alpha: 20.58, beta: 0.41}",
                "server", "{maxBatchSize: 4}",
                "load", "{requestsPerMinute: 40, inputTokens: 50, outputTokens: 128}"));
        String[] field = line.split(": ", 2);
        fields.put(field[0], field[1]);
        String yaml = fields.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        var document =
                (DocumentStream.Item.Parsed) DocumentStream.parse(yaml, false).getFirst();
        String message =
                String.valueOf(assertThrows(BadDocument.class, () -> Sizings.answer(document.as(SizingCase.class)))
                        .getMessage());
        assertTrue(message.contains(refusal), message);
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
                new Load(perMinute, new TokenCount(512, 1), new TokenCount(128, 1), 1.0, null),
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
        assertEquals("KV cache 20000 tokens, " + answer.batch() + " requests", answer.constraint());
    }

    @Test
    void aSettledAnswerShowsWhatTheSimulationSaw() {
        Slo slo = new Slo(60.0, 40.0, null, null, null, "p95");
        var answer = Sizings.answer(iteration(3000, "leastLoaded", null, null, slo));

        assertEquals("the level holds, settled by simulation", answer.reason());
        assertNotNull(answer.predicted());
        assertTrue(answer.predicted().ttftMillis() <= 60 && answer.predicted().itlMillis() <= 40, answer::toString);
    }

    @Test
    void aLimitNoReplicaCanKeepIsSaidWithWhatAnIdleServerNeeds() {
        // 8 + 0.02 x prompt, of which one in twenty is longer than three times 512.
        var answer = Sizings.answer(iteration(3000, "random", null, null, new Slo(38.0, null, null, null, null, null)));

        assertFalse(answer.feasible());
        assertEquals("ttft", answer.binding());
        assertTrue(
                answer.reason().matches("ttft 38.0 ms is below the (38|39)\\.\\d+ ms an idle server needs; .*"),
                answer::reason);
    }

    @Test
    void moreThanAllowedAfterSimulationIsSaidToo() {
        var like = iteration(30_000, "random", null, null, new Slo(300.0, 40.0, null, null, null, null));
        var answer = Sizings.answer(like.withReplicas(26));

        assertFalse(answer.feasible());
        assertEquals(26, answer.replicas());
        assertTrue(answer.reason().contains("fleet.maxReplicas is 26"), answer::reason);
    }

    @Test
    void requestsTheCacheCannotHoldAreNamed() {
        var answer =
                Sizings.answer(iteration(300, "random", null, 2000L, new Slo(2000.0, null, null, null, null, null)));

        assertTrue(
                answer.reason().matches(".*without the \\d\\.\\d % of requests that kvTokens cannot hold"),
                answer::reason);
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
}
