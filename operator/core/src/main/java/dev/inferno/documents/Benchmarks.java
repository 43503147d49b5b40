package dev.inferno.documents;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.inferno.documents.DocumentStream.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the result files of serving benchmarks. Thread-safety: stateless. */
public final class Benchmarks {

    /** Whose file it is. */
    public enum Format {
        GUIDELLM,
        VLLM,
        GENAI_PERF,
        COLUMNS;

        /** @throws BadDocument naming the word and what is allowed */
        public static Format of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "guidellm" -> GUIDELLM;
                case "vllm" -> VLLM;
                case "genai-perf" -> GENAI_PERF;
                case "columns" -> COLUMNS;
                default -> throw new BadDocument("--format " + word + " must be guidellm, vllm, genai-perf or columns");
            };
        }
    }

    private Benchmarks() {}

    /**
     * The rows of one file.
     *
     * @param format null = told by the content
     * @throws BadDocument naming file, line, column and value, and the way out
     */
    public static List<BenchmarkRow> read(String file, String text, @Nullable Format format, BenchmarkColumns columns) {
        if (text.isBlank()) {
            throw new BadDocument(file + " is empty");
        }
        return text.stripLeading().startsWith("{")
                ? json(file, text, format)
                : table(file, CsvLines.withoutMark(text), format, columns);
    }

    private static List<BenchmarkRow> table(
            String file, String text, @Nullable Format format, BenchmarkColumns columns) {
        Format known = format != null
                ? format
                : !columns.asked().isEmpty()
                        ? Format.COLUMNS
                        : GenAiPerfTable.is(text)
                                ? Format.GENAI_PERF
                                : BenchmarkTable.isGuideLlm(text) ? Format.GUIDELLM : Format.COLUMNS;
        return switch (known) {
            case GUIDELLM -> BenchmarkTable.guideLlm(file, text);
            case GENAI_PERF -> List.of(GenAiPerfTable.row(file, text));
            case COLUMNS -> BenchmarkTable.columns(file, text, columns);
            case VLLM ->
                throw new BadDocument(file + " is not JSON, as vLLM's results are; --format columns reads a CSV");
        };
    }

    private static List<BenchmarkRow> json(String file, String text, @Nullable Format format) {
        List<JsonObject> documents = objects(file, text);
        boolean guideLlm = format == Format.GUIDELLM || format == null && BenchmarkJson.isGuideLlm(documents);
        if (guideLlm) {
            if (!BenchmarkJson.isGuideLlm(documents)) {
                throw new BadDocument(file + " has no list benchmarks, as guidellm's report has");
            }
            return BenchmarkJson.guideLlm(file, documents);
        }
        if (format == Format.VLLM || format == null && BenchmarkJson.isVllm(documents)) {
            return BenchmarkJson.vllm(file, documents);
        }
        throw new BadDocument(
                file + " is JSON, but neither guidellm's report (a list benchmarks) nor a result of vLLM's"
                        + " benchmark (mean_tpot_ms); of other tools give a CSV");
    }

    private static List<JsonObject> objects(String file, String text) {
        List<JsonObject> objects = new ArrayList<>();
        for (Item item : DocumentStream.parse(text, DocumentStream.looksLikeJsonLines(text))) {
            JsonElement json = switch (item) {
                case Item.Parsed parsed -> parsed.json();
                case Item.Broken broken -> throw new BadDocument(file + ": " + broken.message());
            };
            if (!(json instanceof JsonObject object)) {
                throw new BadDocument(file + " must hold JSON objects");
            }
            objects.add(object);
        }
        return objects;
    }
}
