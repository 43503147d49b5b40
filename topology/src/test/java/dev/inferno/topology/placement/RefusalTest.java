package dev.inferno.topology.placement;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static dev.inferno.topology.placement.Requests.GPU;
import static dev.inferno.topology.placement.Requests.counts;
import static dev.inferno.topology.placement.Requests.pod;
import static dev.inferno.topology.placement.Requests.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.TestNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void namesTheDeviceThatBindsTheNearestNodeAndWhatWouldHelp() {
        var refused = refused(
                replicas(1).each(GPU, "1").each("cpu", "4"),
                cluster(nvidia("worker0", "NVIDIA-L4", 2), node("cpu0"), node("cpu1")),
                pod("x", "worker0", Map.of(GPU, 2L)));

        assertEquals(GPU, refused.resource());
        assertEquals(
                "1 more replica needs 1 nvidia.com/gpu; node worker0 has 0 of 2 free; 2 nodes have no nvidia.com/gpu; "
                        + "free one device or add a node with nvidia.com/gpu.",
                refused.message());
        assertEquals(Map.of(FitCheck.DEVICES, 3), refused.failures());
        assertEquals("worker0", refused.nodes().getFirst());
    }

    @Test
    void manyNodesWithoutDevicesDoNotHideThatMemoryBindsOnTheOneThatHasThem() {
        var refused = refused(
                replicas(2).each(GPU, "1").each("memory", "100Gi"),
                cluster(nvidia("gpu0", "NVIDIA-L4", 2).has("memory", "150Gi"), node("c0"), node("c1"), node("c2")));

        assertEquals("memory", refused.resource());
        assertEquals(List.of("gpu0"), refused.nodes());
        assertEquals(counts(Map.of("gpu0", 1)), refused.placement().replicasByNode());
        assertEquals(Map.of(FitCheck.DEVICES, 3, FitCheck.MEMORY, 1), refused.failures());
        assertEquals(
                "1 more replica needs 100Gi memory; node gpu0 has 50Gi of 150Gi free; 3 nodes are short of other"
                        + " resources; free 50Gi memory on one node or add a node.",
                refused.message());
    }

    @Test
    void saysWhenNoNodeIsLargeEnough() {
        var refused =
                refused(replicas(2).each(GPU, "8"), cluster(nvidia("a", "NVIDIA-L4", 4), nvidia("b", "NVIDIA-L4", 2)));

        assertEquals(
                "2 more replicas need 8 nvidia.com/gpu each; node a has 4 of 4 free; 1 other node is short of it too; "
                        + "add a node with 8 nvidia.com/gpu.",
                refused.message());
        assertEquals(List.of("a", "b"), refused.nodes());
    }

    @Test
    void countsEachNodeAtItsFirstFailingCheckAndTellsWhichAreOut() {
        var refused = refused(
                replicas(3).each(GPU, "2").product("H100").select("pool", "x"),
                cluster(
                        h100("a").label("pool", "x").notReady().cordoned(),
                        h100("b").label("pool", "x").cordoned(),
                        h100("c").label("pool", "x").taint("t", "", TaintEffect.NO_SCHEDULE),
                        h100("d"),
                        nvidia("e", "NVIDIA-L4", 8).label("pool", "x"),
                        h100("f").label("pool", "x")),
                pod("x", "f", Map.of(GPU, 5L)));

        assertEquals(
                Map.of(
                        FitCheck.NOT_READY, 1,
                        FitCheck.UNSCHEDULABLE, 1,
                        FitCheck.TAINT, 1,
                        FitCheck.SELECTOR, 1,
                        FitCheck.PRODUCT, 1,
                        FitCheck.DEVICES, 1),
                refused.failures());
        assertEquals(1, refused.placement().replicas());
        assertEquals(
                "2 more replicas need 2 nvidia.com/gpu each; node f has 1 of 8 free; 1 node is not ready; 1 node is"
                        + " cordoned; 1 node has a taint it does not tolerate; 1 node does not match its selector or"
                        + " affinity; 1 node has no H100-80GB-SXM5; free one device or add a node with H100-80GB-SXM5.",
                refused.message());
    }

    @Test
    void namesTheTaintWhenNoNodeMayTakeIt() {
        var refused = refused(
                replicas(1).each(GPU, "1"),
                cluster(
                        h100("a").taint("gpu", "yes", TaintEffect.NO_SCHEDULE),
                        h100("b").taint("gpu", "yes", TaintEffect.NO_SCHEDULE)));

        assertEquals("", refused.resource());
        assertEquals(List.of("a", "b"), refused.nodes());
        assertEquals(
                "1 more replica finds no node that may take it; 2 nodes have a taint it does not tolerate; node a has"
                        + " taint gpu=yes:NoSchedule.",
                refused.message());
    }

    @Test
    void namesTheStateOfANodeUnderMaintenance() {
        var refused =
                refused(replicas(1).each(GPU, "1"), cluster(h100("a").label("nvidia.com/mig.config.state", "pending")));

        assertEquals(
                "1 more replica finds no node that may take it; 1 node is not ready; wait for node a"
                        + " (nvidia.com/mig.config.state=pending).",
                refused.message());
    }

    @Test
    void anEmptyClusterHasNoNode() {
        var refused = refused(replicas(2).each(GPU, "1"), cluster());

        assertEquals("2 more replicas need a node; the cluster has none; add one.", refused.message());
        assertEquals(List.of(), refused.nodes());
    }

    @Test
    void podsBindWhenANodeTakesNoMore() {
        var refused = refused(replicas(3).each("cpu", "100m"), cluster(node("a").has("pods", "2")));

        assertEquals("pods", refused.resource());
        assertEquals(
                "1 more replica needs room for 1 pod; node a has 0 of 2 free; free room for 1 pod on one node or add a node.",
                refused.message());
    }

    @Test
    void listsAtMostFiveNodesMostFreeFirst() {
        var refused = refused(
                replicas(1).each(GPU, "8"),
                cluster(h100("a"), h100("b"), h100("c"), h100("d"), h100("e"), h100("f")),
                pod("p", "a", Map.of(GPU, 6L)),
                pod("p", "b", Map.of(GPU, 5L)),
                pod("p", "c", Map.of(GPU, 4L)),
                pod("p", "d", Map.of(GPU, 3L)),
                pod("p", "e", Map.of(GPU, 2L)),
                pod("p", "f", Map.of(GPU, 1L)));

        assertEquals(List.of("f", "e", "d", "c", "b"), refused.nodes());
    }

    @Test
    void theOrderOfNodesAndPodsDoesNotMatter() {
        var request = replicas(4).each(GPU, "4");
        var pods = new PodFacts[] {pod("p", "a", Map.of(GPU, 6L)), pod("q", "b", Map.of(GPU, 6L))};

        var one = refused(request, cluster(h100("a"), h100("b"), h100("c")), pods[0], pods[1]);
        var other = refused(request, cluster(h100("c"), h100("b"), h100("a")), pods[1], pods[0]);

        assertEquals(one, other);
    }

    private static PlacementResult.Unplaceable refused(
            Requests requests, ClusterTopology topology, PodFacts... occupants) {
        var result = Placer.bestFit().place(requests.request(), CapacityLedger.of(topology, List.of(occupants)));
        return assertInstanceOf(PlacementResult.Unplaceable.class, result);
    }

    private static TestNode h100(String name) {
        return nvidia(name, "NVIDIA-H100-80GB-HBM3", 8);
    }
}
