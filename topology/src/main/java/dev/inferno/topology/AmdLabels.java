package dev.inferno.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the node labeller of ROCm. On a node with several values it writes counters ({@code key.value=count}) instead
 * of {@code key=value}; the beta prefix writes both. The last look is at the label the predecessors of this project
 * put on fake nodes.
 */
final class AmdLabels {

    private static final List<String> PREFIXES = List.of("amd.com/gpu.", "beta.amd.com/gpu.");

    private AmdLabels() {}

    static ProductReading read(NodeLabels labels, String resource, long allocatable, ProductCatalogue catalogue) {
        List<String> names = readings(labels, "product-name");
        List<String> ids = readings(labels, "device-id");
        if (names.size() > 1 || ids.size() > 1) {
            List<String> several = names.size() > 1 ? names : ids;
            return ProductReading.untyped("", "several models in one node (" + String.join(", ", several) + ")");
        }
        long memory = memoryMib(labels);
        var texts = new ArrayList<>(names);
        ids.stream()
                .flatMap(id -> catalogue.findPci(Vendor.AMD, id, memory).stream())
                .forEach(product -> texts.add(product.name()));
        texts.addAll(labels.values("amd.com/gpu.product", NodeLabels.PRODUCT_OVERRIDE));
        var count = labels.number("amd.com/gpu.count");
        if (count.isPresent() && allocatable > count.getAsLong()) {
            return ProductReading.untyped(
                    texts.isEmpty() ? "" : texts.getFirst(),
                    "allocatable (" + allocatable + ") exceeds amd.com/gpu.count (" + count.getAsLong() + ")");
        }
        if (texts.isEmpty() && !ids.isEmpty()) {
            return ProductReading.unknown(ids.getFirst());
        }
        return ProductReading.first(catalogue, texts, memory).map(product -> partition(labels, resource, product));
    }

    /** Distinct values of one kind: the plain form if there is one, else the counters. */
    private static List<String> readings(NodeLabels labels, String kind) {
        for (String prefix : PREFIXES) {
            List<String> plain = labels.values(prefix + kind);
            List<String> counters = labels.suffixes(prefix + kind + ".");
            if (!plain.isEmpty() || !counters.isEmpty()) {
                return counters.size() > 1 || plain.isEmpty() ? counters : plain;
            }
        }
        return List.of();
    }

    /** {@code 192G} means GiB; the predecessors wrote MiB. */
    private static long memoryMib(NodeLabels labels) {
        for (String vram : readings(labels, "vram")) {
            if (vram.matches("\\d{1,6}G")) {
                return Long.parseLong(vram.substring(0, vram.length() - 1)) * 1024;
            }
        }
        return labels.number("amd.com/gpu.memory").orElse(0);
    }

    /** The partition mode stands in the resource name (naming strategy mixed) or in a label (single). */
    private static Product partition(NodeLabels labels, String resource, Product product) {
        String mode = resource.substring("amd.com/".length());
        if (mode.equals("gpu")) {
            mode = labels.values("amd.com/gpu.compute-memory-partition", "amd.com/compute-memory-partition").stream()
                    .findFirst()
                    .orElse("");
        }
        int separator = mode.indexOf('_');
        if (separator < 0) {
            return product;
        }
        return DeviceParts.partition(
                product,
                mode.substring(0, separator).toUpperCase(Locale.ROOT),
                mode.substring(separator + 1).toUpperCase(Locale.ROOT));
    }
}
