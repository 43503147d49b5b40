package dev.inferno.optimizer.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.cycle.Brain;
import dev.inferno.decision.Guardrails;
import dev.inferno.operator.cli.CommandLine;
import dev.inferno.operator.cli.ExitCode;
import dev.inferno.operator.cli.LiveCluster;
import dev.inferno.operator.cli.Unreachable;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code inferno plan} with the exact engine on the class path, as a user types it. */
final class PlanCommandTest {

    private static final String CASE = """
            kind: PlanningCase
            nodes:
            - {name: n, count: 2, allocatable: {cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: 4}}
            variants:
            - name: v
              options:
              - {accelerator: A100, replicas: 2, costPerReplicaHour: 4, pod: {requests: {nvidia.com/gpu: "3"}}}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String document, String... words) {
        LiveCluster none = flags -> {
            throw new Unreachable("no cluster in this test " + flags);
        };
        var optimizer = Optimizer.with(StopSignal.NEVER, List.of(new CpSatEngine()));
        var brain = new Brain(Analyzer.create(), optimizer, Guardrails.standard());
        var in = new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8));
        var to = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new CommandLine(brain, none, text -> List.of(), Map.of(), in, to, to)
                .run(words[0], List.of(words).subList(1, words.length));
    }

    private void assertTold(String... parts) {
        String text = out.toString(StandardCharsets.UTF_8);
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "\"" + text + "\" must say " + part);
        }
    }

    @Test
    void theOriginalsNameOfTheEngineIsKnown() {
        assertEquals(ExitCode.DONE, run(CASE, "plan", "-f", "-", "--engine", "python"));
        assertTold("default    v        A100", "engine exact, proven");
    }

    @Test
    void theDocumentMayAskForItToo() {
        String asks = CASE + "solver: {engine: exact}\n";
        assertEquals(ExitCode.DONE, run(asks, "plan", "-f", "-", "--steps", "5000", "-o", "json"));
        assertTold("\"engine\": \"exact\"", "\"proven\": true", "\"optimalityGap\": 0");
    }

    @Test
    void aComparisonTellsModelsTotalsAndProofs() {
        assertEquals(ExitCode.DONE, run(CASE, "plan", "-f", "-", "--compare"));
        assertTold("MODEL      PRIORITY  ENGINE  REPLICAS  UNMET  COST/H", "default/v  100       both    2");
        assertTold("ENGINE  UNMET BY PRIORITY", "no plan serves more, nor as much for less");
    }

    @Test
    void aComparisonOfWhatDoesNotFitSaysNo() {
        String more = CASE.replace("replicas: 2", "replicas: 3");
        assertEquals(ExitCode.NO, run(more, "plan", "-f", "-", "--compare", "-o", "yaml"));
        assertTold("models:", "fast:", "exact:", "'100': 0.333333");
    }
}
