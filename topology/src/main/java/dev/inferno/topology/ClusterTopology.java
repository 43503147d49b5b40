package dev.inferno.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One generation of the node set, sorted by name, with the devices of each node.
 *
 * <p>Problem: labels lie or are missing, counts do not; both come from different controllers. Method: count from
 * allocatable, type from labels, contradictions become problems and never capacity of a product. Complexity: O(nodes x
 * labels). Units: see {@link ResourceVector}. Thread-safety: immutable.
 */
public final class ClusterTopology {

    private final List<NodeTopology> nodes;
    private final Map<String, NodeTopology> byName;
    private final List<String> problems;

    private ClusterTopology(List<NodeTopology> nodes, List<String> problems) {
        this.nodes = List.copyOf(nodes);
        this.problems = List.copyOf(problems);
        var names = new HashMap<String, NodeTopology>();
        this.nodes.forEach(node -> names.put(node.name(), node));
        this.byName = Collections.unmodifiableMap(names);
    }

    /**
     * Reads the devices of all nodes with the catalogue in force.
     *
     * @throws IllegalArgumentException when two nodes have one name
     */
    public static ClusterTopology of(List<NodeFacts> nodes) {
        var sorted =
                nodes.stream().sorted(Comparator.comparing(NodeFacts::name)).toList();
        var shapes = new NodeShapes();
        var problems = new ArrayList<String>();
        var read = new ArrayList<NodeTopology>();
        for (NodeFacts facts : sorted) {
            if (!read.isEmpty() && read.getLast().name().equals(facts.name())) {
                throw new IllegalArgumentException("node name (" + facts.name() + ") must be unique");
            }
            List<DevicePool> pools = pools(facts, problems);
            read.add(new NodeTopology(facts, pools, shapes.of(pools), read.size()));
        }
        return new ClusterTopology(read, problems);
    }

    /** All nodes by name; the position is the node's index. */
    public List<NodeTopology> nodes() {
        return nodes;
    }

    public Optional<NodeTopology> node(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What could not be read or contradicts itself, one sentence each, in node order. */
    public List<String> problems() {
        return problems;
    }

    private static List<DevicePool> pools(NodeFacts facts, List<String> problems) {
        var labels = new NodeLabels(facts.labels());
        var pools = new ArrayList<DevicePool>();
        facts.allocatable().amounts().forEach((resource, amount) -> {
            if (!DeviceResources.isDevice(resource)) {
                return;
            }
            ProductReading reading = read(labels, resource, amount);
            DevicePool pool = pool(facts, labels, resource, reading);
            pools.add(pool);
            if (reading.problem() != null && pool.allocatable() > 0) {
                problems.add("node " + facts.name() + ", " + resource + ": " + reading.problem());
            }
        });
        return pools;
    }

    private static DevicePool pool(NodeFacts facts, NodeLabels labels, String resource, ProductReading reading) {
        Product product = reading.product();
        long allocatable = facts.allocatable().amount(resource);
        long missing = DeviceCounts.labelled(labels, resource, facts.allocatable()) - allocatable;
        return new DevicePool(
                resource,
                Vendor.ofResource(resource),
                product,
                reading.raw(),
                memoryGib(labels, resource, reading),
                Sharing.of(labels, resource, product == null ? reading.raw() : product.name()),
                (int) Math.clamp(allocatable, 0, Integer.MAX_VALUE),
                (int) Math.clamp(missing, 0, Integer.MAX_VALUE));
    }

    /** Of several models in one node the label describes an arbitrary one. */
    private static int memoryGib(NodeLabels labels, String resource, ProductReading reading) {
        Product product = reading.product();
        if (product != null) {
            return product.memoryGib();
        }
        return reading.raw().isEmpty() ? 0 : DeviceCounts.memoryGib(labels, resource);
    }

    /** What labels say of a resource that no known driver offers. */
    private static List<String> unnamed(NodeLabels labels, String resource, ProductCatalogue catalogue) {
        String own = catalogue
                .addedResource(resource)
                .map(CatalogueEntry.Resource::productLabel)
                .orElse(NodeLabels.PRODUCT_OVERRIDE);
        return labels.values(NodeLabels.PRODUCT_OVERRIDE, own);
    }

    private static ProductReading read(NodeLabels labels, String resource, long allocatable) {
        var catalogue = ProductCatalogue.inForce();
        Optional<Product> named = catalogue
                .addedResource(resource)
                .flatMap(added -> Optional.ofNullable(added.productLabel()))
                .flatMap(label -> catalogue.find(labels.labels().getOrDefault(label, "")));
        if (named.isPresent()) {
            return new ProductReading(named.get(), named.get().name(), null);
        }
        return switch (Vendor.ofResource(resource)) {
            case NVIDIA -> NvidiaLabels.read(labels, resource, allocatable, catalogue);
            case AMD -> AmdLabels.read(labels, resource, allocatable, catalogue);
            case INTEL -> IntelLabels.readGpu(labels, allocatable, catalogue);
            case GAUDI -> IntelLabels.readGaudi(labels, catalogue);
            case UNKNOWN -> ProductReading.first(catalogue, unnamed(labels, resource, catalogue), 0);
        };
    }
}
