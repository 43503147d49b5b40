package dev.inferno.documents;

import dev.inferno.documents.PlanningCase.Node;
import dev.inferno.serving.Routing;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Nodes, and the words of planning cases, which are Kubernetes' own. */
final class CaseNodes {

    private static final Map<String, Routing> ROUTINGS = Map.of(
            "random", Routing.RANDOM,
            "roundRobin", Routing.ROUND_ROBIN,
            "leastLoaded", Routing.LEAST_LOADED,
            "powerOfTwo", Routing.POWER_OF_TWO);

    private CaseNodes() {}

    static List<NodeFacts> nodes(Node node) {
        Integer count = node.count();
        if (count == null) {
            return List.of(named(node, node.name()));
        }
        if (count < 0 || count > 100_000) {
            throw new BadDocument("nodes: " + node.name() + ".count (" + count + ") must be 0..100000");
        }
        return IntStream.range(0, count)
                .mapToObj(i -> named(node, node.name() + "-" + i))
                .toList();
    }

    private static NodeFacts named(Node node, String name) {
        String path = "nodes: " + node.name();
        return new NodeFacts(
                name,
                node.labels(),
                taints(path, node.taints()),
                Boolean.TRUE.equals(node.unschedulable()),
                true,
                false,
                amounts(path + ".allocatable", node.allocatable()));
    }

    static List<Taint> taints(String path, List<PlanningCase.Taint> taints) {
        return taints.stream()
                .map(taint -> new Taint(
                        taint.key(),
                        taint.value() == null ? "" : taint.value(),
                        oneOf(path + ".taints.effect", taint.effect(), TaintEffect.BY_NAME)))
                .toList();
    }

    static Routing routing(@Nullable String routing) {
        return routing == null ? Routing.LEAST_LOADED : oneOf("routing", routing, ROUTINGS);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new BadDocument(message);
        }
    }

    static double nonNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new BadDocument(name + " (" + value + ") must be a finite number, 0 or more");
        }
        return value;
    }

    static ResourceVector amounts(String path, SortedMap<String, Quantity> quantities) {
        var amounts = new TreeMap<String, Long>();
        quantities.forEach((resource, quantity) -> {
            try {
                amounts.put(resource, Quantities.parse(resource, quantity.text()));
            } catch (IllegalArgumentException e) {
                throw new BadDocument(path + ": " + e.getMessage());
            }
        });
        return new ResourceVector(amounts);
    }

    static <T> T oneOf(String path, String value, Map<String, T> allowed) {
        T found = allowed.get(value);
        if (found == null) {
            throw new BadDocument(path + " " + value + " must be one of "
                    + String.join(", ", allowed.keySet().stream().sorted().toList()));
        }
        return found;
    }
}
