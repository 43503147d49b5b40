package dev.inferno.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Intel's NFD rules for GPUs, and for Gaudi what little there is: no driver labels its model, so a PCI id that
 * NFD publishes, our own label or the instance type must do.
 */
final class IntelLabels {

    private static final String GPU_ID = "gpu.intel.com/device-id.";
    private static final Pattern GPU_ID_REST = Pattern.compile("03[08]0-([0-9a-f]{4})\\.(present|count)");
    private static final String NFD_PCI = "feature.node.kubernetes.io/pci-";
    private static final Pattern GAUDI_REST = Pattern.compile("(?:[0-9a-f]{4}_)?1da3_([0-9a-f]{4})\\.present");

    private IntelLabels() {}

    static ProductReading readGpu(NodeLabels labels, long allocatable, ProductCatalogue catalogue) {
        List<String> ids = ids(labels, GPU_ID, GPU_ID_REST);
        List<String> product = labels.values("gpu.intel.com/product");
        if (ids.size() > 1) {
            return ProductReading.untyped("", "several models in one node (" + String.join(", ", ids) + ")");
        }
        var texts = new ArrayList<>(product);
        texts.addAll(names(ids, Vendor.INTEL, catalogue));
        texts.addAll(labels.values("gpu.intel.com/family", "intel.com/gpu.product", NodeLabels.PRODUCT_OVERRIDE));
        var count = labels.number("intel.com/gpu.count");
        if (count.isPresent() && allocatable > count.getAsLong()) {
            return ProductReading.untyped(
                    texts.isEmpty() ? "" : texts.getFirst(),
                    "allocatable (" + allocatable + ") exceeds intel.com/gpu.count (" + count.getAsLong() + ")");
        }
        if (texts.isEmpty() && !ids.isEmpty()) {
            return ProductReading.unknown(ids.getFirst());
        }
        return ProductReading.first(
                catalogue, texts, labels.number("intel.com/gpu.memory").orElse(0));
    }

    static ProductReading readGaudi(NodeLabels labels, ProductCatalogue catalogue) {
        var texts = new ArrayList<>(labels.values(NodeLabels.PRODUCT_OVERRIDE));
        texts.addAll(names(ids(labels, NFD_PCI, GAUDI_REST), Vendor.GAUDI, catalogue));
        texts.addAll(labels.values("node.kubernetes.io/instance-type"));
        return ProductReading.first(catalogue, texts, 0);
    }

    private static List<String> ids(NodeLabels labels, String prefix, Pattern rest) {
        return labels.suffixes(prefix).stream()
                .map(rest::matcher)
                .filter(Matcher::matches)
                .map(form -> form.group(1))
                .distinct()
                .toList();
    }

    private static List<String> names(List<String> ids, Vendor vendor, ProductCatalogue catalogue) {
        return ids.stream()
                .flatMap(id -> catalogue.findPci(vendor, id, 0).stream())
                .map(Product::name)
                .toList();
    }
}
