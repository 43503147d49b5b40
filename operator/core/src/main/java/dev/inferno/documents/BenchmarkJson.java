package dev.inferno.documents;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.inferno.documents.BenchmarkRow.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON benchmarks: guidellm's report, and the results of vLLM's serving benchmark (one a file, or one a line). */
final class BenchmarkJson {

    private static final Map<BenchmarkField, String> GUIDELLM = Map.of(
            BenchmarkField.REQUESTS_PER_SECOND, "requests_per_second",
            BenchmarkField.CONCURRENCY, "request_concurrency",
            BenchmarkField.INPUT_TOKENS, "prompt_token_count",
            BenchmarkField.OUTPUT_TOKENS, "output_token_count",
            BenchmarkField.TTFT_MILLIS, "time_to_first_token_ms",
            BenchmarkField.ITL_MILLIS, "inter_token_latency_ms");
    private static final Map<BenchmarkField, String> COUNTS = Map.of(
            BenchmarkField.COMPLETED, "successful",
            BenchmarkField.INCOMPLETE, "incomplete",
            BenchmarkField.ERRORED, "errored");

    private BenchmarkJson() {}

    static boolean isGuideLlm(List<JsonObject> documents) {
        return documents.stream().allMatch(document -> document.get("benchmarks") instanceof JsonArray);
    }

    static List<BenchmarkRow> guideLlm(String file, List<JsonObject> reports) {
        List<BenchmarkRow> rows = new ArrayList<>();
        for (JsonObject report : reports) {
            int index = 0;
            for (JsonElement element : report.getAsJsonArray("benchmarks")) {
                String where = file + " benchmarks[" + index++ + "]";
                if (!(element instanceof JsonObject benchmark)) {
                    throw new BadDocument(where + " must be an object");
                }
                rows.add(guideLlm(where, report, benchmark));
            }
        }
        return rows;
    }

    private static BenchmarkRow guideLlm(String where, JsonObject report, JsonObject benchmark) {
        Cells cells = new Cells(where);
        // Of successful requests; the oldest reports have no such split.
        GUIDELLM.forEach((field, name) -> {
            String path = "metrics." + name + ".successful.mean";
            JsonElement split = at(benchmark, path);
            String found = split == null ? "metrics." + name + ".mean" : path;
            cells.put(field, found, number(where, benchmark, found));
        });
        // Their place moved from the benchmark into its metrics.
        COUNTS.forEach((field, name) -> {
            String path = "metrics.request_totals." + name;
            String found = at(benchmark, path) == null ? "request_totals." + name : path;
            cells.put(field, found, number(where, benchmark, found));
        });
        for (String path : List.of("config.strategy.type_", "scheduler.strategy.type_", "args.strategy.type_")) {
            text(cells, BenchmarkField.STRATEGY, benchmark, path);
        }
        text(cells, BenchmarkField.MODEL, report, "args.model");
        text(cells, BenchmarkField.MODEL, benchmark, "config.backend.model");
        refuseMissing(where, benchmark, "metrics.inter_token_latency_ms", "guidellm");
        return cells.row();
    }

    static boolean isVllm(List<JsonObject> documents) {
        return documents.stream().allMatch(d -> d.has("mean_tpot_ms") || d.has("mean_itl_ms"));
    }

    static List<BenchmarkRow> vllm(String file, List<JsonObject> results) {
        List<BenchmarkRow> rows = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            rows.add(vllm(results.size() == 1 ? file : file + " result " + (i + 1), results.get(i)));
        }
        return rows;
    }

    /** Throughput, not {@code max_concurrency}, tells what ran: that is a cap, and a run has a start and an end. */
    private static BenchmarkRow vllm(String where, JsonObject result) {
        refuseMissing(where, result, "completed", "vLLM's");
        refuseMissing(where, result, "request_throughput", "vLLM's");
        Cells cells = new Cells(where);
        Double completed = number(where, result, "completed");
        cells.put(BenchmarkField.COMPLETED, "completed", completed);
        cells.put(BenchmarkField.ERRORED, "failed", number(where, result, "failed"));
        cells.put(
                BenchmarkField.REQUESTS_PER_SECOND, "request_throughput", number(where, result, "request_throughput"));
        cells.put(
                BenchmarkField.INPUT_TOKENS,
                "total_input_tokens",
                per(number(where, result, "total_input_tokens"), completed));
        cells.put(
                BenchmarkField.OUTPUT_TOKENS,
                "total_output_tokens",
                per(number(where, result, "total_output_tokens"), completed));
        String itl = result.has("mean_tpot_ms") ? "mean_tpot_ms" : "mean_itl_ms";
        cells.put(BenchmarkField.ITL_MILLIS, itl, number(where, result, itl));
        cells.put(BenchmarkField.TTFT_MILLIS, "mean_ttft_ms", number(where, result, "mean_ttft_ms"));
        boolean unbounded = number(where, result, "max_concurrency") == null
                && at(result, "request_rate") instanceof JsonPrimitive rate
                && rate.getAsString().equals("inf");
        if (unbounded) {
            cells.put(BenchmarkField.STRATEGY, "request_rate", "throughput");
        }
        text(cells, BenchmarkField.MODEL, result, "model_id");
        // Users add these with vLLM's --metadata.
        text(cells, BenchmarkField.ACCELERATOR, result, "accelerator");
        text(cells, BenchmarkField.ACC_COUNT, result, "tensor_parallel_size");
        return cells.row();
    }

    private static @Nullable Double per(@Nullable Double total, @Nullable Double requests) {
        return total == null || requests == null || requests == 0 ? null : Double.valueOf(total / requests);
    }

    private static void refuseMissing(String where, JsonObject document, String path, String tool) {
        if (at(document, path) == null) {
            throw new BadDocument(
                    where + " has no field " + path + ", which " + tool
                            + " report must have; is it of another tool? --format tells, and --column names the columns of a CSV");
        }
    }

    private static void text(Cells cells, BenchmarkField field, JsonObject document, String path) {
        if (at(document, path) instanceof JsonPrimitive primitive) {
            cells.put(field, path, primitive.getAsString());
        }
    }

    private static @Nullable Double number(String where, JsonObject document, String path) {
        JsonElement value = at(document, path);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            return primitive.getAsDouble();
        }
        throw new BadDocument(where + ", field " + path + ": " + value + " must be a number");
    }

    private static @Nullable JsonElement at(JsonObject document, String path) {
        JsonElement at = document;
        for (String name : path.split("\\.", -1)) {
            if (!(at instanceof JsonObject object) || !object.has(name)) {
                return null;
            }
            at = object.get(name);
        }
        return at;
    }
}
