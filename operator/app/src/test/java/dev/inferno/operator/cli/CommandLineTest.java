package dev.inferno.operator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.cycle.Brain;
import dev.inferno.decision.Guardrails;
import dev.inferno.operator.config.Catalogues;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of the command line, as a user types them. */
final class CommandLineTest {

    private static final String CASE = """
            kind: SizingCase
            law: legacy2025
            coefficients: {alpha: 20.58, beta: 0.41}
            server: {maxBatchSize: 4}
            load: {requestsPerMinute: %s, inputTokens: 50, outputTokens: 128}
            slo: {itlMillis: 24, waitMillis: 500}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String standardInput, String... words) {
        var brain = new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());
        LiveCluster none = flags -> {
            throw new Unreachable("no cluster in this test " + flags);
        };
        var in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        var line = new CommandLine(brain, none, Catalogues::read, Map.of(), in, printer(out), printer(err));
        return line.run(words[0], List.of(words).subList(1, words.length));
    }

    private static PrintStream printer(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private void assertComplains(String... named) {
        String text = err.toString(StandardCharsets.UTF_8);
        for (String name : named) {
            assertTrue(text.contains(name), () -> "\"" + text + "\" must name " + name);
        }
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"size -f -o json", "plan -f -o json", "plan --file --output=json", "size -o -f x.yaml"})
    void aFlagIsNeverTheValueOfTheFlagBeforeIt(String line) {
        assertEquals(ExitCode.BAD_INPUT, run("", line.split(" ")));
        assertComplains("needs a value, but -", "looks like a flag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan --kubeconfig --prometheus-base-url http://x",
                "plan --prometheus-base-url --kubeconfig x",
                "snapshot --operator -o json",
                "snapshot --config-file --config-namespace x",
                "snapshot --config-namespace --config-file x",
                "explain v -n --operator http://x",
                "explain v --namespace --operator=http://x",
                "explain v --operator -n default"
            })
    void noFlagOfAnyCommandTakesAnotherForItsValue(String line) {
        assertEquals(ExitCode.BAD_INPUT, run("", line.split(" ")));
        assertComplains("needs a value, but -", "looks like a flag");
    }

    @Test
    void aValueThatBeginsWithADashIsGivenBehindAnEqualsSign() {
        assertEquals(ExitCode.BAD_INPUT, run("", "size", "--file=-case.yaml"));
        assertComplains("cannot read -case.yaml");
    }

    @Test
    void aLoneDashIsStandardInput() {
        assertEquals(ExitCode.DONE, run(CASE.formatted("40"), "size", "-f", "-", "-o", "json"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"replicas\": 2"), out::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"size -f", "size --file=", "size -f x -f y", "size -x y", "plan -f a.yaml b.yaml", "size c.yaml"
            })
    void wordsThatCannotBeUnderstoodAreRefused(String line) {
        assertEquals(ExitCode.BAD_INPUT, run("", line.split(" ")));
        assertComplains("inferno: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--engine slow | flag --engine (slow) must be fast (also called go) or exact (also called python)",
                "--steps 0 | flag --steps (0) must be a whole number, 1 to 1000000000000",
                "--steps 1e5 | flag --steps (1e5) must be a whole number",
                "--compare --engine exact | flag --engine (exact) has no use beside --compare",
                "--engine exact | engine exact is not in this program, which has fast; take the image inferno-autoscaler/operator-exact",
                "--engine python | put inferno-exact.jar with its libraries on the class path, or ask for fast",
                "--compare | engine exact is not in this program"
            })
    void aSearchThatCannotBeIsRefusedWithAWayOut(String flags, String named) {
        String nodes = "kind: PlanningCase\nnodes: [{name: n, allocatable: {cpu: 1}}]\n";
        assertEquals(ExitCode.BAD_INPUT, run(nodes, ("plan -f - " + flags).split(" ")));
        assertComplains(named);
    }

    @Test
    void aDocumentThatAsksForTheMissingEngineDoesNotStopTheOthers() {
        String nodes = "kind: PlanningCase\nnodes: [{name: n, allocatable: {cpu: 1}}]\n";
        String many = nodes + "solver: {engine: exact}\n---\n" + nodes + "solver: {engine: go}\n";
        assertEquals(ExitCode.BAD_INPUT, run(many, "plan", "-f", "-"));
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(0).startsWith("{\"error\":\"engine exact is not in this program"), out::toString);
        assertTrue(lines.get(1).contains("\"engine\":\"fast\""), out::toString);
    }

    @Test
    void aNumberInQuotesIsBadInputThatNamesItsField() {
        assertEquals(ExitCode.BAD_INPUT, run(CASE.formatted("\"40\""), "size", "-f", "-"));
        assertComplains("load.requestsPerMinute: \"40\" must be a number");
    }

    @Test
    void aFixedCountUnderARateItCannotCarrySaysSoAndNamesTheWayOut() {
        assertEquals(ExitCode.NO, run(CASE.formatted("40"), "size", "-f", "-", "--rate", "10", "--replicas", "2"));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("overloaded: 10 requests/s are asked, 2 replicas "), text);
        assertTrue(text.contains("at any latency; allow 24, which keep the slo"), text);
    }

    @Test
    void manyCasesAreOneTableThatNamesWhatBindsEach() {
        String free = CASE.formatted("40").replace("itlMillis: 24, waitMillis: 500", "itlMillis: 0")
                + "metadata: {name: free}\n";
        String many = CASE.formatted("40") + "---\n" + free + "---\n" + CASE.formatted("\"40\"");

        assertEquals(ExitCode.BAD_INPUT, run(many, "size", "-f", "-", "-o", "table"));
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(3, lines.size(), out::toString);
        assertTrue(lines.get(0).startsWith("CASE  FEASIBLE"), out::toString);
        assertTrue(lines.get(1).contains("p95 wait 500 ms"), out::toString);
        assertTrue(lines.get(2).startsWith("free ") && lines.get(2).contains("full batch, 4 requests"), out::toString);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("must be a number"), err::toString);
    }

    @Test
    void aPlotIsWrittenBesideTheAnswer(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("latency.svg");

        assertEquals(ExitCode.DONE, run(CASE.formatted("40"), "size", "-f", "-", "--plot", file.toString()));
        assertTrue(Files.readString(file).startsWith("<svg "));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("the level holds"), out::toString);
    }

    @Test
    void aPlotOfManyCasesOrIntoNoFolderIsRefused() {
        String two = CASE.formatted("40") + "---\n" + CASE.formatted("40");
        assertEquals(ExitCode.BAD_INPUT, run(two, "size", "-f", "-", "--plot", "x.svg"));
        assertComplains("flag --plot draws one case, but the file holds 2");
        assertEquals(ExitCode.BAD_INPUT, run(CASE.formatted("40"), "size", "-f", "-", "--plot", "/nowhere/x.svg"));
        assertComplains("cannot write /nowhere/x.svg");
    }

    @Test
    void aFixedCountThatIsMoreThanEnoughIsAnsweredForThatCount() {
        assertEquals(ExitCode.DONE, run(CASE.formatted("40"), "size", "-f", "-", "--replicas=5", "-o", "json"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"replicas\": 5"), out::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--replicas 1.5", "--replicas 0", "--replicas many", "--rate NaN", "--rate=-1"})
    void aCountOrRateThatMakesNoSenseIsRefused(String flags) {
        assertEquals(ExitCode.BAD_INPUT, run(CASE.formatted("40"), ("size -f - " + flags).split(" ")));
        assertComplains("flag " + flags.substring(0, 6), "must be a ");
    }

    private static String benchmark(String header) {
        StringBuilder csv = new StringBuilder(header).append('\n');
        for (int[] mix : new int[][] {{128, 128}, {2048, 128}, {128, 2048}, {2048, 2048}}) {
            for (int n : new int[] {1, 16, 64}) {
                double itl = 6.5 + n * (0.025 + 5e-5 * (mix[0] + mix[1] / 2) + 0.02 * mix[0] / mix[1]);
                csv.append(String.join(",", "m", "H100", "" + n, "" + mix[0], "" + mix[1], "" + itl))
                        .append('\n');
            }
        }
        return csv.toString();
    }

    @Test
    void aBenchmarkGivesCoefficientsToPaste() {
        String csv = benchmark("model,gpu,concurrency,isl,osl,tpot_ms");

        assertEquals(ExitCode.DONE, run(csv, "profile", "fit", "-f", "-"));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(
                text.contains("coefficients: {base: 6.5, decodeToken: 0.025, prefillToken: 0.02, kvToken: 0.00005}"),
                text);
        assertTrue(text.contains("- acc: \"H100\""), text);
        assertTrue(text.contains("kvToken: \"0.00005\""), text);
        out.reset();
        assertEquals(ExitCode.DONE, run(csv, "profile", "fit", "-f", "-", "-o", "json"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"decodeToken\": 0.025"), out::toString);
    }

    @Test
    void foreignHeadersAreMappedByRepeatedFlags() {
        String csv = benchmark("who,what,n,in,out,gap");
        String words = "profile fit -f - --column concurrency=n --column inputTokens=in --column outputTokens=out"
                + " --column itlMillis=gap --label accelerator=L40S --label accCount=2";

        assertEquals(ExitCode.DONE, run(csv, words.split(" ")));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("- acc: \"L40S\"\n  accCount: 2\n"), text);
    }

    @Test
    void rowsThatSettleNothingAreANoAndBadCellsAreBadInput() {
        String one = benchmark("model,gpu,concurrency,isl,osl,tpot_ms")
                .lines()
                .limit(4)
                .reduce("", (a, b) -> a + b + "\n");
        assertEquals(ExitCode.NO, run(one, "profile", "fit", "-f", "-"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("# no profile: 3 of 3 rows"), out::toString);
        out.reset();
        assertEquals(ExitCode.BAD_INPUT, run("concurrency,isl,osl,tpot_ms\n1,x,3,4\n", "profile", "fit", "-f", "-"));
        assertComplains("standard input line 2, column isl (inputTokens): \"x\" must be a number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile -f x",
                "profile fit",
                "profile guess -f x",
                "profile fit -f /nowhere.csv",
                "profile fit -f - --format excel",
                "profile fit -f - --column itl",
                "profile fit -f - --label H100",
                "profile fit -f - --mix 512x128",
                "profile fit -f - --mix 0/128",
                "profile fit -f - --margin 60",
                "profile fit -f - --margin -8"
            })
    void wordsOfProfileThatCannotBeUnderstoodAreRefused(String line) {
        assertEquals(ExitCode.BAD_INPUT, run("", line.split(" ")));
        assertComplains("inferno: ");
    }

    private static final String NODES = """
            kind: PlanningCase
            nodes:
            - {name: a, count: 2, labels: {nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3, nvidia.com/gpu.count: "8"},
               allocatable: {cpu: "96", memory: 1Ti, pods: "110", nvidia.com/gpu: "8"}}
            - {name: b, unschedulable: true, labels: {amd.com/gpu.device-id: 74a1},
               allocatable: {cpu: "96", memory: 1Ti, pods: "110", amd.com/gpu: "8"}}
            - {name: c, taints: [{key: nvidia.com/gpu, effect: NoSchedule}], labels: {nvidia.com/gpu.product: My-Own-GPU},
               allocatable: {nvidia.com/gpu: "4"}}
            pods: [{node: a-1, requests: {nvidia.com/gpu: "3"}}]
            """;

    @Test
    void anInventoryNamesDevicesFreeSlotsAndWhyANodeTakesNoPods() {
        assertEquals(ExitCode.DONE, run(NODES, "inventory", "-f", "-"));
        String text = out.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
        assertTrue(text.contains("a-1 nvidia.com/gpu nvidia H100-80GB-SXM5 80 whole 8 3 5 5 2 1 0 usable\n"), text);
        assertTrue(
                text.contains(
                        "b amd.com/gpu amd MI300X-192GB 192 whole 8 0 8 8 4 2 1 cordoned: spec.unschedulable is true\n"),
                text);
        assertTrue(
                text.contains("c nvidia.com/gpu nvidia \"My-Own-GPU\" - whole 4 0 4 4 2 1 0"
                        + " tainted: taint nvidia.com/gpu:NoSchedule\n"),
                text);
        assertTrue(text.contains("H100-80GB-SXM5 nvidia 80 whole 2 16 3 13 0 13 6 3 1 8\n"), text);
        assertTrue(text.contains("MI300X-192GB amd 192 whole 1 8 0 0 8 0 0 0 0 0\n"), text);
        assertTrue(text.contains("problem: node c, nvidia.com/gpu: UnknownAccelerator"), text);
    }

    @Test
    void anInventoryIsReadFromWhatOtherCommandsTake() {
        assertEquals(ExitCode.DONE, run(NODES, "inventory", "-f", "-", "-o", "json"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"largestGroup\": 8"), out::toString);
        out.reset();
        assertEquals(ExitCode.UNREACHABLE, run("", "inventory", "--kubeconfig", "x"));
        assertComplains("no cluster in this test [--kubeconfig=x]");
        err.reset();
        assertEquals(ExitCode.BAD_INPUT, run("kind: SizingCase", "inventory", "-f", "-"));
        assertComplains("must be Snapshot or PlanningCase");
    }

    @Test
    void aCatalogueFileAddsProductsAndResources(@TempDir Path folder) throws IOException {
        String npu = NODES.replace("{nvidia.com/gpu: \"4\"}", "{example.com/npu: \"4\"}");
        Path file = Files.writeString(
                folder.resolve("own.yaml"),
                "N1: {memoryGiB: 64, aliases: [my-own-gpu]}\n"
                        + "npus: {resource: example.com/npu, productLabel: nvidia.com/gpu.product}\n");
        assertEquals(ExitCode.DONE, run(npu, "inventory", "-f", "-", "--catalogue", file.toString()));
        String text = out.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
        assertTrue(text.contains("c example.com/npu unknown N1 64 whole 4 0 4 4 2 1 0 tainted"), text);

        out.reset();
        Files.writeString(file, "N1: {memoryGiB: 64, alias: x}\n");
        assertEquals(ExitCode.BAD_INPUT, run(npu, "inventory", "-f", "-", "--catalogue", file.toString()));
        assertComplains("own.yaml: N1: unknown field alias; did you mean aliases?");
    }

    private static final String PLANNING = """
            kind: PlanningCase
            nodes:
            - {name: a, allocatable: {cpu: "96", pods: "110", nvidia.com/gpu: "8"}}
            - {name: b, allocatable: {cpu: "96", pods: "110", nvidia.com/gpu: "8"}}
            groups: [{name: g, priority: 1, demand: 3, routing: leastLoaded}]
            variants:
            - name: v
              group: g
              options:
              - {accelerator: A, capacity: [1, 2, 3, 4, 5, 6], costPerReplicaHour: 1, pod: {requests: {nvidia.com/gpu: "4"}}}
            """;

    private int plan(String flags) {
        return run(PLANNING, ("plan -f - " + flags).strip().split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "3, ''",
        "2, --drain a",
        "0, --drain a --drain b",
        "4, --drain a --drain b --add-nodes a=2 --load-factor 2",
        "6, --load-factor 2 --add-nodes a=1"
    })
    void aPlanOfTheSameCaseOnAnotherDay(int granted, String flags) {
        plan(flags);
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(!flags.isEmpty(), text.startsWith("if the cluster were so: "), text);
        String row = text.lines()
                .filter(line -> line.startsWith("default"))
                .findFirst()
                .orElseThrow();
        assertEquals(Integer.toString(granted), row.split(" +", -1)[4], text);
    }

    @ParameterizedTest
    @CsvSource({
        "--drain c, called or labelled c",
        "--add-nodes a, must be NODE=COUNT",
        "--add-nodes a=0, must be NODE=COUNT",
        "--add-nodes a=1 --add-nodes a=2, names a twice",
        "--add-nodes c=1, no node is called c",
        "--load-factor half, must be a number"
    })
    void aDayThatCannotBeIsRefusedByName(String flags, String named) {
        assertEquals(ExitCode.BAD_INPUT, plan(flags));
        assertComplains(named);
    }

    @Test
    void aLoadFactorNeedsADemand() {
        String alone = PLANNING.replace("  group: g\n", "").replace("capacity: [1, 2, 3, 4, 5, 6]", "replicas: 2");
        assertEquals(ExitCode.BAD_INPUT, run(alone, "plan", "-f", "-", "--load-factor", "2"));
        assertComplains("--load-factor (2.0) needs a demand", "v gives replicas");
    }
}
