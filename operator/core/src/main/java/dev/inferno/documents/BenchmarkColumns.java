package dev.inferno.documents;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which header stands for which field.
 *
 * @param asked as given with {@code --column field=header}; these win over headers that are understood by themselves
 */
public record BenchmarkColumns(List<Column> asked) {

    public static final BenchmarkColumns NONE = new BenchmarkColumns(List.of());

    private static final List<BenchmarkField> LOADS = List.of(
            BenchmarkField.CONCURRENCY,
            BenchmarkField.REQUESTS_PER_SECOND,
            BenchmarkField.TOKENS_PER_SECOND,
            BenchmarkField.BATCH);
    private static final List<BenchmarkField> TIMES = List.of(
            BenchmarkField.ITL_MILLIS,
            BenchmarkField.ITL_SECONDS,
            BenchmarkField.LATENCY_MILLIS,
            BenchmarkField.LATENCY_SECONDS);

    /** One pair. */
    public record Column(BenchmarkField field, String header) {}

    public BenchmarkColumns {
        asked = List.copyOf(asked);
    }

    /** @param pairs {@code field=header}; @throws BadDocument naming the pair and the fields there are */
    public static BenchmarkColumns parse(List<String> pairs) {
        List<Column> columns = new ArrayList<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new BadDocument("--column " + pair + " must be field=header, such as itlMillis=tpot_ms");
            }
            String word = pair.substring(0, equals);
            BenchmarkField field = BenchmarkField.ofWord(word)
                    .orElseThrow(() -> new BadDocument("--column " + pair + ": field " + word + " is unknown; "
                            + Nearest.hint(word, BenchmarkField.words())));
            columns.add(new Column(field, pair.substring(equals + 1)));
        }
        return new BenchmarkColumns(columns);
    }

    /** What each header of a table stands for: nothing, or one field, or several when asked. */
    List<List<BenchmarkField>> fields(String file, List<String> headers) {
        for (Column column : asked) {
            if (!headers.contains(column.header())) {
                throw new BadDocument(file + " has no column " + column.header() + " for "
                        + column.field().word() + "; " + Nearest.hint(column.header(), headers));
            }
        }
        Set<BenchmarkField> told = EnumSet.noneOf(BenchmarkField.class);
        asked.forEach(column -> told.add(column.field()));
        List<List<BenchmarkField>> fields =
                headers.stream().map(header -> fields(header, told)).toList();
        refuseMissing(file, headers, fields);
        return fields;
    }

    private List<BenchmarkField> fields(String header, Set<BenchmarkField> told) {
        List<BenchmarkField> fields = asked.stream()
                .filter(column -> column.header().equals(header))
                .map(Column::field)
                .toList();
        return !fields.isEmpty()
                ? fields
                : BenchmarkField.ofHeader(header)
                        .filter(field -> !told.contains(field))
                        .map(List::of)
                        .orElse(List.of());
    }

    private static void refuseMissing(String file, List<String> headers, List<List<BenchmarkField>> fields) {
        require(file, headers, fields, List.of(BenchmarkField.INPUT_TOKENS));
        require(file, headers, fields, List.of(BenchmarkField.OUTPUT_TOKENS));
        require(file, headers, fields, TIMES);
        require(file, headers, fields, LOADS);
    }

    private static void require(
            String file, List<String> headers, List<List<BenchmarkField>> fields, List<BenchmarkField> either) {
        if (fields.stream().flatMap(List::stream).noneMatch(either::contains)) {
            List<String> words = either.stream().map(BenchmarkField::word).toList();
            throw new BadDocument(file + " has no column for " + String.join(" or ", words) + "; name it with --column "
                    + words.getFirst() + "=HEADER; its headers are " + String.join(", ", headers));
        }
    }
}
