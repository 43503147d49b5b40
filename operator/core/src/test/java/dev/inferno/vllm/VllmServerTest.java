package dev.inferno.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.vllm.ServerEvent.Finished;
import dev.inferno.vllm.ServerEvent.FirstToken;
import dev.inferno.vllm.ServerEvent.Started;
import dev.inferno.vllm.ServerEvent.Token;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VllmServerTest {

    private static final Iteration LAW = new Iteration(10, 1, 0.5, 0.01);

    @Test
    void singleRequestTakesPrefillStepAndOneDecodeStepPerFurtherToken() {
        VllmServer server = new VllmServer(LAW, ServerLimits.ofBatch(4));

        server.submit(new Request(7, 100, 3), 5);

        double first = 5 + 10 + 0.5 * 100;
        double second = first + 10 + 1 + 0.01 * 101;
        double third = second + 10 + 1 + 0.01 * 102;
        assertEquals(
                List.of(
                        new Started(7, 5),
                        new FirstToken(7, first),
                        new Token(7, second, 2),
                        new Token(7, third, 3),
                        new Finished(7, third)),
                server.advanceTo(1000));
        assertEquals(OptionalDouble.empty(), server.nextEventMillis());
    }

    @Test
    void tokensOfThePrefixCacheAreReadButNotComputed() {
        VllmServer server = new VllmServer(LAW, ServerLimits.ofBatch(4));

        server.submit(new Request(7, 100, 60, 2), 0);

        double first = 10 + 0.5 * 40;
        double second = first + 10 + 1 + 0.01 * 101;
        assertEquals(
                List.of(new Started(7, 0), new FirstToken(7, first), new Token(7, second, 2), new Finished(7, second)),
                server.advanceTo(1000));
    }

    @Test
    void oneTokenAnswerFinishesWithItsPrefill() {
        VllmServer server = new VllmServer(LAW, ServerLimits.ofBatch(4));

        server.submit(new Request(1, 10, 1), 0);

        assertEquals(List.of(new Started(1, 0), new FirstToken(1, 15), new Finished(1, 15)), server.advanceTo(15));
    }

    @Test
    void requestArrivingInMidIterationJoinsTheNextOne() {
        VllmServer server = new VllmServer(new Iteration(10, 1, 0, 0), ServerLimits.ofBatch(4));

        server.submit(new Request(1, 1, 5), 0);
        server.submit(new Request(2, 1, 5), 3);

        assertEquals(List.of(new Started(1, 0), new FirstToken(1, 10), new Started(2, 10)), server.advanceTo(20));
        assertEquals(List.of(new Token(1, 21, 2), new FirstToken(2, 21)), server.advanceTo(21));
    }

    @Test
    void batchLimitKeepsLaterRequestsWaitingInOrderOfArrival() {
        VllmServer server = new VllmServer(new Iteration(10, 0, 0, 0), ServerLimits.ofBatch(2));

        for (int id = 1; id <= 4; id++) {
            server.submit(new Request(id, 1, 2), 0);
        }
        assertEquals(1, server.running());
        assertEquals(3, server.waiting());
        server.advanceTo(10);
        assertEquals(2, server.running());
        assertEquals(2, server.waiting());
        List<ServerEvent> later = server.advanceTo(30);

        List<Started> started = later.stream()
                .filter(Started.class::isInstance)
                .map(Started.class::cast)
                .toList();
        assertEquals(List.of(new Started(3, 20), new Started(4, 30)), started);
    }

    @Test
    void tokenBudgetCutsPromptsIntoChunksThatShareStepsWithDecodes() {
        ServerLimits limits = new ServerLimits(4, null, 100, null);
        VllmServer server = new VllmServer(new Iteration(0, 1, 1, 0), limits);

        server.submit(new Request(1, 50, 10), 0);
        server.submit(new Request(2, 250, 1), 1);
        server.submit(new Request(3, 10, 1), 2);

        // 50 prompt tokens; then 1 decode + 99 of request 2, twice; then 1 + its last 52 + all 10 of request 3.
        assertEquals(
                List.of(
                        new Started(1, 0),
                        new FirstToken(1, 50),
                        new Started(2, 50),
                        new Token(1, 150, 2),
                        new Token(1, 250, 3),
                        new Started(3, 250)),
                server.advanceTo(300));
        assertEquals(
                List.of(
                        new Token(1, 313, 4),
                        new FirstToken(2, 313),
                        new Finished(2, 313),
                        new FirstToken(3, 313),
                        new Finished(3, 313)),
                server.advanceTo(313));
    }

    @Test
    void fullQueueRefuses() {
        VllmServer server = new VllmServer(LAW, new ServerLimits(1, 1, 100, null));

        assertTrue(server.submit(new Request(1, 10, 5), 0));
        assertTrue(server.submit(new Request(2, 10, 5), 0));
        assertFalse(server.submit(new Request(3, 10, 5), 0));

        assertEquals(1, server.waiting());
    }

    @Test
    void cancelledRequestGivesNoFurtherTokenAndFreesItsPlace() {
        VllmServer server = new VllmServer(new Iteration(10, 0, 0, 0), ServerLimits.ofBatch(1));
        server.submit(new Request(1, 1, 100), 0);
        server.submit(new Request(2, 1, 1), 0);
        server.submit(new Request(3, 1, 1), 0);

        assertTrue(server.cancel(1, 15));
        assertTrue(server.cancel(2, 15));
        assertFalse(server.cancel(99, 15));

        assertEquals(
                List.of(
                        new Started(1, 0),
                        new FirstToken(1, 10),
                        new Started(3, 20),
                        new FirstToken(3, 30),
                        new Finished(3, 30)),
                server.advanceTo(1000));
        assertEquals(0, server.contextTokens());
    }

    @Test
    void contextTokensCountPromptAndAnswerOfRunningRequests() {
        VllmServer server = new VllmServer(new Iteration(10, 0, 0, 0), ServerLimits.ofBatch(2));
        server.submit(new Request(1, 30, 5), 0);
        server.submit(new Request(2, 40, 5), 0);

        server.advanceTo(20);

        assertEquals(30 + 2 + 40 + 1, server.contextTokens());
    }

    @Test
    void refusesWhatItCannotModel() {
        assertThrows(IllegalArgumentException.class, () -> new Request(1, 0, 5));
        assertThrows(
                IllegalArgumentException.class, () -> new Request(1, 8, 8, 5), "the last token is always computed");
        assertThrows(
                IllegalArgumentException.class,
                () -> new VllmServer(new Iteration(Double.NaN, 0, 0, 0), ServerLimits.ofBatch(1)));
        assertThrows(IllegalArgumentException.class, () -> new VllmServer(LAW, new ServerLimits(16, null, 8, null)));
        VllmServer server = new VllmServer(LAW, ServerLimits.ofBatch(1));
        server.advanceTo(10);
        assertThrows(IllegalArgumentException.class, () -> server.advanceTo(9));
    }
}
