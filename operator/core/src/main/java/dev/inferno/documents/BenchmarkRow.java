package dev.inferno.documents;

import dev.inferno.profile.Measurement;
import dev.inferno.profile.Measurement.Load;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of a benchmark file and the group it belongs to: {@code model}, {@code accelerator}, {@code accCount} where told, and every
 * column named as {@code group}.
 */
public record BenchmarkRow(SortedMap<String, String> group, Measurement measurement) {

    private static final Set<String> NOTHING = Set.of("", "nan", "null", "none", "-", "n/a");
    private static final double MILLIS = 1000;

    public BenchmarkRow {
        group = Collections.unmodifiableSortedMap(new TreeMap<>(group));
    }

    /** With these labels where the file has none of that name. */
    public BenchmarkRow with(SortedMap<String, String> labels) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.putAll(group);
        return new BenchmarkRow(all, measurement);
    }

    /** The measurements of each group, in order of first appearance. */
    public static Map<SortedMap<String, String>, List<Measurement>> byGroup(List<BenchmarkRow> rows) {
        Map<SortedMap<String, String>, List<Measurement>> groups = new LinkedHashMap<>();
        rows.forEach(row ->
                groups.computeIfAbsent(row.group(), group -> new ArrayList<>()).add(row.measurement()));
        return groups;
    }

    /** Collects the cells of one row. Not thread-safe. */
    static final class Cells {

        /** @param header as the file has it, for messages */
        private record Cell(String header, String text) {}

        private final String where;
        private final Map<BenchmarkField, Cell> cells = new EnumMap<>(BenchmarkField.class);
        private final SortedMap<String, String> group = new TreeMap<>();

        Cells(String where) {
            this.where = where;
        }

        void put(BenchmarkField field, String header, String text) {
            switch (field) {
                case GROUP -> group.put(header, text);
                case MODEL, ACCELERATOR, ACC_COUNT -> {
                    if (!text.isBlank()) {
                        group.put(field.word(), text);
                    }
                }
                default -> cells.put(field, new Cell(header, text));
            }
        }

        void put(BenchmarkField field, String header, @Nullable Double value) {
            if (value != null) {
                cells.put(field, new Cell(header, value.toString()));
            }
        }

        /** @throws BadDocument naming file, line, column and value of a cell that is no number */
        BenchmarkRow row() {
            Double batch = number(BenchmarkField.BATCH);
            Double concurrency = batch == null ? number(BenchmarkField.CONCURRENCY) : batch;
            double output = orNothing(number(BenchmarkField.OUTPUT_TOKENS));
            Double ttft = millis(BenchmarkField.TTFT_MILLIS, BenchmarkField.TTFT_SECONDS);
            return new BenchmarkRow(
                    group,
                    new Measurement(
                            where,
                            flatOut() ? Load.FLAT_OUT : batch == null ? Load.STEADY : Load.BATCH,
                            concurrency,
                            number(BenchmarkField.REQUESTS_PER_SECOND),
                            number(BenchmarkField.TOKENS_PER_SECOND),
                            orNothing(number(BenchmarkField.INPUT_TOKENS)),
                            output,
                            itl(output, ttft),
                            ttft,
                            number(BenchmarkField.COMPLETED),
                            number(BenchmarkField.INCOMPLETE),
                            number(BenchmarkField.ERRORED)));
        }

        /** As told, else what a whole answer leaves after its first token. */
        private double itl(double output, @Nullable Double ttft) {
            Double itl = millis(BenchmarkField.ITL_MILLIS, BenchmarkField.ITL_SECONDS);
            Double latency = millis(BenchmarkField.LATENCY_MILLIS, BenchmarkField.LATENCY_SECONDS);
            if (itl != null || latency == null) {
                return orNothing(itl);
            }
            return ttft == null ? latency / output : (latency - ttft) / (output - 1);
        }

        private boolean flatOut() {
            Cell strategy = cells.get(BenchmarkField.STRATEGY);
            return strategy != null && strategy.text().toLowerCase(Locale.ROOT).startsWith("throughput");
        }

        private static double orNothing(@Nullable Double value) {
            return value == null ? Double.NaN : value;
        }

        private @Nullable Double millis(BenchmarkField millis, BenchmarkField seconds) {
            Double value = number(seconds);
            return value == null ? number(millis) : Double.valueOf(value * MILLIS);
        }

        private @Nullable Double number(BenchmarkField field) {
            Cell cell = cells.get(field);
            if (cell == null || NOTHING.contains(cell.text().toLowerCase(Locale.ROOT))) {
                return null;
            }
            try {
                return Double.valueOf(cell.text());
            } catch (NumberFormatException e) {
                throw new BadDocument(where + ", column " + cell.header() + " (" + field.word() + "): \"" + cell.text()
                        + "\" must be a number; clean the cell, or leave it empty to leave the row out");
            }
        }
    }
}
