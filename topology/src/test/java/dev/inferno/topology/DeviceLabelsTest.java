package dev.inferno.topology;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form in which drivers, clouds and fake nodes label a device. */
class DeviceLabelsTest {

    static Stream<Arguments> labelledNodes() {
        return Stream.of(
                        nvidiaAndClouds(),
                        slicesAndShares(),
                        rocm(),
                        rocmDeviceIds(),
                        amdPartitions(),
                        intelAndGaudi(),
                        fakeNodesOfPredecessors())
                .flatMap(nodes -> nodes);
    }

    private static Stream<Arguments> nvidiaAndClouds() {
        return Stream.of(
                Arguments.of(
                        "gpu-feature-discovery",
                        nvidia("n", "NVIDIA-H100-80GB-HBM3", 8),
                        "nvidia.com/gpu",
                        "H100-80GB-SXM5"),
                Arguments.of(
                        "memory label decides",
                        nvidia("n", "NVIDIA-H20", 8).label("nvidia.com/gpu.memory", "143771"),
                        "nvidia.com/gpu",
                        "H20-141GB-SXM5"),
                Arguments.of(
                        "GKE",
                        node("n").has("nvidia.com/gpu", "8").label("cloud.google.com/gke-accelerator", "nvidia-b200"),
                        "nvidia.com/gpu",
                        "B200-180GB"),
                Arguments.of(
                        "Karpenter",
                        node("n")
                                .has("nvidia.com/gpu", "1")
                                .label("karpenter.k8s.aws/instance-gpu-name", "v100")
                                .label("karpenter.k8s.aws/instance-gpu-memory", "32768"),
                        "nvidia.com/gpu",
                        "V100-32GB-SXM2"));
    }

    private static Stream<Arguments> slicesAndShares() {
        return Stream.of(
                Arguments.of(
                        "time slicing",
                        nvidia("n", "Tesla-T4-SHARED", 1)
                                .label("nvidia.com/gpu.replicas", "4")
                                .has("nvidia.com/gpu", "4"),
                        "nvidia.com/gpu",
                        "T4-16GB-SHARED"),
                Arguments.of(
                        "renamed shares",
                        nvidia("n", "Tesla-T4", 1)
                                .label("nvidia.com/gpu.replicas", "4")
                                .has("nvidia.com/gpu", "0")
                                .has("nvidia.com/gpu.shared", "4"),
                        "nvidia.com/gpu.shared",
                        "T4-16GB-SHARED"),
                Arguments.of(
                        "MIG single",
                        nvidia("n", "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb", 7).label("nvidia.com/gpu.memory", "4864"),
                        "nvidia.com/gpu",
                        "A100-40GB-SXM4-MIG-1g.5gb"),
                Arguments.of(
                        "MIG mixed",
                        nvidia("n", "NVIDIA-A100-SXM4-80GB", 8)
                                .label("nvidia.com/gpu.replicas", "0")
                                .label("nvidia.com/mig-3g.40gb.product", "NVIDIA-A100-SXM4-80GB-MIG-3g.40gb")
                                .label("nvidia.com/mig-3g.40gb.count", "2")
                                .has("nvidia.com/mig-3g.40gb", "2"),
                        "nvidia.com/mig-3g.40gb",
                        "A100-80GB-SXM4-MIG-3g.40gb"),
                Arguments.of(
                        "MIG mixed without slice labels",
                        nvidia("n", "NVIDIA-A100-SXM4-80GB", 8).has("nvidia.com/mig-1g.10gb.me", "2"),
                        "nvidia.com/mig-1g.10gb.me",
                        "A100-80GB-SXM4-MIG-1g.10gb.me"));
    }

    private static Stream<Arguments> rocm() {
        return Stream.of(
                Arguments.of(
                        "ROCm labeller",
                        node("n")
                                .has("amd.com/gpu", "8")
                                .label("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM")
                                .label("amd.com/gpu.vram", "192G"),
                        "amd.com/gpu",
                        "MI300X-192GB"),
                Arguments.of(
                        "ROCm counters",
                        node("n").has("amd.com/gpu", "8").label("amd.com/gpu.product-name.AMD_Instinct_MI325_OAM", "8"),
                        "amd.com/gpu",
                        "MI325X-256GB"),
                Arguments.of(
                        "ROCm beta, both forms",
                        node("n")
                                .has("amd.com/gpu", "4")
                                .label("beta.amd.com/gpu.product-name", "Instinct_MI210")
                                .label("beta.amd.com/gpu.product-name.Instinct_MI210", "4"),
                        "amd.com/gpu",
                        "MI210-64GB"));
    }

    private static Stream<Arguments> rocmDeviceIds() {
        return Stream.of(
                Arguments.of(
                        "ROCm device id only",
                        node("n").has("amd.com/gpu", "8").label("amd.com/gpu.device-id", "74a1"),
                        "amd.com/gpu",
                        "MI300X-192GB"),
                Arguments.of(
                        "ROCm beta device id counter",
                        node("n").has("amd.com/gpu", "8").label("beta.amd.com/gpu.device-id.75a3", "8"),
                        "amd.com/gpu",
                        "MI355X-288GB"),
                Arguments.of(
                        "ROCm name without meaning, id helps",
                        node("n")
                                .has("amd.com/gpu", "1")
                                .label("amd.com/gpu.product-name", "AMD_Radeon_Graphics")
                                .label("amd.com/gpu.device-id", "7551"),
                        "amd.com/gpu",
                        "R9700-32GB"));
    }

    private static Stream<Arguments> amdPartitions() {
        return Stream.of(
                Arguments.of(
                        "AMD partitions, strategy single",
                        node("n")
                                .has("amd.com/gpu", "64")
                                .label("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM")
                                .label("amd.com/gpu.compute-memory-partition", "cpx_nps4"),
                        "amd.com/gpu",
                        "MI300X-192GB-CPX-NPS4"),
                Arguments.of(
                        "AMD partitions, strategy mixed",
                        node("n")
                                .has("amd.com/dpx_nps1", "16")
                                .label("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM"),
                        "amd.com/dpx_nps1",
                        "MI300X-192GB-DPX-NPS1"),
                Arguments.of(
                        "AMD whole device under a partition name",
                        node("n")
                                .has("amd.com/spx_nps1", "8")
                                .label("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM"),
                        "amd.com/spx_nps1",
                        "MI300X-192GB"));
    }

    private static Stream<Arguments> intelAndGaudi() {
        return Stream.of(
                Arguments.of(
                        "Intel product",
                        node("n").has("gpu.intel.com/i915", "4").label("gpu.intel.com/product", "Max_1100"),
                        "gpu.intel.com/i915",
                        "Max-1100-48GB"),
                Arguments.of(
                        "Intel device id",
                        node("n")
                                .has("gpu.intel.com/xe", "2")
                                .label("gpu.intel.com/device-id.0380-56c0.present", "true")
                                .label("gpu.intel.com/device-id.0380-56c0.count", "2"),
                        "gpu.intel.com/xe",
                        "Flex-170-16GB"),
                Arguments.of(
                        "Gaudi by NFD",
                        node("n")
                                .has("habana.ai/gaudi", "8")
                                .label("feature.node.kubernetes.io/pci-1200_1da3_1060.present", "true"),
                        "habana.ai/gaudi",
                        "Gaudi3-128GB"),
                Arguments.of(
                        "Gaudi by override",
                        node("n").has("habana.ai/gaudi", "8").label("inferno.llmd.ai/product", "Gaudi2"),
                        "habana.ai/gaudi",
                        "Gaudi2-96GB"),
                Arguments.of(
                        "Gaudi by instance type",
                        node("n").has("habana.ai/gaudi", "8").label("node.kubernetes.io/instance-type", "dl1.24xlarge"),
                        "habana.ai/gaudi",
                        "Gaudi-32GB"));
    }

    private static Stream<Arguments> fakeNodesOfPredecessors() {
        return Stream.of(
                Arguments.of(
                        "fake AMD node",
                        node("n")
                                .has("amd.com/gpu", "2")
                                .label("amd.com/gpu.product", "AMD-MI300X-192G")
                                .label("amd.com/gpu.memory", "196608")
                                .label("amd.com/gpu.count", "2"),
                        "amd.com/gpu",
                        "MI300X-192GB"),
                Arguments.of(
                        "fake Intel node",
                        node("n")
                                .has("intel.com/gpu", "2")
                                .label("intel.com/gpu.product", "Intel-Gaudi-2-96GB")
                                .label("intel.com/gpu.memory", "98304")
                                .label("intel.com/gpu.count", "2"),
                        "intel.com/gpu",
                        "Gaudi2-96GB"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("labelledNodes")
    void readsEveryVendorsLabels(String source, TestNode node, String resource, String name) {
        ClusterTopology topology = cluster(node);

        Product product =
                topology.nodes().getFirst().pool(resource).orElseThrow().product();
        assertEquals(name, product == null ? null : product.name(), source);
        assertEquals(List.of(), topology.problems(), source);
    }
}
