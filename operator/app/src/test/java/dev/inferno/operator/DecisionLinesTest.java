package dev.inferno.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Condition;
import dev.inferno.operator.observe.Reports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a round is told at info level, and what only to those who debug. */
final class DecisionLinesTest {

    private static final Logger LOG = Logger.getLogger(DecisionLines.class.getName());

    private final List<LogRecord> told = new ArrayList<>();
    private final Handler listener = new Listener();
    private final DecisionLines lines = new DecisionLines(InstantSource.fixed(Reports.AT.plus(Duration.ofMillis(340))));

    @BeforeEach
    void listen() {
        LOG.setLevel(Level.ALL);
        LOG.addHandler(listener);
    }

    @AfterEach
    void leave() {
        LOG.removeHandler(listener);
        LOG.setLevel(null);
    }

    @Test
    void anUnchangedDecisionIsToldOnceWhateverTheNumbersOfItsReason() {
        lines.publish(round(1, "40.1 requests/min need 2 replicas", true));
        assertEquals(List.of("slo found", "40.1 requests/min need 2 replicas", "cycle"), at(Level.INFO));
        told.clear();

        lines.publish(round(1, "39.8 requests/min need 2 replicas", true));

        assertEquals(List.of("cycle"), at(Level.INFO));
        assertEquals(List.of("slo found", "39.8 requests/min need 2 replicas"), at(Level.FINE));
    }

    @Test
    void aChangedCountOrConditionIsTold() {
        lines.publish(round(1, "first", true));
        told.clear();

        lines.publish(round(2, "one runs more", true));
        lines.publish(round(2, "and has no room", false));

        assertEquals(List.of("one runs more", "cycle", "and has no room", "cycle"), at(Level.INFO));
    }

    @Test
    void theLastLineSumsTheRoundUp() {
        CycleReport report = Reports.report(
                "d-7",
                List.of(Reports.scaled("chat", 1, 2, "load"), Reports.scaled("code", 1, 1, "load")),
                Reports.variant("chat", 1, 2, "A100"),
                Reports.variant("code", 1, 1, "A100"));

        lines.publish(report);

        assertEquals(List.of("slo found", "because", "because", "scale", "cycle"), at(Level.INFO));
        Map<?, ?> fields = (Map<?, ?>) told.getLast().getParameters()[0];
        assertEquals("d-7", fields.get("decision"));
        assertEquals(2, fields.get("variants"));
        assertEquals(3, fields.get("replicas"));
        assertEquals(0L, fields.get("notDone"));
        assertEquals(2L, fields.get("short"));
        assertEquals(4L, fields.get("newLines"));
        assertEquals(340L, fields.get("millis"));
        assertEquals(200L, fields.get("actMillis"));
    }

    private static CycleReport round(int current, String because, boolean fits) {
        Condition.Status status = fits ? Condition.Status.True : Condition.Status.False;
        Condition room = new Condition(Condition.Type.CapacityAvailable, status, "Room", because);
        return Reports.report("d-1", List.of(), Reports.variant("chat", current, 2, "A100", because, room));
    }

    private List<String> at(Level level) {
        return told.stream()
                .filter(line -> line.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .toList();
    }

    private final class Listener extends Handler {

        @Override
        public void publish(LogRecord line) {
            told.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
