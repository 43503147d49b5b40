package dev.inferno.documents;

import dev.inferno.documents.BenchmarkRow.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Comma-separated benchmarks: a header and one run a line. guidellm's is one too, with headers of its own in one row or three. */
final class BenchmarkTable {

    /** guidellm up to 0.3, then with headers in three rows. */
    private static final Map<String, BenchmarkField> GUIDELLM = Map.ofEntries(
            Map.entry("Name", BenchmarkField.STRATEGY),
            Map.entry("Successful Requests", BenchmarkField.COMPLETED),
            Map.entry("Incomplete Requests", BenchmarkField.INCOMPLETE),
            Map.entry("Errored Requests", BenchmarkField.ERRORED),
            Map.entry("Successful Requests per second mean", BenchmarkField.REQUESTS_PER_SECOND),
            Map.entry("Successful Request concurrency mean", BenchmarkField.CONCURRENCY),
            Map.entry("Successful Prompt token count mean", BenchmarkField.INPUT_TOKENS),
            Map.entry("Successful Output token count mean", BenchmarkField.OUTPUT_TOKENS),
            Map.entry("Successful Time to first token ms mean", BenchmarkField.TTFT_MILLIS),
            Map.entry("Successful Inter token latency ms mean", BenchmarkField.ITL_MILLIS),
            Map.entry("Benchmark / Strategy", BenchmarkField.STRATEGY),
            Map.entry("Request Counts / Successful", BenchmarkField.COMPLETED),
            Map.entry("Request Counts / Incomplete", BenchmarkField.INCOMPLETE),
            Map.entry("Request Counts / Errored", BenchmarkField.ERRORED),
            Map.entry("Server Throughput / Successful Requests/Sec / Mean", BenchmarkField.REQUESTS_PER_SECOND),
            Map.entry("Server Throughput / Successful Concurrency / Mean", BenchmarkField.CONCURRENCY),
            Map.entry("Token Metrics / Successful Input Tokens / Mean", BenchmarkField.INPUT_TOKENS),
            Map.entry("Token Metrics / Successful Output Tokens / Mean", BenchmarkField.OUTPUT_TOKENS),
            Map.entry("Time to First Token / Successful ms / Mean", BenchmarkField.TTFT_MILLIS),
            Map.entry("Inter Token Latency / Successful ms / Mean", BenchmarkField.ITL_MILLIS));

    private static final int STACKED = 3;

    private BenchmarkTable() {}

    /** Whether the text begins as guidellm's table does. */
    static boolean isGuideLlm(String text) {
        return text.startsWith("Run Info,") || text.startsWith("Benchmark,") || text.startsWith("Type,Run Id,");
    }

    static List<BenchmarkRow> guideLlm(String file, String text) {
        List<CsvLines.Line> lines = lines(file, text);
        boolean stacked = !text.startsWith("Type,");
        if (stacked && lines.size() <= STACKED) {
            throw new BadDocument(file + " has headers but no row");
        }
        List<String> headers =
                stacked ? stack(lines.subList(0, STACKED)) : lines.getFirst().cells();
        List<BenchmarkColumns.Column> known = new ArrayList<>();
        headers.forEach(header -> {
            BenchmarkField field = GUIDELLM.get(header);
            if (field != null) {
                known.add(new BenchmarkColumns.Column(field, header));
            }
        });
        return rows(file, headers, lines.subList(stacked ? STACKED : 1, lines.size()), new BenchmarkColumns(known));
    }

    static List<BenchmarkRow> columns(String file, String text, BenchmarkColumns columns) {
        List<CsvLines.Line> lines = lines(file, text);
        return rows(file, lines.getFirst().cells(), lines.subList(1, lines.size()), columns);
    }

    private static List<CsvLines.Line> lines(String file, String text) {
        List<CsvLines.Line> lines;
        try {
            lines = CsvLines.parse(text).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (BadDocument e) {
            throw new BadDocument(file + " " + e.getMessage());
        }
        if (lines.size() < 2) {
            throw new BadDocument(file + " is empty: it must hold a line of headers and at least one row");
        }
        return lines;
    }

    private static List<String> stack(List<CsvLines.Line> header) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < header.getFirst().cells().size(); i++) {
            int column = i;
            joined.add(String.join(
                    " / ",
                    header.stream()
                            .map(line -> line.cells().get(column))
                            .filter(cell -> !cell.isBlank())
                            .toList()));
        }
        return joined;
    }

    private static List<BenchmarkRow> rows(
            String file, List<String> headers, List<CsvLines.Line> lines, BenchmarkColumns columns) {
        List<List<BenchmarkField>> fields = columns.fields(file, headers);
        List<BenchmarkRow> rows = new ArrayList<>();
        for (CsvLines.Line line : lines) {
            String where = file + " line " + line.number();
            if (line.cells().size() != headers.size()) {
                throw new BadDocument(where + " has " + line.cells().size() + " values under " + headers.size()
                        + " headers, so they cannot be told apart; quote cells that hold commas, or give the JSON form of the"
                        + " report (guidellm's table leaves out columns without a value)");
            }
            Cells cells = new Cells(where);
            for (int i = 0; i < headers.size(); i++) {
                for (BenchmarkField field : fields.get(i)) {
                    cells.put(field, headers.get(i), line.cells().get(i));
                }
            }
            rows.add(cells.row());
        }
        return rows;
    }
}
