package dev.inferno.analysis;

import dev.inferno.topology.ClusterTopology;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.NodeTopology;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Product;
import dev.inferno.topology.ProductCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The node label by which replicas are steered to a product.
 *
 * <p>Problem: nodes of one product may carry different labels that name it, and a node affinity asks for one key. Method:
 * the key that names it on most of its nodes; of equals the one that stands on the fewest nodes of other products, then the
 * first by name. A plan may count only on the nodes that carry it. Complexity: O(nodes x labels). Thread-safety: immutable.
 *
 * @param values what the key says on nodes of the product, sorted
 * @param nodes how many nodes have the product
 * @param lacking how many of those do not carry the label
 */
public record ProductLabel(String key, List<String> values, int nodes, int lacking) {

    public ProductLabel {
        values = List.copyOf(values);
    }

    /** Null when no label of any node names the product. */
    public static @Nullable ProductLabel of(ClusterTopology topology, String product) {
        List<NodeTopology> nodes = topology.nodes().stream()
                .filter(node -> !names(node, product).toList().isEmpty())
                .toList();
        SortedMap<String, SortedSet<String>> valuesByKey = new TreeMap<>();
        for (NodeTopology node : nodes) {
            List<String> names = names(node, product).toList();
            node.facts().labels().forEach((key, value) -> {
                if (!value.isEmpty() && names.contains(value)) {
                    valuesByKey.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
                }
            });
        }
        return valuesByKey.entrySet().stream()
                .map(entry -> new ProductLabel(
                        entry.getKey(), List.copyOf(entry.getValue()), nodes.size(), nodes.size() - on(nodes, entry)))
                .min(Comparator.comparingInt(ProductLabel::lacking)
                        .thenComparingInt(label -> on(topology.nodes(), Map.entry(label.key(), label.values())))
                        .thenComparing(ProductLabel::key))
                .orElse(null);
    }

    /** Whether any node has the product, however it is known. */
    static boolean exists(ClusterTopology topology, String product) {
        return topology.nodes().stream()
                .anyMatch(node -> names(node, product).findAny().isPresent());
    }

    /** The pod as it will be once its template asks for the label: in every term that matches anything, for terms are OR-ed. */
    PodShape on(PodShape pod) {
        var requirement = new LabelRequirement(key, LabelRequirement.Operator.IN, values);
        List<NodeSelectorTerm> before = pod.requiredTerms() == null ? List.of() : pod.requiredTerms();
        List<NodeSelectorTerm> terms = before.isEmpty()
                ? List.of(new NodeSelectorTerm(List.of(requirement), List.of()))
                : before.stream()
                        .map(term -> matchesNothing(term)
                                ? term
                                : new NodeSelectorTerm(
                                        Stream.concat(term.expressions().stream(), Stream.of(requirement))
                                                .toList(),
                                        term.fields()))
                        .toList();
        return pod.withRequiredTerms(terms);
    }

    /** The pod without the expressions that steer it to a product, as a new steering would leave it. */
    static PodShape off(PodShape pod, Product product) {
        if (pod.requiredTerms() == null) {
            return pod;
        }
        var terms = new ArrayList<NodeSelectorTerm>();
        for (NodeSelectorTerm term : pod.requiredTerms()) {
            var users = new NodeSelectorTerm(
                    term.expressions().stream()
                            .filter(expression -> !steersTo(expression, product))
                            .toList(),
                    term.fields());
            if (matchesNothing(term) || !matchesNothing(users)) {
                terms.add(users);
            }
        }
        return pod.withRequiredTerms(terms.isEmpty() ? null : terms);
    }

    private static boolean steersTo(LabelRequirement expression, Product product) {
        return expression.operator() == LabelRequirement.Operator.IN
                && !expression.values().isEmpty()
                && expression.values().stream()
                        .allMatch(value -> ProductCatalogue.inForce()
                                .find(value)
                                .filter(product::equals)
                                .isPresent());
    }

    private static boolean matchesNothing(NodeSelectorTerm term) {
        return term.expressions().isEmpty() && term.fields().isEmpty();
    }

    /** The texts from which the node's pools of the product were read. */
    private static Stream<String> names(NodeTopology node, String product) {
        return node.pools().stream()
                .filter(pool -> pool.product() != null && pool.product().name().equals(product))
                .map(pool -> pool.rawProduct());
    }

    private static int on(List<NodeTopology> nodes, Map.Entry<String, ? extends Collection<String>> label) {
        return (int) nodes.stream()
                .filter(node -> label.getValue().contains(node.facts().labels().getOrDefault(label.getKey(), "")))
                .count();
    }
}
