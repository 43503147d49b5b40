package dev.inferno.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads gpu-feature-discovery and, where it does not run, the clouds' own labels. */
final class NvidiaLabels {

    private static final String PREFIX = "nvidia.com/";

    private NvidiaLabels() {}

    static ProductReading read(NodeLabels labels, String resource, long allocatable, ProductCatalogue catalogue) {
        List<String> texts = labels.values(
                "nvidia.com/gpu.product",
                "cloud.google.com/gke-accelerator",
                "k8s.amazonaws.com/accelerator",
                "karpenter.k8s.aws/instance-gpu-name",
                "gpu.nvidia.com/class",
                NodeLabels.PRODUCT_OVERRIDE);
        long memory = labels.number("nvidia.com/gpu.memory")
                .orElse(labels.number("karpenter.k8s.aws/instance-gpu-memory").orElse(0));
        if (resource.startsWith("nvidia.com/mig-")) {
            return slices(labels, resource, texts, allocatable, catalogue);
        }
        String raw = texts.isEmpty() ? "" : texts.getFirst();
        String mixed = mixed(labels, PREFIX + "gpu", allocatable);
        if (!mixed.isEmpty()) {
            return ProductReading.untyped(raw, mixed);
        }
        ProductReading reading = ProductReading.first(catalogue, texts, memory);
        boolean shared = resource.endsWith(".shared")
                || labels.number("nvidia.com/gpu.replicas").orElse(1) > 1;
        return reading.map(product -> shared && !product.name().endsWith("-SHARED") ? product.shared() : product);
    }

    /** MIG strategy "mixed": a resource per profile, whose own label already names the slice. */
    private static ProductReading slices(
            NodeLabels labels, String resource, List<String> parents, long allocatable, ProductCatalogue catalogue) {
        String profile = resource.substring("nvidia.com/mig-".length());
        var texts = new ArrayList<>(labels.values(resource + ".product"));
        parents.forEach(parent -> texts.add(parent + "-MIG-" + profile));
        String mixed = mixed(labels, resource, allocatable);
        return mixed.isEmpty()
                ? ProductReading.first(catalogue, texts, 0)
                : ProductReading.untyped(texts.isEmpty() ? "" : texts.getFirst(), mixed);
    }

    /**
     * Two models in one node: the discovery counts one of them, and which one is arbitrary, while allocatable counts
     * both. A larger label count is no contradiction: unhealthy devices and MIG parents are in it.
     */
    private static String mixed(NodeLabels labels, String stem, long allocatable) {
        OptionalLong count = labels.number(stem + ".count");
        long replicas = Math.max(1, labels.number(stem + ".replicas").orElse(1));
        if (count.isEmpty() || allocatable <= count.getAsLong() * replicas) {
            return "";
        }
        return "allocatable (" + allocatable + ") exceeds " + stem + ".count (" + count.getAsLong() + ") x replicas ("
                + replicas + "): several models in one node, their devices are counted without a product";
    }
}
