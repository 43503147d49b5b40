package dev.inferno.operator.config;

import dev.inferno.snapshot.NodePool;
import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code node-pools}: YAML under the name of the pool. */
final class NodePoolEntry {

    private static final Set<String> KNOWN = Set.of("selector", "maxNodes", "node", "provisionSeconds", "costPerHour");
    private static final Set<String> NODE = Set.of("labels", "allocatable", "taints");
    private static final Set<String> TAINT = Set.of("key", "value", "effect");
    private static final int MOST_NODES = 10_000;
    private static final int MOST_SECONDS = 86_400;
    private static final int SECONDS = 300;

    private NodePoolEntry() {}

    /** @throws BadValue naming the field, its value and what is allowed */
    static NodePool parse(String name, String text) {
        Fields fields = Fields.of(YamlText.mapping(text), KNOWN);
        Fields node = Fields.of(YamlText.mapping(fields.values().get("node"), "node"), NODE);
        SortedMap<String, String> selector = labels(fields, "selector");
        if (selector.isEmpty()) {
            throw new BadValue("selector is missing; give the labels by which the pool's nodes are known");
        }
        SortedMap<String, String> labels = labels(node, "node.labels");
        selector.forEach((key, value) -> {
            String label = labels.getOrDefault(key, value);
            if (!label.equals(value)) {
                throw Fields.bad("node.labels." + key, label, "the selector's \"" + value + "\", or left out");
            }
        });
        return new NodePool(
                name,
                selector,
                required(fields, "maxNodes"),
                labels,
                taints(node),
                allocatable(node),
                Duration.ofSeconds(fields.integer("provisionSeconds", SECONDS, 1, MOST_SECONDS)),
                fields.has("costPerHour") ? Double.valueOf(fields.number("costPerHour")) : null);
    }

    private static int required(Fields fields, String name) {
        if (!fields.has(name)) {
            throw new BadValue(name + " is missing");
        }
        return fields.integer(name, 0, 0, MOST_NODES);
    }

    private static SortedMap<String, String> labels(Fields fields, String path) {
        SortedMap<String, String> labels = new TreeMap<>();
        YamlText.mapping(fields.values().get(path.substring(path.indexOf('.') + 1)), path)
                .forEach((key, value) -> labels.put(key, value == null ? "" : String.valueOf(value)));
        return labels;
    }

    private static ResourceVector allocatable(Fields node) {
        Map<String, @Nullable Object> given = YamlText.mapping(node.values().get("allocatable"), "node.allocatable");
        Map<String, Long> amounts = new TreeMap<>();
        given.forEach((resource, quantity) -> {
            try {
                amounts.put(resource, Quantities.parse(resource, String.valueOf(quantity)));
            } catch (IllegalArgumentException e) {
                throw new BadValue("node.allocatable: " + e.getMessage());
            }
        });
        if (amounts.getOrDefault(Quantities.PODS, 0L) == 0) {
            throw new BadValue("node.allocatable.pods is missing; a node without takes no pod, so give what a new node"
                    + " shows in status.allocatable");
        }
        return ResourceVector.of(amounts);
    }

    private static List<Taint> taints(Fields node) {
        List<Taint> taints = new ArrayList<>();
        for (Object entry : node.list("taints")) {
            Fields taint = Fields.of(YamlText.mapping(entry, "node.taints"), TAINT);
            String effect = taint.text("effect");
            TaintEffect known = TaintEffect.BY_NAME.get(effect);
            if (known == null) {
                throw Fields.bad("node.taints.effect", effect, "NoSchedule, PreferNoSchedule or NoExecute");
            }
            String value = taint.optionalText("value");
            taints.add(new Taint(taint.text("key"), value == null ? "" : value, known));
        }
        return taints;
    }
}
