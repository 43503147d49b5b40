package dev.inferno.topology;

/** Who makes a device; the resource name tells. Gaudi stands apart from Intel's GPUs: other driver, other labels. */
public enum Vendor {
    NVIDIA,
    AMD,
    INTEL,
    GAUDI,
    UNKNOWN;

    /** The vendor of an extended resource name, {@link #UNKNOWN} when no known driver publishes it. */
    public static Vendor ofResource(String resource) {
        return ProductCatalogue.inForce()
                .addedResource(resource)
                .map(CatalogueEntry.Resource::vendor)
                .orElseGet(() -> ofDriver(resource));
    }

    private static Vendor ofDriver(String resource) {
        int slash = resource.indexOf('/');
        return switch (slash < 0 ? "" : resource.substring(0, slash)) {
            case "nvidia.com" -> NVIDIA;
            case "amd.com" -> AMD;
            case "gpu.intel.com", "intel.com" -> INTEL;
            case "habana.ai" -> GAUDI;
            default -> UNKNOWN;
        };
    }
}
