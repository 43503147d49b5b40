package dev.inferno.profile;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notices numbers that are plausible only in another unit. */
final class UnitCheck {

    /** No server known decodes faster; a median below is in seconds. */
    private static final double FASTEST_MILLIS = 0.2;

    private static final double SLOWEST_MILLIS = 5000;
    private static final double DISAGREE = 4;

    private UnitCheck() {}

    /** What is wrong with the units of these rows, if anything. */
    static Optional<String> complaint(List<Measurement> rows) {
        Double itl = median(rows, Measurement::itlMillis);
        if (itl != null && itl < FASTEST_MILLIS) {
            return Optional.of(text(
                    "itlMillis has a median of %.3g: that looks like seconds; map the column as itlSeconds=HEADER",
                    itl));
        }
        if (itl != null && itl > SLOWEST_MILLIS) {
            return Optional.of(text(
                    "itlMillis has a median of %.6g: a token every %.0f s; it looks like microseconds or"
                            + " the time of a whole answer",
                    itl, itl / 1000));
        }
        Double ttft = median(rows, row -> row.ttftMillis() == null || row.ttftMillis() < 0 ? null : row.ttftMillis());
        if (ttft != null && itl != null && ttft < itl / 10) {
            return Optional.of(text(
                    "ttftMillis has a median of %.3g beside %.3g of itlMillis: that looks like seconds; map"
                            + " the column as ttftSeconds=HEADER",
                    ttft, itl));
        }
        Double ratio = median(rows, UnitCheck::ratio);
        if (ratio != null && (ratio > DISAGREE || ratio < 1 / DISAGREE)) {
            return Optional.of(text(
                    "concurrency and rate disagree by a factor of %.3g (rate x decode time over concurrency):"
                            + " the rate must be requests/s (60 = per minute) and the concurrency that of one server",
                    ratio));
        }
        return Optional.empty();
    }

    private static @Nullable Double ratio(Measurement row) {
        if (row.concurrency() == null || row.load() != Measurement.Load.STEADY) {
            return null;
        }
        double stated = Observation.of(row).decoding();
        double measured = Observation.byThroughput(row, (row.outputTokens() - 1) * row.itlMillis());
        return stated > 0 && measured > 0 ? measured / stated : null;
    }

    private static @Nullable Double median(List<Measurement> rows, Function<Measurement, @Nullable Double> value) {
        List<Double> sorted =
                rows.stream().map(value).filter(Objects::nonNull).sorted().toList();
        return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
