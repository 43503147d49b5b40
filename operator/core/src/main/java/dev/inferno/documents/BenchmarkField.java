package dev.inferno.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a column of a benchmark may mean, and the headers that are understood without being told. */
enum BenchmarkField {
    MODEL("model", "model id", "model name"),
    ACCELERATOR("accelerator", "acc", "gpu", "hardware", "system"),
    ACC_COUNT("accCount", "tp", "tensor parallel size", "num gpus"),
    /** Any further column whose values set profiles apart. */
    GROUP("group"),
    STRATEGY("strategy"),
    CONCURRENCY("concurrency"),
    BATCH("batch", "batch size"),
    REQUESTS_PER_SECOND("requestsPerSecond", "rps", "qps", "request throughput"),
    TOKENS_PER_SECOND("tokensPerSecond", "output tokens per second", "out tok per s", "output throughput"),
    INPUT_TOKENS("inputTokens", "isl", "prompt tokens", "input len", "in tok mean", "mean input tokens"),
    OUTPUT_TOKENS("outputTokens", "osl", "output len", "out tok mean", "mean output tokens"),
    ITL_MILLIS("itlMillis", "itl ms", "itl ms mean", "mean itl ms", "tpot ms", "mean tpot ms"),
    ITL_SECONDS("itlSeconds", "itl s", "tpot s"),
    TTFT_MILLIS("ttftMillis", "ttft ms", "ttft ms mean", "mean ttft ms"),
    TTFT_SECONDS("ttftSeconds", "ttft s"),
    /** Of a whole answer, where the time between tokens is not told. */
    LATENCY_MILLIS("latencyMillis", "latency ms", "e2e ms"),
    LATENCY_SECONDS("latencySeconds", "latency s", "latency s mean"),
    COMPLETED("completed", "ok", "successful"),
    INCOMPLETE("incomplete"),
    ERRORED("errored", "failed", "errors");

    private final String word;
    private final List<String> headers;

    BenchmarkField(String word, String... headers) {
        this.word = word;
        this.headers = List.of(headers);
    }

    /** As written in {@code --column}. */
    String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(BenchmarkField::word).toList();
    }

    static Optional<BenchmarkField> ofWord(String word) {
        return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
    }

    /** What a header says by itself; case, blanks and punctuation do not matter. */
    static Optional<BenchmarkField> ofHeader(String header) {
        String bare = bare(header);
        return Arrays.stream(values())
                .filter(field -> field != GROUP)
                .filter(field -> bare(field.word).equals(bare)
                        || field.headers.stream().anyMatch(known -> bare(known).equals(bare)))
                .findFirst();
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
