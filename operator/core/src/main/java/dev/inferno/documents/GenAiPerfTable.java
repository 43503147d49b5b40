package dev.inferno.documents;

import dev.inferno.documents.BenchmarkRow.Cells;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The CSV export of genai-perf and of AIPerf after it: one run a file, one metric a line, {@code Metric,avg,...} and then {@code
 * Metric,Value}. It does not tell the concurrency; the request throughput does.
 */
final class GenAiPerfTable {

    private static final Map<String, BenchmarkField> METRICS = Map.of(
            "inter token latency (ms)", BenchmarkField.ITL_MILLIS,
            "time to first token (ms)", BenchmarkField.TTFT_MILLIS,
            "input sequence length", BenchmarkField.INPUT_TOKENS,
            "output sequence length", BenchmarkField.OUTPUT_TOKENS,
            "request throughput", BenchmarkField.REQUESTS_PER_SECOND,
            "request count", BenchmarkField.COMPLETED);

    /** Units that may follow the name; milliseconds are part of it. */
    private static final List<String> UNITS = List.of("(tokens)", "(per sec)", "(requests/sec)", "(count)");

    private GenAiPerfTable() {}

    static boolean is(String text) {
        return text.startsWith("Metric,avg");
    }

    static BenchmarkRow row(String file, String text) {
        Cells cells = new Cells(file);
        Set<BenchmarkField> found = EnumSet.noneOf(BenchmarkField.class);
        for (CsvLines.Line line : CsvLines.parse(text)) {
            BenchmarkField field = METRICS.get(name(line.cells().getFirst()));
            if (field != null && line.cells().size() > 1) {
                String metric = line.cells().getFirst() + ", line " + line.number();
                // Thousands are set apart by commas.
                cells.put(field, metric, line.cells().get(1).replace(",", ""));
                found.add(field);
            }
        }
        METRICS.forEach((metric, field) -> {
            if (field != BenchmarkField.COMPLETED && !found.contains(field)) {
                throw new BadDocument(file + " has no line \"" + metric
                        + "\"; run genai-perf with --streaming and give its *_genai_perf.csv");
            }
        });
        return cells.row();
    }

    private static String name(String metric) {
        String name = metric.toLowerCase(Locale.ROOT);
        for (String unit : UNITS) {
            name = name.replace(unit, "");
        }
        return name.strip();
    }
}
