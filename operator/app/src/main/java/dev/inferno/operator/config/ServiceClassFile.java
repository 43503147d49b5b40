package dev.inferno.operator.config;

import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.ServiceClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of {@code service-classes-config}. A malformed item of {@code data} fails alone and keeps the last good level
 * of its model.
 */
final class ServiceClassFile {

    private static final Set<String> FILE_FIELDS = Set.of("name", "priority", "percentile", "data");
    private static final Set<String> ITEM_FIELDS =
            Set.of("model", "slo-tpot", "slo-itl", "slo-ttft", "slo-ttw", "slo-tps", "percentile");
    private static final Pattern PERCENTILE = Pattern.compile("mean|p[5-9][0-9]");

    /** What a class without a priority has, as in the originals: the least important. */
    private static final int LEAST_IMPORTANT = 100;

    private ServiceClassFile() {}

    /** @throws BadValue when nothing of the file can be used */
    static ServiceClass parse(String file, String text, @Nullable ServiceClass previous, List<String> complaints) {
        Fields fields = Fields.of(YamlText.mapping(text), FILE_FIELDS);
        String name = fields.text("name");
        int priority = priority(fields, complaints);
        String percentile = percentile(fields, "mean");
        Map<String, ServiceClass.Entry> entries = new LinkedHashMap<>();
        int number = 0;
        for (Object item : fields.list("data")) {
            number++;
            ServiceClass.Entry entry = entry(item, number, percentile, previous, complaints);
            if (entry != null && entries.putIfAbsent(entry.model(), entry) != null) {
                complaints.add(
                        "data[" + number + "]: model " + entry.model() + " is listed twice; the first one counts");
            }
        }
        return new ServiceClass(file, null, name, priority, List.copyOf(entries.values()));
    }

    private static int priority(Fields fields, List<String> complaints) {
        int priority = fields.integer("priority", LEAST_IMPORTANT, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (priority < 1) {
            complaints.add("priority is " + priority + "; it must be at least 1 (1 = most important), so 1 is used");
        }
        return Math.max(1, priority);
    }

    private static ServiceClass.@Nullable Entry entry(
            @Nullable Object item,
            int number,
            String percentile,
            @Nullable ServiceClass previous,
            List<String> complaints) {
        String where = "data[" + number + "]";
        String model = null;
        try {
            Map<String, @Nullable Object> values = YamlText.mapping(item, "an item of data");
            model = new Fields(values).text("model");
            where = where + " of model " + model;
            return new ServiceClass.Entry(model, level(Fields.of(values, ITEM_FIELDS), percentile));
        } catch (BadValue e) {
            ServiceClass.Entry last = model == null ? null : last(model, previous);
            complaints.add(where + ": " + e.reason()
                    + (last == null ? "; the item is left out" : "; the last good item stays in force"));
            return last;
        }
    }

    private static ServiceLevel level(Fields fields, String percentile) {
        double tpot = fields.number("slo-tpot");
        double itl = fields.number("slo-itl");
        if (fields.has("slo-tpot") && fields.has("slo-itl") && Double.compare(tpot, itl) != 0) {
            throw new BadValue("slo-tpot is " + tpot + " and slo-itl is " + itl
                    + "; they are two names of one limit in milliseconds, so give one of them");
        }
        return new ServiceLevel(
                fields.number("slo-ttft"),
                fields.has("slo-itl") ? itl : tpot,
                fields.number("slo-ttw"),
                fields.number("slo-tps"),
                percentile(fields, percentile),
                "mean");
    }

    private static String percentile(Fields fields, String fallback) {
        String percentile = Objects.requireNonNullElse(fields.optionalText("percentile"), fallback);
        if (!PERCENTILE.matcher(percentile).matches()) {
            throw Fields.bad("percentile", percentile, "mean or p50 to p99");
        }
        return percentile;
    }

    private static ServiceClass.@Nullable Entry last(String model, @Nullable ServiceClass previous) {
        if (previous == null) {
            return null;
        }
        return previous.entries().stream()
                .filter(entry -> entry.model().equals(model))
                .findFirst()
                .orElse(null);
    }
}
