package dev.inferno.profile;

import dev.inferno.profile.Measurement.Load;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells rows that show an iteration of a server in its stride from those that show something else. */
record Screening(List<Observation> usable, List<Dropped> dropped) {

    /** First tokens that take so many times those of the mix's calmest row were waited for. */
    private static final double WAITED = 10;

    private static final double MOST_ERRORS = 0.05;
    private static final double MOST_INCOMPLETE = 1.0 / 3;

    static Screening of(List<Measurement> rows) {
        Map<String, List<String>> dropped = new LinkedHashMap<>();
        List<Observation> kept = new ArrayList<>();
        for (Measurement row : rows) {
            Observation seen = Observation.of(row);
            String reason = unusable(row, seen);
            if (reason == null) {
                kept.add(seen);
            } else {
                drop(dropped, reason, row.where());
            }
        }
        List<Observation> calm = new ArrayList<>();
        for (List<Observation> mix : Mixes.of(kept)) {
            double calmest = mix.stream()
                    .mapToDouble(row -> row.ttftMillis() == null ? Double.POSITIVE_INFINITY : row.ttftMillis())
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            for (Observation row : mix) {
                Double ttft = row.ttftMillis();
                if (!row.batch() && ttft != null && ttft > WAITED * calmest) {
                    drop(
                            dropped,
                            "beyond saturation: TTFT is more than 10 times that of the mix's calmest row",
                            row.where());
                } else {
                    calm.add(row);
                }
            }
        }
        return new Screening(
                List.copyOf(calm),
                dropped.entrySet().stream()
                        .map(e -> new Dropped(e.getKey(), List.copyOf(e.getValue())))
                        .toList());
    }

    private static void drop(Map<String, List<String>> dropped, String reason, String where) {
        dropped.computeIfAbsent(reason, r -> new ArrayList<>()).add(where);
    }

    private static @Nullable String unusable(Measurement row, Observation seen) {
        if (row.load() == Load.FLAT_OUT) {
            return "sent as fast as possible: how many requests ran is not known";
        }
        if (!(row.outputTokens() >= 2)) {
            return "answers of fewer than 2 tokens have no time between tokens";
        }
        if (!(row.itlMillis() > 0) || !(row.inputTokens() >= 1) || Double.isInfinite(row.itlMillis())) {
            return "no time between tokens, or no prompt";
        }
        double done = given(row.completed());
        if (given(row.errored()) > MOST_ERRORS * (done + given(row.errored()))) {
            return "more than 5 % of the requests failed";
        }
        if (given(row.incomplete()) > MOST_INCOMPLETE * (done + given(row.incomplete()))) {
            return "more than a third of the requests were cut off at the end of the run";
        }
        return seen.decoding() > 0 ? null : "no request was decoding, by rate or concurrency";
    }

    private static double given(@Nullable Double value) {
        return value == null ? 0 : value;
    }
}
