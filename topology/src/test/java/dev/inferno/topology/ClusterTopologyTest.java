package dev.inferno.topology;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterTopologyTest {

    static Stream<Arguments> contradictoryNodes() {
        return Stream.of(
                Arguments.of(
                        "two NVIDIA models",
                        nvidia("n", "Tesla-V100-SXM2-16GB", 1).has("nvidia.com/gpu", "3"),
                        "nvidia.com/gpu",
                        "allocatable (3) exceeds nvidia.com/gpu.count (1)"),
                Arguments.of(
                        "invalid MIG layout",
                        nvidia("n", "NVIDIA-A100-SXM4-40GB-MIG-INVALID", 0).has("nvidia.com/gpu", "1"),
                        "nvidia.com/gpu",
                        "exceeds nvidia.com/gpu.count (0)"),
                Arguments.of(
                        "two AMD models",
                        node("n")
                                .has("amd.com/gpu", "3")
                                .label("amd.com/gpu.product-name.Instinct_MI210", "2")
                                .label("amd.com/gpu.product-name.AMD_Instinct_MI300X_OAM", "1"),
                        "amd.com/gpu",
                        "several models in one node (AMD_Instinct_MI300X_OAM, Instinct_MI210)"),
                Arguments.of(
                        "two Intel ids",
                        node("n")
                                .has("gpu.intel.com/i915", "3")
                                .label("gpu.intel.com/product", "Flex_170")
                                .label("gpu.intel.com/device-id.0380-56c0.present", "true")
                                .label("gpu.intel.com/device-id.0380-56c1.present", "true"),
                        "gpu.intel.com/i915",
                        "several models in one node (56c0, 56c1)"),
                Arguments.of(
                        "unknown product",
                        nvidia("n", "NVIDIA-Quadro-RTX-8000", 1),
                        "nvidia.com/gpu",
                        "UnknownAccelerator: the catalogue does not know product \"NVIDIA-Quadro-RTX-8000\""),
                Arguments.of(
                        "no label",
                        node("n").has("habana.ai/gaudi", "8"),
                        "habana.ai/gaudi",
                        "no label names its product"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictoryNodes")
    void countsButDoesNotTypeWhatLabelsContradict(String trap, TestNode node, String resource, String problem) {
        ClusterTopology topology = cluster(node);

        assertNull(productName(topology, resource), trap);
        assertEquals(
                trap.equals("unknown product") ? "NVIDIA-Quadro-RTX-8000" : "",
                pool(topology, resource).productName());
        assertTrue(pool(topology, resource).allocatable() > 0);
        assertEquals(1, topology.problems().size());
        assertTrue(
                topology.problems().getFirst().startsWith("node n, " + resource + ": "),
                topology.problems().getFirst());
        assertTrue(
                topology.problems().getFirst().contains(problem),
                topology.problems().getFirst());
    }

    @Test
    void unhealthyDevicesLowerTheCountAndAreNoContradiction() {
        ClusterTopology topology =
                cluster(nvidia("n", "NVIDIA-H100-80GB-HBM3", 8).has("nvidia.com/gpu", "7"));

        assertEquals(7, pool(topology, "nvidia.com/gpu").allocatable());
        assertEquals("H100-80GB-SXM5", productName(topology, "nvidia.com/gpu"));
        assertEquals(List.of(), topology.problems());
    }

    @Test
    void twoVendorsInOneNodeAreTwoPools() {
        ClusterTopology topology = cluster(nvidia("n", "NVIDIA-L4", 2)
                .has("amd.com/gpu", "1")
                .label("amd.com/gpu.product-name", "Instinct_MI210"));

        assertEquals("L4-24GB", productName(topology, "nvidia.com/gpu"));
        assertEquals("MI210-64GB", productName(topology, "amd.com/gpu"));
        assertEquals(2, topology.nodes().getFirst().pools().size());
    }

    @Test
    void nodesAreSortedByNameAndIndexedDensely() {
        ClusterTopology topology = cluster(node("b"), node("c"), node("a"));

        assertEquals(
                List.of("a", "b", "c"),
                topology.nodes().stream().map(NodeTopology::name).toList());
        assertEquals(
                List.of(0, 1, 2),
                topology.nodes().stream().map(NodeTopology::index).toList());
        assertEquals(2, topology.node("c").orElseThrow().index());
        assertTrue(topology.node("d").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> cluster(node("a"), node("a")));
    }

    private static DevicePool pool(ClusterTopology topology, String resource) {
        return topology.node("n").orElseThrow().pool(resource).orElseThrow();
    }

    private static @Nullable String productName(ClusterTopology topology, String resource) {
        Product product = pool(topology, resource).product();
        return product == null ? null : product.name();
    }
}
