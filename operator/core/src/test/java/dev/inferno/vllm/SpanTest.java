package dev.inferno.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.ServerLimits;
import dev.inferno.vllm.ServerEvent.Finished;
import dev.inferno.vllm.ServerEvent.FirstToken;
import dev.inferno.vllm.ServerEvent.Started;
import dev.inferno.vllm.ServerEvent.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many iterations at once are the same as one after the other. */
class SpanTest {

    @Test
    void anIterationIsOverOnceItsTimeHasCome() {
        for (double growth : new double[] {0, 0.25}) {
            Span span = new Span(100, 8, growth, 1000);
            for (long i = 0; i < 999; i++) {
                double end = 100 + span.millis(i);
                assertEquals(i, span.ended(end), "at its end, growth " + growth);
                assertEquals(Math.max(0, i - 1), span.ended(end - 1e-6), "just before, growth " + growth);
            }
            assertEquals(999, span.ended(span.endMillis() + 1), "the last is in flight");
        }
    }

    /** What is heard, times as they come, in text. */
    private record Heard(List<String> lines, double[] gaps) implements ServerListener {

        private void hear(String what, long id, double at) {
            lines.add("%s %d %.6f".formatted(what, id, at));
        }

        @Override
        public void started(long id, double at) {
            hear("started", id, at);
        }

        @Override
        public void firstToken(long id, double at) {
            hear("first", id, at);
        }

        @Override
        public void decoded(int sequences, Span span, long iterations) {
            gaps[0] += sequences * iterations;
            gaps[1] += sequences * span.millis(iterations);
        }

        @Override
        public void resumed(double gapMillis) {
            gaps[0]++;
            gaps[1] += gapMillis;
        }

        @Override
        public void finished(long id, double at) {
            hear("finished", id, at);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {900, 3_000, 1_000_000})
    void aServerThatSkipsIsTheServerThatReportsEachToken(long kvTokens) {
        var limits = new ServerLimits(16, null, 256, kvTokens);
        var law = new Iteration(6.5, 0.1, 0.02, 5e-4);
        var heard = new Heard(new ArrayList<>(), new double[2]);
        var skipping = new VllmServer(law, limits, heard);
        var reporting = new VllmServer(law, limits);
        SplittableRandom random = new SplittableRandom(5);
        double now = 0;
        for (int id = 0; id < 2000; id++) {
            now += random.nextDouble() * random.nextInt(1, 400);
            var request = new Request(id, random.nextInt(1, 500), random.nextInt(1, 120));
            assertEquals(reporting.submit(request, now), skipping.submit(request, now));
            assertEquals(reporting.running(), skipping.running());
            assertEquals(reporting.waiting(), skipping.waiting());
        }
        skipping.catchUp(1e12);
        List<ServerEvent> events = reporting.advanceTo(1e12);

        assertEquals(reported(events), heard.lines().stream().sorted().toList());
        assertEquals(reporting.preemptions(), skipping.preemptions());
        assertTrue(kvTokens > 3_000 || reporting.preemptions() > 0, "a small cache preempts");
        double tokens = events.stream().filter(Token.class::isInstance).count();
        assertEquals(tokens, heard.gaps()[0]);
        assertEquals(gapMillis(events), heard.gaps()[1], 1e-6 * heard.gaps()[1]);
    }

    private static List<String> reported(List<ServerEvent> events) {
        List<String> lines = new ArrayList<>();
        for (ServerEvent event : events) {
            switch (event) {
                case Started e -> lines.add("started %d %.6f".formatted(e.requestId(), e.atMillis()));
                case FirstToken e -> lines.add("first %d %.6f".formatted(e.requestId(), e.atMillis()));
                case Finished e -> lines.add("finished %d %.6f".formatted(e.requestId(), e.atMillis()));
                case Token e -> {}
            }
        }
        return lines.stream().sorted().toList();
    }

    /** Last token minus first, over all requests. */
    private static double gapMillis(List<ServerEvent> events) {
        double sum = 0;
        for (ServerEvent event : events) {
            switch (event) {
                case FirstToken e -> sum -= e.atMillis();
                case Finished e -> sum += e.atMillis();
                case Started e -> {}
                case Token e -> {}
            }
        }
        return sum;
    }
}
