package dev.inferno.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.vllm.ServerEvent.Finished;
import dev.inferno.vllm.ServerEvent.FirstToken;
import dev.inferno.vllm.ServerEvent.Started;
import dev.inferno.vllm.ServerEvent.Token;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A server whose KV cache is smaller than its batch. */
class KvCacheTest {

    private static final Iteration TEN = new Iteration(10, 0, 0, 0);

    private static VllmServer server(long kvTokens) {
        return new VllmServer(TEN, new ServerLimits(8, null, 8192, kvTokens));
    }

    @Test
    void aRequestThatCouldNeverFitIsRefused() {
        VllmServer server = server(64);

        assertFalse(server.submit(new Request(1, 60, 5), 0));
        assertTrue(server.submit(new Request(2, 60, 4), 0));
    }

    @Test
    void promptsWaitUntilBlocksAreFree() {
        VllmServer server = server(64);
        server.submit(new Request(1, 40, 2), 0);
        server.submit(new Request(2, 40, 2), 0);

        List<ServerEvent> events = server.advanceTo(100);

        // 3 of 4 blocks are taken until request 1 ends.
        assertTrue(events.contains(new Finished(1, 20)), events::toString);
        assertTrue(events.contains(new Started(2, 20)), events::toString);
        assertEquals(0, server.preemptions());
    }

    @Test
    void cachedTokensTakeRoomAsIfTheyWereNotShared() {
        VllmServer server = server(64);
        server.submit(new Request(1, 40, 32, 2), 0);
        server.submit(new Request(2, 40, 32, 2), 0);

        List<ServerEvent> events = server.advanceTo(100);

        assertTrue(events.contains(new Started(2, 20)), events::toString);
        assertTrue(server.submit(new Request(3, 60, 4), 100), "the cache is empty again");
    }

    @Test
    void aPreemptedRequestFindsItsPrefixAgain() {
        VllmServer server = new VllmServer(new Iteration(10, 0, 1, 0), new ServerLimits(8, null, 8192, 64L));
        server.submit(new Request(1, 31, 16, 4), 0);
        server.submit(new Request(2, 31, 16, 3), 0);

        List<ServerEvent> events = server.advanceTo(1000);

        // As below, with 15 tokens of each prompt to compute: 0 - 25, 25 - 50, then request 1 alone until 70; request 2
        // goes
        // on with 15 tokens and the one it has answered.
        assertEquals(1, server.preemptions());
        assertTrue(events.contains(new FirstToken(2, 50)), events::toString);
        assertTrue(events.contains(new Finished(1, 70)), events::toString);
        assertTrue(events.contains(new Finished(2, 70 + 26 + 10)), events::toString);
    }

    @Test
    void theRequestAdmittedLastIsPreemptedAndComputesAllItsTokensAgain() {
        VllmServer server = new VllmServer(new Iteration(10, 0, 1, 0), new ServerLimits(8, null, 8192, 64L));
        server.submit(new Request(1, 31, 4), 0);
        server.submit(new Request(2, 31, 3), 0);

        List<ServerEvent> events = server.advanceTo(1000);

        // Request 1 alone 0 - 41; request 2 joins 41 - 82 while request 1 computes token 32; then request 1 needs its
        // third
        // block (context 33), takes it from request 2, and goes on alone until its fourth token.
        assertEquals(1, server.preemptions());
        assertTrue(events.contains(new FirstToken(2, 82)), events::toString);
        assertTrue(events.contains(new Finished(1, 102)), events::toString);
        // Then 31 + 1 tokens again in one prefill, which gives token 2.
        assertTrue(events.contains(new Token(2, 102 + 10 + 32, 2)), events::toString);
        assertEquals(1, events.stream().filter(new Started(2, 41)::equals).count());
        assertEquals(0, server.contextTokens());
    }

    @Test
    void underPressureEveryRequestStillAnswersInFullAndAllBlocksComeBack() {
        VllmServer server = server(1024);
        SplittableRandom random = new SplittableRandom(3);
        double now = 0;
        int tokens = 0;
        for (int id = 0; id < 300; id++) {
            now += random.nextInt(200);
            int output = 1 + random.nextInt(100);
            tokens += output;
            assertTrue(server.submit(new Request(id, 1 + random.nextInt(300), output), now));
        }

        List<ServerEvent> events = server.advanceTo(1e9);

        long given = events.stream()
                .filter(e -> e instanceof Token || e instanceof FirstToken)
                .count();
        assertEquals(tokens, given);
        assertTrue(server.preemptions() > 0);
        assertEquals(0, server.contextTokens());
        assertTrue(server.submit(new Request(999, 900, 100), 2e9), "the cache is empty again");
        assertTrue(server.advanceTo(3e9).stream().anyMatch(Finished.class::isInstance));
    }
}
