package dev.inferno.snapshot;

import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that a cluster autoscaler adds when pods wait for them.
 *
 * @param selector labels by which its nodes are known
 * @param maxNodes most that it grows to, those that are there included
 * @param labels of a new node, beside the selector's
 * @param allocatable of a new node
 * @param provision until a new node takes pods
 * @param costPerHour of a node; the cheapest pool is asked first, one without a cost last
 */
public record NodePool(
        String name,
        SortedMap<String, String> selector,
        int maxNodes,
        SortedMap<String, String> labels,
        List<Taint> taints,
        ResourceVector allocatable,
        Duration provision,
        @Nullable Double costPerHour) {

    private static final String HOSTNAME = "kubernetes.io/hostname";

    /** No node can be called so: a slash is in no node's name. */
    private static final String VIRTUAL = "/virtual-";

    public NodePool {
        selector = Collections.unmodifiableSortedMap(new TreeMap<>(selector));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
    }

    /** The pool that a node of a plan is promised by; null for a node that is there. */
    public static @Nullable String promising(String node) {
        int mark = node.indexOf(VIRTUAL);
        return mark < 0 ? null : node.substring(0, mark);
    }

    /** Its nodes among these that are there whole: one that starts, or whose device plugin does, is still on its way. */
    public int standing(List<NodeFacts> nodes) {
        return (int) nodes.stream().filter(this::isWhole).count();
    }

    private boolean isWhole(NodeFacts node) {
        return node.ready()
                && node.labels().entrySet().containsAll(selector.entrySet())
                && allocatable.amounts().entrySet().stream()
                        .filter(promised -> DeviceResources.isDevice(promised.getKey()))
                        .allMatch(promised -> node.allocatable().amount(promised.getKey()) >= promised.getValue());
    }

    /**
     * The nodes it would add to these.
     *
     * @param most that anybody could use
     */
    List<NodeFacts> promised(List<NodeFacts> nodes, long most) {
        return IntStream.range(0, (int) Math.clamp(most, 0, Math.max(0, maxNodes - standing(nodes))))
                .mapToObj(i -> promised(name + VIRTUAL + i))
                .toList();
    }

    private NodeFacts promised(String node) {
        SortedMap<String, String> all = new TreeMap<>(selector);
        all.put(HOSTNAME, node);
        all.putAll(labels);
        return new NodeFacts(node, all, taints, false, true, true, allocatable);
    }
}
