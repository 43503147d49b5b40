package dev.inferno.topology;

import static dev.inferno.topology.TestNode.cluster;
import static dev.inferno.topology.TestNode.node;
import static dev.inferno.topology.TestNode.nvidia;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.topology.TopologyVertex.Kind;
import java.util.List;
import org.jgrapht.Graph;
import org.jgrapht.GraphTests;
import org.junit.jupiter.api.Test;

class NodeShapesTest {

    @Test
    void nodesOfOneShapeShareOneGraph() {
        ClusterTopology topology = cluster(
                nvidia("a", "NVIDIA-H100-80GB-HBM3", 8),
                nvidia("b", "NVIDIA-H100-80GB-HBM3", 8),
                nvidia("c", "NVIDIA-H100-80GB-HBM3", 4),
                nvidia("d", "NVIDIA-L4", 8));

        assertSame(graph(topology, "a"), graph(topology, "b"));
        assertNotSame(graph(topology, "a"), graph(topology, "c"));
        assertNotSame(graph(topology, "a"), graph(topology, "d"));
    }

    @Test
    void aSharedGraphCannotBeChanged() {
        var graph = graph(cluster(nvidia("a", "NVIDIA-L4", 2)), "a");

        assertThrows(
                UnsupportedOperationException.class,
                () -> graph.removeVertex(graph.vertexSet().iterator().next()));
    }

    @Test
    void aSwitchIsOneHubOfEightDevices() {
        ClusterTopology topology = cluster(nvidia("a", "NVIDIA-H100-80GB-HBM3", 8));

        var graph = graph(topology, "a");
        assertEquals(8, count(topology, Kind.DEVICE));
        assertEquals(1, count(topology, Kind.SWITCH));
        assertEquals(2, count(topology, Kind.NUMA));
        assertEquals(4, count(topology, Kind.PCIE_ROOT));
        assertEquals(8, graph.degreeOf(new TopologyVertex(Kind.SWITCH, 0)));
        assertEquals(List.of(8), islandSizes(topology));
        assertTrue(GraphTests.isConnected(graph));
    }

    @Test
    void aBoardOfFourHasNoSwitchAndSplitsItsLinksAmongThreePeers() {
        ClusterTopology topology = cluster(nvidia("a", "NVIDIA-A100-SXM4-40GB", 4));

        var graph = graph(topology, "a");
        assertEquals(0, count(topology, Kind.SWITCH));
        var link = graph.getEdge(new TopologyVertex(Kind.DEVICE, 0), new TopologyVertex(Kind.DEVICE, 3));
        assertEquals(100, graph.getEdgeWeight(link));
    }

    @Test
    void aMeshLinksEveryPair() {
        ClusterTopology topology = cluster(node("a").has("amd.com/gpu", "8").label("amd.com/gpu.device-id", "74a1"));

        var links = graph(topology, "a").edgeSet().stream()
                .filter(link -> link.kind() == TopologyLink.Kind.DEVICE_LINK)
                .toList();
        assertEquals(28, links.size());
        assertTrue(links.stream().allMatch(link -> link.gbps() == 64));
        assertEquals(List.of(8), islandSizes(topology));
    }

    @Test
    void devicesWithoutLinksAreIslandsOfOne() {
        assertEquals(List.of(1, 1, 1, 1), islandSizes(cluster(nvidia("a", "NVIDIA-L40S", 4))));
        assertEquals(List.of(1, 1), islandSizes(cluster(nvidia("a", "NVIDIA-A100-80GB-PCIe", 2))));
        assertEquals(List.of(1, 1), islandSizes(cluster(nvidia("a", "NVIDIA-Unheard-Of", 2))));
        assertEquals(List.of(4, 4), islandSizes(cluster(nvidia("a", "Tesla-V100-SXM2-32GB", 8))));
    }

    @Test
    void twoVendorsInOneNodeAreNotLinked() {
        ClusterTopology topology = cluster(
                nvidia("a", "NVIDIA-H100-80GB-HBM3", 8).has("amd.com/gpu", "8").label("amd.com/gpu.device-id", "74a1"));

        assertEquals(List.of(8, 8), islandSizes(topology));
        assertEquals(16, count(topology, Kind.DEVICE));
        assertTrue(GraphTests.isConnected(graph(topology, "a")));
    }

    @Test
    void aNodeWithoutDevicesHasAHostAndSharesDoNotGrowTheGraphWithoutBound() {
        assertEquals(List.of(), islandSizes(cluster(node("a"))));
        assertEquals(64, count(cluster(nvidia("a", "NVIDIA-L4", 1_000_000)), Kind.DEVICE));
    }

    private static Graph<TopologyVertex, TopologyLink> graph(ClusterTopology topology, String node) {
        return topology.node(node).orElseThrow().graph();
    }

    private static long count(ClusterTopology topology, Kind kind) {
        return graph(topology, "a").vertexSet().stream()
                .filter(vertex -> vertex.kind() == kind)
                .count();
    }

    private static List<Integer> islandSizes(ClusterTopology topology) {
        return topology.node("a").orElseThrow().islands().stream()
                .map(List::size)
                .toList();
    }
}
