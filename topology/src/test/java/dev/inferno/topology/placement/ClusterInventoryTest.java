package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Sharing;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.TestNode;
import dev.inferno.topology.placement.ClusterInventory.PoolUse;
import dev.inferno.topology.placement.ClusterInventory.ProductDevices;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterInventoryTest {

    private static final String H100 = "NVIDIA-H100-80GB-HBM3";

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(h100("n"), "usable", true),
                Arguments.of(
                        h100("n").taint("nvidia.com/gpu", "present", TaintEffect.NO_SCHEDULE),
                        "tainted: taint nvidia.com/gpu=present:NoSchedule",
                        true),
                Arguments.of(h100("n").taint("busy", "", TaintEffect.PREFER_NO_SCHEDULE), "usable", true),
                Arguments.of(h100("n").cordoned(), "cordoned: spec.unschedulable is true", false),
                Arguments.of(h100("n").notReady(), "not ready: condition Ready is not True", false),
                Arguments.of(
                        h100("n").label("nvidia.com/mig.config.state", "pending"),
                        "in maintenance: label nvidia.com/mig.config.state=pending",
                        false),
                Arguments.of(
                        h100("n").label("amd.com/gpu.mode", "vf-passthrough"),
                        "in maintenance: label amd.com/gpu.mode=vf-passthrough",
                        false),
                Arguments.of(
                        h100("n").taint("karpenter.sh/disrupted", "", TaintEffect.NO_SCHEDULE),
                        "leaving: taint karpenter.sh/disrupted:NoSchedule",
                        false));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("states")
    void freeDevicesOfNodesThatTakeNoPodsAreWithheld(TestNode node, String state, boolean usable) {
        var inventory = ClusterInventory.of(cluster(node), List.of());

        assertEquals(state, inventory.nodes().getFirst().state().toString());
        ProductDevices total = inventory.products().getFirst();
        assertEquals(usable ? 8 : 0, total.free());
        assertEquals(usable ? 0 : 8, total.withheld());
        assertEquals(usable ? 2 : 0, total.slots().get(4));
        assertEquals(usable ? 8 : 0, total.largestGroup());
    }

    @Test
    void podsTakeDevicesAndSlotsAreCountedNodeByNode() {
        var inventory = ClusterInventory.of(
                cluster(h100("a"), h100("b")), List.of(pod("a", "nvidia.com/gpu", 3), pod("b", "nvidia.com/gpu", 6)));

        ProductDevices total = inventory.products().getFirst();
        assertEquals("H100-80GB-SXM5", total.product());
        assertEquals(16, total.devices());
        assertEquals(9, total.used());
        assertEquals(7, total.free());
        assertEquals(Map.of(1, 7L, 2, 3L, 4, 1L, 8, 0L), total.slots());
        assertEquals(5, total.largestGroup());
    }

    @Test
    void unhealthyDevicesAreMissingAndOversubscribedNodesAreProblems() {
        var inventory = ClusterInventory.of(
                cluster(h100("n").has("nvidia.com/gpu", "6")), List.of(pod("n", "nvidia.com/gpu", 8)));

        PoolUse use = inventory.nodes().getFirst().pools().getFirst();
        assertEquals(2, use.pool().missing());
        assertEquals(8, use.used());
        assertEquals(0, use.free());
        assertEquals(1, inventory.problems().size());
        assertTrue(inventory.problems().getFirst().contains("oversubscribed"), inventory.problems()::getFirst);
    }

    @Test
    void ofSharedDevicesAReplicaCountsOnOne() {
        var inventory = ClusterInventory.of(
                cluster(nvidia("n", "Tesla-T4-SHARED", 1)
                        .label("nvidia.com/gpu.replicas", "4")
                        .label("nvidia.com/gpu.sharing-strategy", "time-slicing")
                        .has("nvidia.com/gpu", "4")),
                List.of());

        ProductDevices total = inventory.products().getFirst();
        assertEquals(Sharing.TIME_SLICED, total.sharing());
        assertEquals(4, total.slots().get(1));
        assertEquals(0, total.slots().get(2));
    }

    @Test
    void nodesWithoutDevicesAreLeftOutAndSlicesStandBesideWholeDevices() {
        var inventory = ClusterInventory.of(
                cluster(
                        node("cpu"),
                        nvidia("n", "NVIDIA-A100-SXM4-80GB", 8)
                                .has("nvidia.com/gpu", "0")
                                .has("nvidia.com/mig-3g.40gb", "16")),
                List.of());

        assertEquals(1, inventory.nodes().size());
        assertEquals(
                List.of("A100-80GB-SXM4-MIG-3g.40gb"),
                inventory.products().stream().map(ProductDevices::product).toList());
        assertEquals(Sharing.MIG, inventory.products().getFirst().sharing());
        assertEquals(40, inventory.products().getFirst().memoryGib());
    }

    @Test
    void aPluginThatIsAwayLeavesItsDevicesMissing() {
        var inventory = ClusterInventory.of(cluster(h100("n").has("nvidia.com/gpu", "0")), List.of());

        assertEquals(8, inventory.nodes().getFirst().pools().getFirst().pool().missing());
        assertEquals(0, inventory.products().getFirst().free());
    }

    private static TestNode h100(String name) {
        return nvidia(name, H100, 8);
    }

    private static PodFacts pod(String node, String resource, long devices) {
        return new PodFacts("ns", "pod-" + node, null, node, true, false, ResourceVector.of(Map.of(resource, devices)));
    }
}
