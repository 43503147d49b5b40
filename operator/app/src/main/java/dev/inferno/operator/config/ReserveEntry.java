package dev.inferno.operator.config;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.Reserve;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code capacity-reserves}: YAML under the name of the reserve. */
final class ReserveEntry {

    private static final Set<String> KNOWN = Set.of("product", "devices", "count", "requests");
    private static final int MOST = 100_000;

    private ReserveEntry() {}

    /**
     * Reads an entry.
     *
     * @param accelerators whose keys and devices may be named beside the products of the catalogue
     * @throws BadValue naming the field, its value and what is allowed
     */
    static Reserve parse(String name, String text, List<Accelerator> accelerators) {
        Fields fields = Fields.of(YamlText.mapping(text), KNOWN);
        String product = fields.text("product");
        if (!product.contains("/")) {
            ProductNames.require("product: " + product, product, accelerators);
        }
        return new Reserve(
                name,
                product,
                fields.integer("devices", 1, 1, MOST),
                fields.integer("count", 1, 0, MOST),
                requests(fields));
    }

    private static ResourceVector requests(Fields fields) {
        Map<String, @Nullable Object> given = YamlText.mapping(fields.values().get("requests"), "requests");
        Map<String, Long> amounts = new TreeMap<>();
        given.forEach((resource, quantity) -> {
            try {
                amounts.put(resource, Quantities.parse(resource, String.valueOf(quantity)));
            } catch (IllegalArgumentException e) {
                throw new BadValue("requests: " + e.getMessage());
            }
        });
        return ResourceVector.of(amounts);
    }
}
