package dev.inferno.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceResourcesTest {

    @ParameterizedTest
    @CsvSource({
        "nvidia.com/gpu, NVIDIA",
        "nvidia.com/gpu.shared, NVIDIA",
        "nvidia.com/mig-1g.5gb, NVIDIA",
        "nvidia.com/mig-1g.5gb.me, NVIDIA",
        "amd.com/gpu, AMD",
        "amd.com/spx_nps1, AMD",
        "amd.com/dpx_nps2, AMD",
        "amd.com/qpx_nps4, AMD",
        "amd.com/cpx_nps8, AMD",
        "gpu.intel.com/i915, INTEL",
        "gpu.intel.com/xe, INTEL",
        "intel.com/gpu, INTEL",
        "habana.ai/gaudi, GAUDI",
    })
    void knowsEveryVendorsDevices(String resource, Vendor vendor) {
        assertTrue(DeviceResources.isDevice(resource));
        assertEquals(vendor, Vendor.ofResource(resource));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu",
                "pods",
                "hugepages-2Mi",
                "gpu.intel.com/monitoring",
                "gpu.intel.com/i915_monitoring",
                "nvidia.com/gpumem",
                "nvidia.com/gpucores",
                "nvidia.com/pgpu",
                "example.com/gpu",
                "gpu.intel.com/millicores",
            })
    void leavesOutWhatCountsNoDevices(String resource) {
        assertFalse(DeviceResources.isDevice(resource));
    }

    @Test
    void namesTheFirstDeviceAskedForAndSkipsZeroRequests() {
        var requests = ResourceVector.of(Map.of("cpu", 1000L, "amd.com/gpu", 0L, "nvidia.com/gpu", 2L));

        assertEquals(Optional.of("nvidia.com/gpu"), DeviceResources.firstDevice(requests));
        assertEquals(2, DeviceResources.devices(requests));
        assertEquals(Optional.empty(), DeviceResources.firstDevice(ResourceVector.NONE));
    }
}
