package dev.inferno.operator.cli;

import dev.inferno.cycle.Brain;
import dev.inferno.documents.BadDocument;
import dev.inferno.documents.RecordJson;
import dev.inferno.documents.SnapshotDocument;
import dev.inferno.optimizer.EngineMissing;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.ProductCatalogue;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The commands that do not run the operator: size, plan, inventory, profile, snapshot, explain, help. */
public final class CommandLine {

    private static final String HELP = """
            inferno: sizes and places LLM model servers on mixed-vendor GPU clusters

              inferno run                         the operator; configuration: docs/configuration.md
              inferno size -f CASE                sizes one model on one accelerator, without a cluster
                [--rate REQUESTS-PER-SECOND] [--replicas N]               asked at another load, of exactly N replicas
                [--plot FILE.svg]                                         latency over the rate, as a picture
              inferno plan -f SNAPSHOT|CASE       one full decision with every rejected option; never writes
              inferno plan --kubeconfig FILE --prometheus-base-url URL    the same for a live cluster
                [--drain NODE|LABEL=VALUE].. [--add-nodes NODE=COUNT].. [--load-factor F]    if the cluster were so
                [--engine fast|exact] [--steps N] [--compare]             what searches, how long; both engines side by side
              inferno inventory [--kubeconfig FILE | --operator URL | -f SNAPSHOT|CASE]    devices, free slots, unusable nodes
                [--catalogue FILE]                                        and of plan: products and devices known beside the built-in
              inferno profile fit -f BENCHMARK    the coefficients of a latency law from a benchmark; -f may be repeated
                [--format guidellm|vllm|genai-perf|columns] [--column FIELD=HEADER].. [--label accelerator=NAME]..
                [--mix PROMPT/ANSWER] [--margin PERCENT]                  right for these lengths; part of the rate kept in hand
              inferno snapshot --kubeconfig FILE --prometheus-base-url URL
              inferno snapshot --operator URL     the snapshot of the operator's last decision
              inferno explain NAME -n NAMESPACE --operator URL            the last decision of one VariantAutoscaling
              inferno release [--dry-run]         takes back what an operator of the same configuration wrote

            An operator with METRICS_SECURE: --operator https://.., --operator-token-file FILE or INFERNO_OPERATOR_TOKEN,
            and --operator-ca FILE, or --insecure to accept its self-signed certificate.
            -f - reads standard input; a .jsonl file or a YAML stream holds many documents.
            -o table|json|yaml
            Exit codes: 0 done, 1 the decision says no, 2 bad input, 3 a dependency cannot be reached.
            """;
    private static final String LATEST_SNAPSHOT = "/debug/decisions/latest/snapshot";
    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("-f", "file"),
            Map.entry("--file", "file"),
            Map.entry("-o", "output"),
            Map.entry("--output", "output"),
            Map.entry("-n", "namespace"),
            Map.entry("--namespace", "namespace"),
            Map.entry("--operator", "operator"),
            Map.entry("--operator-token-file", "operator-token-file"),
            Map.entry("--operator-ca", "operator-ca"),
            Map.entry("--insecure", "insecure"),
            Map.entry("--kubeconfig", "kubeconfig"),
            Map.entry("--prometheus-base-url", "prometheus-base-url"),
            Map.entry("--rate", "rate"),
            Map.entry("--replicas", "replicas"),
            Map.entry("--plot", "plot"),
            Map.entry("--mix", "mix"),
            Map.entry("--margin", "margin"),
            Map.entry("--drain", "drain"),
            Map.entry("--add-nodes", "add-nodes"),
            Map.entry("--load-factor", "load-factor"),
            Map.entry("--engine", "engine"),
            Map.entry("--steps", "steps"),
            Map.entry("--compare", "compare"),
            Map.entry("--catalogue", "catalogue"),
            Map.entry("--format", "format"),
            Map.entry("--column", "column"),
            Map.entry("--label", "label"),
            Map.entry("--config-file", "config-file"),
            Map.entry("--config-namespace", "config-namespace"));
    private static final Set<String> SWITCHES = Set.of("insecure", "compare");
    private static final Set<String> REPEATABLE_OF_PLAN = Set.of("drain", "add-nodes");
    private static final Set<String> REPEATABLE_OF_PROFILE = Set.of("file", "column", "label");

    private final Brain brain;
    private final LiveCluster live;
    private final Function<String, List<CatalogueEntry>> catalogues;
    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** @param catalogues reads the text of a catalogue's file; complains by {@link BadDocument} */
    public CommandLine(
            Brain brain,
            LiveCluster live,
            Function<String, List<CatalogueEntry>> catalogues,
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err) {
        this.brain = brain;
        this.live = live;
        this.catalogues = catalogues;
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    public int run(String command, List<String> args) {
        try {
            return switch (command) {
                case "help", "--help", "-h" -> help();
                case "size" -> SizeCommand.run(flags(args), in, out, err);
                case "plan" -> knowing(flags(args, REPEATABLE_OF_PLAN), this::plan);
                case "inventory" -> knowing(flags(args), this::inventory);
                case "profile" ->
                    ProfileCommand.run(Arguments.parse(args, FLAGS, SWITCHES, REPEATABLE_OF_PROFILE), in, out, err);
                case "snapshot" -> snapshot(flags(args));
                case "explain" -> explain(Arguments.parse(args, FLAGS, SWITCHES));
                default ->
                    throw new UsageError(
                            "command " + command
                                    + " is unknown; known are run, size, plan, inventory, profile, snapshot, explain, release, help");
            };
        } catch (UsageError | BadDocument | EngineMissing e) {
            err.println("inferno: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        } catch (Unreachable e) {
            err.println("inferno: " + e.getMessage());
            return ExitCode.UNREACHABLE;
        }
    }

    private static Arguments flags(List<String> args) {
        return flags(args, Set.of());
    }

    private static Arguments flags(List<String> args, Set<String> repeatable) {
        Arguments arguments = Arguments.parse(args, FLAGS, SWITCHES, repeatable);
        arguments.refuseWords();
        return arguments;
    }

    private int help() {
        out.print(HELP);
        return ExitCode.DONE;
    }

    /** A command that looks at devices. */
    private interface OfDevices {
        int run(Arguments arguments) throws Unreachable;
    }

    /** With what the file of {@code --catalogue} adds to the products and devices known. */
    private int knowing(Arguments arguments, OfDevices command) throws Unreachable {
        String file = arguments.flag("catalogue").orElse(null);
        if (file == null) {
            return command.run(arguments);
        }
        try {
            List<CatalogueEntry> added = catalogues.apply(InputFile.text(file, in));
            return ProductCatalogue.inForce().and(added).during(() -> command.run(arguments));
        } catch (BadDocument e) {
            throw new UsageError("--catalogue " + file + ": " + e.getMessage());
        }
    }

    private int plan(Arguments arguments) throws Unreachable {
        return arguments.flag("file").isPresent()
                ? PlanCommand.ofFile(arguments, brain, in, out, err)
                : PlanCommand.ofSnapshot(arguments, brain, live.snapshot(clusterFlags(arguments)), out);
    }

    private int inventory(Arguments arguments) throws Unreachable {
        if (arguments.flag("file").isPresent()) {
            return InventoryCommand.ofFile(arguments, in, out, err);
        }
        return arguments.flag("operator").isPresent()
                ? InventoryCommand.ofSnapshot(arguments, operator(arguments).get(LATEST_SNAPSHOT), out)
                : InventoryCommand.of(arguments, live.inventory(clusterFlags(arguments)), out);
    }

    private int snapshot(Arguments arguments) throws Unreachable {
        out.print(
                arguments.flag("operator").isPresent()
                        ? operator(arguments).get(LATEST_SNAPSHOT)
                        : RecordJson.writePretty(SnapshotDocument.of(live.snapshot(clusterFlags(arguments)))));
        return ExitCode.DONE;
    }

    private int explain(Arguments arguments) throws Unreachable {
        if (arguments.words().size() != 1) {
            throw new UsageError("explain needs the name of one VariantAutoscaling: inferno explain NAME -n NAMESPACE");
        }
        String namespace = arguments.flag("namespace").orElse("default");
        out.print(operator(arguments)
                .get("/debug/explain/" + namespace + "/" + arguments.words().getFirst()));
        return ExitCode.DONE;
    }

    private OperatorClient operator(Arguments arguments) {
        return new OperatorClient(arguments, environment);
    }

    private static List<String> clusterFlags(Arguments arguments) {
        List<String> flags = new ArrayList<>();
        for (String name : List.of("kubeconfig", "prometheus-base-url", "config-file", "config-namespace")) {
            arguments.flag(name).ifPresent(value -> flags.add("--" + name + "=" + value));
        }
        return flags;
    }
}
