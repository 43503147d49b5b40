package dev.inferno.topology;

import dev.inferno.topology.TopologyVertex.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.AsUnmodifiableGraph;
import org.jgrapht.graph.MaskSubgraph;
import org.jgrapht.graph.SimpleWeightedGraph;
import org.jspecify.annotations.Nullable;

/**
 * Builds the link graph of a node and shares it between nodes of the same shape.
 *
 * <p>Problem: 5,000 nodes of 16 devices would take 165 MB of graphs, and a cluster has a handful of shapes. Method: key
 * = products and counts in pool order; one immutable graph per key. Sources and assumptions: links from the catalogue;
 * host layout is published by nobody, so two sockets from four devices on and one PCIe root per device, or per pair on
 * boards with device links. Complexity: O(devices^2) edges per mesh, O(devices) per switch, once per shape. Units: GB/s,
 * one direction, also as edge weights. Thread-safety: not safe while building; its graphs are immutable.
 */
final class NodeShapes {

    /** Shared resources may count far more devices than slots; beyond this they add nothing to a graph. */
    private static final int MAX_DEVICES = 64;

    /** Between sockets; the low end of what hosts have. */
    private static final double SOCKET_GBPS = 20;

    private static final double UNKNOWN_HOST_GBPS = 16;

    /** Boards with four devices or fewer have no switch: the links of a device are split among its three peers. */
    private static final int LARGEST_SWITCHLESS_BOARD = 4;

    private static final int HGX_BOARD = 8;

    private final Map<List<Part>, NodeShape> shapes = new HashMap<>();

    private record Part(@Nullable Product product, int devices) {}

    NodeShape of(List<DevicePool> pools) {
        List<Part> key = pools.stream()
                .map(pool -> new Part(pool.product(), Math.min(pool.allocatable(), MAX_DEVICES)))
                .filter(part -> part.devices() > 0)
                .toList();
        return shapes.computeIfAbsent(key, NodeShapes::build);
    }

    private static NodeShape build(List<Part> parts) {
        Graph<TopologyVertex, TopologyLink> graph = new SimpleWeightedGraph<>(TopologyLink.class);
        int devices = parts.stream().mapToInt(Part::devices).sum();
        int sockets = devices >= 4 ? 2 : 1;
        for (int i = 0; i < sockets; i++) {
            graph.addVertex(new TopologyVertex(Kind.NUMA, i));
        }
        if (sockets == 2) {
            link(graph, vertex(Kind.NUMA, 0), vertex(Kind.NUMA, 1), TopologyLink.Kind.SOCKET, SOCKET_GBPS);
        }
        int first = 0;
        for (Part part : parts) {
            addHostSide(graph, part, first, devices, sockets);
            addDeviceLinks(graph, part, first);
            first += part.devices();
        }
        return new NodeShape(new AsUnmodifiableGraph<>(graph), islands(graph));
    }

    private static void addHostSide(
            Graph<TopologyVertex, TopologyLink> graph, Part part, int first, int devices, int sockets) {
        Product product = part.product();
        double gbps = product == null ? UNKNOWN_HOST_GBPS : product.hostGBps();
        int perRoot = product != null && hasLinks(product) ? 2 : 1;
        int roots = count(graph, Kind.PCIE_ROOT);
        for (int i = 0; i < part.devices(); i++) {
            TopologyVertex root = vertex(Kind.PCIE_ROOT, roots + i / perRoot);
            if (graph.addVertex(root)) {
                TopologyVertex numa = vertex(Kind.NUMA, (first + i) * sockets / devices);
                link(graph, numa, root, TopologyLink.Kind.PCIE, gbps);
            }
            TopologyVertex device = vertex(Kind.DEVICE, first + i);
            graph.addVertex(device);
            link(graph, root, device, TopologyLink.Kind.PCIE, gbps);
        }
    }

    private static void addDeviceLinks(Graph<TopologyVertex, TopologyLink> graph, Part part, int first) {
        Product product = part.product();
        if (product == null || !hasLinks(product)) {
            return;
        }
        for (int start = 0; start < part.devices(); start += product.islandSize()) {
            int end = Math.min(start + product.islandSize(), part.devices());
            if (product.link() == LinkKind.MESH) {
                addMesh(graph, first + start, first + end, product.pairGBps());
            } else if (product.islandSize() <= HGX_BOARD && part.devices() <= LARGEST_SWITCHLESS_BOARD) {
                double gbps = product.pairGBps() / (LARGEST_SWITCHLESS_BOARD - 1);
                addMesh(graph, first + start, first + end, gbps);
            } else {
                addSwitch(graph, first + start, first + end, product.pairGBps());
            }
        }
    }

    private static boolean hasLinks(Product product) {
        return product.link() == LinkKind.MESH || product.link() == LinkKind.SWITCH;
    }

    private static void addMesh(Graph<TopologyVertex, TopologyLink> graph, int from, int to, double gbps) {
        for (int i = from; i < to; i++) {
            for (int j = i + 1; j < to; j++) {
                link(graph, vertex(Kind.DEVICE, i), vertex(Kind.DEVICE, j), TopologyLink.Kind.DEVICE_LINK, gbps);
            }
        }
    }

    private static void addSwitch(Graph<TopologyVertex, TopologyLink> graph, int from, int to, double gbps) {
        TopologyVertex hub = vertex(Kind.SWITCH, count(graph, Kind.SWITCH));
        graph.addVertex(hub);
        for (int i = from; i < to; i++) {
            link(graph, hub, vertex(Kind.DEVICE, i), TopologyLink.Kind.DEVICE_LINK, gbps);
        }
    }

    private static void link(
            Graph<TopologyVertex, TopologyLink> graph,
            TopologyVertex from,
            TopologyVertex to,
            TopologyLink.Kind kind,
            double gbps) {
        var edge = new TopologyLink(from, to, kind, gbps);
        graph.addEdge(from, to, edge);
        graph.setEdgeWeight(edge, gbps);
    }

    /** Devices that reach each other over device links only, ordered by their first device. */
    private static List<List<TopologyVertex>> islands(Graph<TopologyVertex, TopologyLink> graph) {
        var links = new MaskSubgraph<>(
                graph,
                vertex -> vertex.kind() == Kind.NUMA || vertex.kind() == Kind.PCIE_ROOT,
                edge -> edge.kind() != TopologyLink.Kind.DEVICE_LINK);
        return new ConnectivityInspector<>(links)
                .connectedSets().stream()
                        .map(island -> island.stream()
                                .filter(vertex -> vertex.kind() == Kind.DEVICE)
                                .sorted(Comparator.comparingInt(TopologyVertex::index))
                                .toList())
                        .toList();
    }

    private static int count(Graph<TopologyVertex, TopologyLink> graph, Kind kind) {
        return (int) graph.vertexSet().stream()
                .filter(vertex -> vertex.kind() == kind)
                .count();
    }

    private static TopologyVertex vertex(Kind kind, int index) {
        return new TopologyVertex(kind, index);
    }
}
