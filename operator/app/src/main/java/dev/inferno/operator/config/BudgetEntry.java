package dev.inferno.operator.config;

import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.Budget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code tenant-budgets}: YAML under the name of a namespace, or of all together. */
final class BudgetEntry {

    private static final Set<String> KNOWN = Set.of("costPerHour", "devices");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Set<String> GENERAL = Set.of(Budget.DEFAULT, Budget.CLUSTER);

    private BudgetEntry() {}

    /**
     * Reads an entry.
     *
     * @param accelerators whose keys and devices may be named beside the products of the catalogue
     * @throws BadValue naming the field, its value and what is allowed
     */
    static Budget parse(String tenant, String text, List<Accelerator> accelerators) {
        if (!GENERAL.contains(tenant) && !NAMESPACE.matcher(tenant).matches()) {
            throw new BadValue("no namespace can be called so; the key must be a namespace, " + Budget.DEFAULT
                    + " for each namespace without an entry, or " + Budget.CLUSTER + " for all together");
        }
        Fields fields = Fields.of(YamlText.mapping(text), KNOWN);
        SortedMap<String, Integer> devices = devices(fields, accelerators);
        if (!fields.has("costPerHour") && devices.isEmpty()) {
            throw new BadValue("limits nothing; give costPerHour, or devices such as {NVIDIA-H100-80GB-HBM3: 16}");
        }
        Double cost = fields.has("costPerHour") ? Double.valueOf(fields.number("costPerHour")) : null;
        return new Budget(tenant, cost, devices);
    }

    private static SortedMap<String, Integer> devices(Fields fields, List<Accelerator> accelerators) {
        Map<String, @Nullable Object> given = YamlText.mapping(fields.values().get("devices"), "devices");
        SortedMap<String, Integer> devices = new TreeMap<>();
        given.forEach((product, most) -> {
            if (most == null) {
                throw new BadValue("devices: " + product + " has no number; give the most devices of it");
            }
            ProductNames.require("devices: " + product, product, accelerators);
            devices.put(product, new Fields(given).integer(product, 0, 0, Integer.MAX_VALUE));
        });
        return devices;
    }
}
