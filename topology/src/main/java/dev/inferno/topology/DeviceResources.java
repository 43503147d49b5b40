package dev.inferno.topology;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which resource names stand for accelerators. Source: the vendors' device plugins; Intel's {@code monitoring}
 * resources and HAMi's memory and core shares count no devices and are left out. An administrator may add others. Thread-safety:
 * stateless.
 */
public final class DeviceResources {

    private static final Pattern DEVICE = Pattern.compile("nvidia\\.com/(gpu|gpu\\.shared|mig-[A-Za-z0-9.+_-]+)"
            + "|amd\\.com/(gpu|[sdtqc]px_nps[1248])"
            + "|gpu\\.intel\\.com/(i915|xe)|intel\\.com/gpu|habana\\.ai/gaudi");

    private DeviceResources() {}

    /** Whether one unit of the resource is an accelerator, or a slice or share of one. */
    public static boolean isDevice(String resource) {
        return DEVICE.matcher(resource).matches()
                || ProductCatalogue.inForce().addedResource(resource).isPresent();
    }

    /** The first device resource, by name, of which a pod asks at least one. */
    public static Optional<String> firstDevice(ResourceVector requests) {
        return requests.amounts().entrySet().stream()
                .filter(request -> request.getValue() > 0 && isDevice(request.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Devices of all kinds a pod asks for. */
    public static long devices(ResourceVector requests) {
        return requests.amounts().entrySet().stream()
                .filter(request -> isDevice(request.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
