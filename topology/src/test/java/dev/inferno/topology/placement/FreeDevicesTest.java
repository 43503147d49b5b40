package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FreeDevicesTest {

    private static final String H100 = "NVIDIA-H100-80GB-HBM3";

    /** Of H100 7 are free on a, 3 on b; c is cordoned, d is being repartitioned, e is not there yet. */
    private final CapacityLedger ledger = CapacityLedger.of(
            cluster(
                    nvidia("a", H100, 8),
                    nvidia("b", H100, 8),
                    nvidia("c", H100, 8).cordoned(),
                    nvidia("d", H100, 8).label("nvidia.com/mig.config.state", "pending"),
                    nvidia("e", H100, 8).promised(),
                    nvidia("f", "NVIDIA-L4", 2),
                    node("g").has("amd.com/gpu", "4")),
            List.of(pod("x", "a", Map.of(GPU, 1L)), pod("y", "b", Map.of(GPU, 5L))));

    private static ResourceVector gpus(long devices, long milliCpu) {
        return ResourceVector.of(Map.of(GPU, devices, "cpu", milliCpu));
    }

    @Test
    void slotsAreWholeGroupsOnOneNodeAndTheRestIsFragmented() {
        var found = FreeDevices.of(ledger, Map.of("H100-80GB-SXM5", List.of(gpus(4, 1), gpus(1, 1), gpus(8, 1))));

        FreeDevices h100 = found.stream()
                .filter(free -> free.product().startsWith("H100"))
                .findFirst()
                .orElseThrow();
        assertEquals(7, h100.largest());
        assertEquals(
                List.of(new FreeDevices.Size(1, 10, 0), new FreeDevices.Size(4, 1, 0.6), new FreeDevices.Size(8, 0, 1)),
                h100.sizes().stream()
                        .map(size -> new FreeDevices.Size(
                                size.devices(), size.slots(), Math.round(size.fragmentation() * 1e9) / 1e9))
                        .toList());
        assertEquals(OptionalDouble.of((6 + 0 + 10) / 3.0), h100.stranded());
    }

    @Test
    void devicesBesideTooLittleCpuAreStrandedForThePodThatNeedsIt() {
        String product = product();
        FreeDevices one = of(product, List.of(gpus(1, 32_000)));

        // Two such pods per node, of 7 and 3 free devices.
        assertEquals(OptionalDouble.of(5 + 1), one.stranded());
        assertEquals(List.of(new FreeDevices.Size(1, 10, 0)), one.sizes());
    }

    @Test
    void aProductNobodyUsesHasNoSizesAndOneWithoutLabelGoesByItsResource() {
        var found = FreeDevices.of(ledger, Map.of());

        assertEquals(
                List.of("H100-80GB-SXM5", "L4-24GB", "amd.com/gpu"),
                found.stream().map(FreeDevices::product).toList());
        assertEquals(new FreeDevices("amd.com/gpu", 4, OptionalDouble.empty(), List.of()), found.getLast());
    }

    @Test
    void aProductInUseThatNoNodeHasIsFreeNowhere() {
        FreeDevices none = of("MI300X-192GB", List.of(ResourceVector.of(Map.of("amd.com/gpu", 8L))));

        assertEquals(
                new FreeDevices("MI300X-192GB", 0, OptionalDouble.of(0), List.of(new FreeDevices.Size(8, 0, 0))), none);
    }

    private String product() {
        return FreeDevices.of(ledger, Map.of()).getFirst().product();
    }

    private FreeDevices of(String product, List<ResourceVector> pods) {
        return FreeDevices.of(ledger, Map.of(product, pods)).stream()
                .filter(free -> free.product().equals(product))
                .findFirst()
                .orElseThrow();
    }
}
