package dev.inferno.topology;

import java.util.Locale;

/** How much of a device one unit of a resource is. */
public enum Sharing {
    /** A device of its own. */
    WHOLE,
    /** A hardware slice of an NVIDIA device. */
    MIG,
    /** A compute partition of an AMD device. */
    PARTITION,
    /** Pods take turns on one device. */
    TIME_SLICED,
    /** Pods run at once on one device, through NVIDIA's Multi-Process Service. */
    MPS,
    /** Several pods have one device, and no label says how. */
    SHARED;

    /** Whether several pods have one unit's device or slice: then a pod that asks for two may be refused by the node. */
    public boolean isShared() {
        return this == TIME_SLICED || this == MPS || this == SHARED;
    }

    /**
     * What the resource name, the product read from labels and the labels themselves say.
     *
     * @param product name of the product, "" when there is none
     */
    static Sharing of(NodeLabels labels, String resource, String product) {
        String stem = resource.startsWith("nvidia.com/mig-") ? resource : "nvidia.com/gpu";
        String name = product.toUpperCase(Locale.ROOT);
        boolean nvidia = Vendor.ofResource(resource) == Vendor.NVIDIA;
        if (resource.endsWith(".shared")
                || name.endsWith("-SHARED")
                || (nvidia && labels.number(stem + ".replicas").orElse(1) > 1)) {
            return switch (labels.labels().getOrDefault(stem + ".sharing-strategy", "")) {
                case "time-slicing" -> TIME_SLICED;
                case "mps" -> MPS;
                default -> SHARED;
            };
        }
        if (resource.startsWith("nvidia.com/mig-") || name.contains("-MIG-")) {
            return MIG;
        }
        return name.matches(".*-[DTQC]PX-NPS[1248]") ? PARTITION : WHOLE;
    }
}
