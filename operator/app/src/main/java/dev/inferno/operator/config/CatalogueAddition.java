package dev.inferno.operator.config;

import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.LinkKind;
import dev.inferno.topology.Product;
import dev.inferno.topology.Vendor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code device-catalogue}: a product under its name, or under any name a resource. */
final class CatalogueAddition {

    private static final Set<String> RESOURCE = Set.of("resource", "vendor", "productLabel");
    private static final Set<String> PRODUCT =
            Set.of("vendor", "memoryGiB", "aliases", "link", "islandSize", "pairGBps", "hostGBps");
    private static final Pattern QUALIFIED =
            Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final int MOST_GIB = 65_536;
    private static final int MOST_DEVICES = 1024;

    /** What a host of the lowest kind in use offers; as for products that nobody describes. */
    private static final double HOST_GBPS = 16;

    private CatalogueAddition() {}

    /** @throws BadValue naming the field, its value and what is allowed */
    static CatalogueEntry parse(String name, String text) {
        return parse(name, YamlText.mapping(text));
    }

    static CatalogueEntry parse(String name, Map<String, @Nullable Object> values) {
        return values.containsKey("resource")
                ? resource(Fields.of(values, RESOURCE))
                : product(name, Fields.of(values, PRODUCT));
    }

    private static CatalogueEntry resource(Fields fields) {
        String resource = qualified("resource", fields.text("resource"));
        String label = fields.optionalText("productLabel");
        return new CatalogueEntry.Resource(
                resource,
                fields.has("vendor") ? choice(fields, "vendor", Vendor.UNKNOWN) : Vendor.ofResource(resource),
                label == null ? null : qualified("productLabel", label));
    }

    private static CatalogueEntry product(String name, Fields fields) {
        if (!fields.has("memoryGiB")) {
            throw new BadValue(
                    "memoryGiB is missing; give that of one device, or resource for an entry that names one");
        }
        LinkKind link = choice(fields, "link", LinkKind.PCIE);
        int island = fields.integer("islandSize", 1, 1, MOST_DEVICES);
        double pair = fields.number("pairGBps");
        if (link == LinkKind.PCIE ? island > 1 || pair > 0 : island < 2 || pair <= 0) {
            throw new BadValue(
                    "link is \"" + link + "\" with islandSize " + island + " and pairGBps " + pair
                            + "; links other than PCIE join an islandSize of 2 or more devices with a pairGBps above 0, and PCIE none");
        }
        double host = fields.has("hostGBps") ? fields.number("hostGBps") : HOST_GBPS;
        if (host <= 0) {
            throw Fields.bad("hostGBps", host, "a decimal number above 0");
        }
        return new CatalogueEntry.Model(
                new Product(
                        name,
                        choice(fields, "vendor", Vendor.UNKNOWN),
                        fields.integer("memoryGiB", 0, 0, MOST_GIB),
                        link,
                        island,
                        pair,
                        host),
                aliases(fields));
    }

    private static List<String> aliases(Fields fields) {
        return fields.list("aliases").stream()
                .map(alias -> {
                    if (alias == null
                            || alias instanceof Map
                            || String.valueOf(alias).isBlank()) {
                        throw Fields.bad("aliases", String.valueOf(alias), "a list of names");
                    }
                    return String.valueOf(alias).strip();
                })
                .toList();
    }

    private static String qualified(String field, String value) {
        if (!QUALIFIED.matcher(value).matches()) {
            throw Fields.bad(field, value, "a name with its domain, such as example.com/npu");
        }
        return value;
    }

    private static <E extends Enum<E>> E choice(Fields fields, String name, E fallback) {
        String given = fields.optionalText(name);
        if (given == null) {
            return fallback;
        }
        List<E> all = Arrays.asList(fallback.getDeclaringClass().getEnumConstants());
        return all.stream()
                .filter(one -> one.name().equals(given.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Fields.bad(
                        name, given, "one of " + all.stream().map(Enum::name).collect(Collectors.joining(", "))));
    }
}
