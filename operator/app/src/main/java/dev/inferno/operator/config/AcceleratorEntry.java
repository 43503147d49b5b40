package dev.inferno.operator.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import dev.inferno.snapshot.Accelerator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code accelerator-unit-costs}: JSON, or a bare cost. */
final class AcceleratorEntry {

    private static final Set<String> KNOWN =
            Set.of("device", "cost", "resource", "multiplicity", "products", "memoryGiB");
    private static final Pattern RESOURCE =
            Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
            .create();

    private AcceleratorEntry() {}

    /** @throws BadValue naming the field, its value and what is allowed */
    static Accelerator parse(String name, String text, @Nullable Accelerator previous, List<String> complaints) {
        if (!text.strip().startsWith("{")) {
            return new Accelerator(name, name, bareCost(text), null, 1);
        }
        Fields fields = Fields.of(json(text), KNOWN);
        if (!fields.has("cost")) {
            throw new BadValue("cost is missing; it is cents per device and hour, such as \"75.00\"");
        }
        String device = fields.optionalText("device");
        checkProducts(fields);
        fields.number("memoryGiB");
        return new Accelerator(
                name,
                device == null ? name : device,
                fields.number("cost"),
                resource(fields),
                fields.integer("multiplicity", 1, 1, 1024));
    }

    private static double bareCost(String text) {
        try {
            return Fields.decimal("the cost", text);
        } catch (BadValue e) {
            throw new BadValue(
                    e.reason() + ", or JSON such as {\"device\": \"NVIDIA-H100-80GB-HBM3\", \"cost\": \"75.00\"}");
        }
    }

    private static Map<String, @Nullable Object> json(String text) {
        try {
            return YamlText.mapping(GSON.fromJson(text, new TypeToken<Map<String, Object>>() {}), "the entry");
        } catch (JsonParseException | NumberFormatException e) {
            throw new BadValue("not valid JSON: " + firstLine(e));
        }
    }

    /** Gson's own words without the class name in front and the link behind. */
    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
        return message.replaceFirst("^[\\w.$]*Exception: ", "");
    }

    private static @Nullable String resource(Fields fields) {
        String resource = fields.optionalText("resource");
        if (resource != null && !RESOURCE.matcher(resource).matches()) {
            throw Fields.bad("resource", resource, "an extended resource such as nvidia.com/gpu");
        }
        return resource;
    }

    private static void checkProducts(Fields fields) {
        for (Object product : fields.list("products")) {
            if (!(product instanceof String text) || text.isBlank()) {
                throw Fields.bad(
                        "products", String.valueOf(product), "a list of product names as on the nodes' labels");
            }
        }
    }
}
