package dev.inferno.profile;

import dev.inferno.documents.BenchmarkColumns;
import dev.inferno.documents.BenchmarkRow;
import dev.inferno.documents.Benchmarks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The measured benchmarks of {@code benchmarks/}, read as a user's files are; see PROVENANCE.md there. */
final class MeasuredSets {

    private MeasuredSets() {}

    /** One server and its rows. */
    record Server(SortedMap<String, String> group, List<Measurement> rows) {

        String label(String name) {
            return group.getOrDefault(name, "");
        }

        /** A model whose experts are chosen per token, or that is not known not to be one. */
        boolean dense() {
            return label("model").contains("Llama") || label("model").equals("Qwen/Qwen3-32B");
        }
    }

    static List<Server> guideLlm() {
        return read("guidellm-llama-3.1-8b-h100.csv", text -> text);
    }

    static List<Server> aiConfigurator() {
        return read(
                "aiconfigurator-silicon-agg.csv.gz",
                text -> text,
                "group=backend",
                "group=backend_version",
                "group=precision",
                "group=attention_dp",
                "group=moe_ep");
    }

    static List<Server> splitwise() {
        return read(
                "splitwise-perf-model.csv.gz",
                text -> text.lines().filter(line -> !line.endsWith(",1")).collect(Collectors.joining("\n")),
                "ttftMillis=prompt_ms_median",
                "itlMillis=token_ms_median",
                "inputTokens=prompt_tokens",
                "outputTokens=output_tokens");
    }

    /** Latencies of whole batches; a row of no time at all is a failed run. */
    static List<Server> argonne() {
        return read(
                "argonne-offline.csv.gz",
                text -> text,
                "inputTokens=in_out_len",
                "outputTokens=in_out_len",
                "accCount=num_devices",
                "group=framework");
    }

    private static List<Server> read(String resource, UnaryOperator<String> edit, String... columns) {
        String text = edit.apply(text(resource));
        List<BenchmarkRow> rows =
                Benchmarks.read(resource, text, Benchmarks.Format.COLUMNS, BenchmarkColumns.parse(List.of(columns)));
        return BenchmarkRow.byGroup(rows).entrySet().stream()
                .map(entry -> new Server(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String text(String resource) {
        try (InputStream file = Objects.requireNonNull(
                        MeasuredSets.class.getResourceAsStream("/benchmarks/" + resource), resource);
                InputStream plain = resource.endsWith(".gz") ? new GZIPInputStream(file) : file) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
