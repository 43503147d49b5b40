package dev.inferno.topology;

import java.util.OptionalLong;

/**
 * How many devices, and of how much memory, the labels of a node count beside what it offers. Labels also count what is
 * unhealthy, or not offered because the device plugin is away; AMD and Gaudi publish no count.
 */
final class DeviceCounts {

    private static final String GPU = "nvidia.com/gpu";

    private DeviceCounts() {}

    /** Units of a resource the labels promise; 0 when no label counts them. */
    static long labelled(NodeLabels labels, String resource, ResourceVector allocatable) {
        return switch (Vendor.ofResource(resource)) {
            case NVIDIA -> nvidia(labels, resource, allocatable);
            case AMD -> resource.equals("amd.com/gpu") ? count(labels, "amd.com/gpu.count") : 0;
            case INTEL -> count(labels, "intel.com/gpu.count");
            case GAUDI, UNKNOWN -> 0;
        };
    }

    /** GiB of one unit by the vendor's memory label, rounded; 0 when there is none. */
    static int memoryGib(NodeLabels labels, String resource) {
        OptionalLong mib = labels.number(stem(resource) + ".memory");
        return mib.isEmpty() ? 0 : (int) Math.clamp(Math.round(mib.getAsLong() / 1024.0), 0, Integer.MAX_VALUE);
    }

    /** Shares that are renamed, and devices split in slices of several kinds, are counted by the label of whole ones. */
    private static long nvidia(NodeLabels labels, String resource, ResourceVector allocatable) {
        String stem = stem(resource);
        boolean elsewhere = resource.equals(GPU)
                && allocatable.amounts().keySet().stream()
                        .anyMatch(other -> other.equals(GPU + ".shared") || other.startsWith("nvidia.com/mig-"));
        return elsewhere
                ? 0
                : count(labels, stem + ".count")
                        * labels.number(stem + ".replicas").orElse(1);
    }

    private static String stem(String resource) {
        return switch (Vendor.ofResource(resource)) {
            case NVIDIA -> resource.startsWith("nvidia.com/mig-") ? resource : GPU;
            case AMD -> "amd.com/gpu";
            case INTEL -> "intel.com/gpu";
            case GAUDI, UNKNOWN -> resource;
        };
    }

    private static long count(NodeLabels labels, String key) {
        return labels.number(key).orElse(0);
    }
}
