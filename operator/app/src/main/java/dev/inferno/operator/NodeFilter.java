package dev.inferno.operator;

import dev.inferno.operator.cli.UsageError;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.NodeFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of the inventory an installation may use: {@code WVA_NODE_SELECTOR}, labels that must be equal, as in
 * {@code pool=inference,zone=a}.
 */
record NodeFilter(Map<String, String> labels) {

    /** @throws UsageError naming the part that is not {@code key=value} */
    static NodeFilter of(@Nullable String selector) {
        Map<String, String> labels = new TreeMap<>();
        if (selector != null) {
            for (String part : selector.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw new UsageError("WVA_NODE_SELECTOR (" + selector + "): \"" + part
                            + "\" must be key=value; several are joined by commas");
                }
                labels.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).replaceFirst("^=", "").strip());
            }
        }
        return new NodeFilter(Map.copyOf(labels));
    }

    Inventory apply(Inventory inventory) {
        if (labels.isEmpty() || !(inventory instanceof Inventory.Known known)) {
            return inventory;
        }
        List<NodeFacts> nodes = known.nodes().stream().filter(this::selects).toList();
        return nodes.isEmpty()
                ? new Inventory.Unknown("no node has the labels of WVA_NODE_SELECTOR " + labels)
                : known.with(nodes, known.pods());
    }

    private boolean selects(NodeFacts node) {
        return labels.entrySet().stream()
                .allMatch(label -> label.getValue().equals(node.labels().get(label.getKey())));
    }
}
