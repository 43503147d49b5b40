package dev.inferno.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node for tests: ready, 64 cores, 512 GiB, 110 pods, no devices until told otherwise. */
public final class TestNode {

    private final String name;
    private final TreeMap<String, String> labels = new TreeMap<>();
    private final List<Taint> taints = new ArrayList<>();
    private final TreeMap<String, Long> allocatable = new TreeMap<>();
    private boolean unschedulable;
    private boolean ready = true;
    private boolean virtual;

    private TestNode(String name) {
        this.name = name;
        has("cpu", "64").has("memory", "512Gi").has("pods", "110");
    }

    public static TestNode node(String name) {
        return new TestNode(name);
    }

    /** A node as gpu-feature-discovery labels it. */
    public static TestNode nvidia(String name, String product, int count) {
        return node(name)
                .has("nvidia.com/gpu", Integer.toString(count))
                .label("nvidia.com/gpu.product", product)
                .label("nvidia.com/gpu.count", Integer.toString(count));
    }

    public TestNode has(String resource, String quantity) {
        allocatable.put(resource, Quantities.parse(resource, quantity));
        return this;
    }

    public TestNode label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public TestNode taint(String key, String value, TaintEffect effect) {
        taints.add(new Taint(key, value, effect));
        return this;
    }

    public TestNode cordoned() {
        unschedulable = true;
        return this;
    }

    public TestNode notReady() {
        ready = false;
        return this;
    }

    public TestNode promised() {
        virtual = true;
        return this;
    }

    public NodeFacts facts() {
        return new NodeFacts(name, labels, taints, unschedulable, ready, virtual, ResourceVector.of(allocatable));
    }

    public static ClusterTopology cluster(TestNode... nodes) {
        return ClusterTopology.of(Stream.of(nodes).map(TestNode::facts).toList());
    }
}
