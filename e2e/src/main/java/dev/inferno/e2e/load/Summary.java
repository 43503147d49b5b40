package dev.inferno.e2e.load;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave; times in milliseconds. Field names are those of the JSON.
 *
 * @param count requests started
 * @param errors failed requests by HTTP status, "timeout", "connection" or "broken"
 * @param unfinished requests without an end when the summary was taken
 * @param ttftMillis null unless streamed
 * @param startErrorMillis start against schedule
 */
record Summary(
        int count,
        int ok,
        Map<String, Integer> errors,
        int unfinished,
        double seconds,
        double outputTokensPerSecond,
        @Nullable Distribution ttftMillis,
        @Nullable Distribution itlMillis,
        @Nullable Distribution e2eMillis,
        @Nullable Distribution startErrorMillis) {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    /** Mean and nearest-rank percentiles. */
    record Distribution(int count, double mean, double p50, double p95, double p99, double max) {

        static @Nullable Distribution of(double[] values) {
            if (values.length == 0) {
                return null;
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Distribution(
                    sorted.length,
                    round(Arrays.stream(sorted).average().orElseThrow()),
                    rank(sorted, 0.50),
                    rank(sorted, 0.95),
                    rank(sorted, 0.99),
                    round(sorted[sorted.length - 1]));
        }

        private static double rank(double[] sorted, double share) {
            return round(sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)]);
        }

        private static double round(double value) {
            return Math.rint(value * 1000) / 1000;
        }
    }

    static Summary of(int started, double seconds, List<Outcome> outcomes) {
        List<Outcome> good = outcomes.stream().filter(Outcome::ok).toList();
        Map<String, Integer> errors = new TreeMap<>();
        outcomes.stream().filter(outcome -> !outcome.ok()).forEach(bad -> errors.merge(bad.status(), 1, Integer::sum));
        long tokens = good.stream().mapToLong(Outcome::outputTokens).sum();
        return new Summary(
                started,
                good.size(),
                errors,
                started - outcomes.size(),
                Math.rint(seconds * 1000) / 1000,
                Math.rint(tokens / seconds * 10) / 10,
                Distribution.of(good.stream()
                        .mapToDouble(Outcome::ttftMillis)
                        .filter(millis -> !Double.isNaN(millis))
                        .toArray()),
                Distribution.of(gaps(good)),
                Distribution.of(good.stream().mapToDouble(Outcome::totalMillis).toArray()),
                Distribution.of(
                        outcomes.stream().mapToDouble(Outcome::startErrorMillis).toArray()));
    }

    String json() {
        return GSON.toJson(this);
    }

    String table() {
        return "requests %d, ok %d, errors %s, unfinished %d, %.1f s, %.1f output tokens/s%n"
                        .formatted(count, ok, errors, unfinished, seconds, outputTokensPerSecond)
                + "%-14s %9s %9s %9s %9s %9s%n".formatted("milliseconds", "mean", "p50", "p95", "p99", "max")
                + row("TTFT", ttftMillis)
                + row("ITL", itlMillis)
                + row("E2E", e2eMillis)
                + row("start error", startErrorMillis);
    }

    private static String row(String name, @Nullable Distribution values) {
        return values == null
                ? "%-14s %9s%n".formatted(name, "-")
                : "%-14s %9.2f %9.2f %9.2f %9.2f %9.2f%n"
                        .formatted(name, values.mean(), values.p50(), values.p95(), values.p99(), values.max());
    }

    private static double[] gaps(List<Outcome> good) {
        double[] gaps = new double
                [good.stream().mapToInt(outcome -> outcome.itlMillis().length).sum()];
        int next = 0;
        for (Outcome outcome : good) {
            for (float gap : outcome.itlMillis()) {
                gaps[next++] = gap;
            }
        }
        return gaps;
    }
}
