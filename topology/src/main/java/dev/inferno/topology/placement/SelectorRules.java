package dev.inferno.topology.placement;

import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LabelSelector;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodAffinityTerm;
import dev.inferno.topology.PodShape;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node's labels are what a pod asks for: its selector and one of its required terms; and whether a pod is among
 * those that a rule about pods means. Source: {@code nodeaffinity.go} of kubernetes/component-helpers, {@code
 * selector.go} of kubernetes/apimachinery. A requirement the API would refuse matches nothing; so does an empty
 * term. Complexity: O(terms x expressions). Thread-safety: stateless.
 */
final class SelectorRules {

    private SelectorRules() {}

    static boolean matches(PodShape shape, NodeFacts node) {
        boolean selected = shape.nodeSelector().entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(node.labels().get(wanted.getKey())));
        return selected
                && (shape.requiredTerms() == null
                        || shape.requiredTerms().stream().anyMatch(term -> matches(term, node)));
    }

    /** No selector selects nothing, one without requirements everything. */
    static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
        return selector != null
                && selector.requirements().stream().allMatch(wanted -> matches(wanted, labels.get(wanted.key())));
    }

    static boolean selects(PodAffinityTerm term, String namespace, Map<String, String> labels) {
        return selects(term.selector(), labels)
                && (term.namespaces().contains(namespace)
                        || selects(term.namespaceSelector(), Map.of(PodAffinityTerm.NAMESPACE_NAME, namespace)));
    }

    private static boolean matches(NodeSelectorTerm term, NodeFacts node) {
        if (term.expressions().isEmpty() && term.fields().isEmpty()) {
            return false;
        }
        return term.expressions().stream()
                        .allMatch(wanted -> matches(wanted, node.labels().get(wanted.key())))
                && term.fields().stream().allMatch(wanted -> matchesField(wanted, node.name()));
    }

    private static boolean matches(LabelRequirement wanted, @Nullable String label) {
        List<String> values = wanted.values();
        return switch (wanted.operator()) {
            case IN -> label != null && values.contains(label);
            case NOT_IN -> !values.isEmpty() && (label == null || !values.contains(label));
            case EXISTS -> values.isEmpty() && label != null;
            case DOES_NOT_EXIST -> values.isEmpty() && label == null;
            case GT -> compare(label, values) > 0;
            case LT -> compare(label, values) < 0;
        };
    }

    /** Sign of label - limit; 0, which satisfies neither operator, unless both are whole numbers. */
    private static int compare(@Nullable String label, List<String> values) {
        if (label == null || values.size() != 1) {
            return 0;
        }
        OptionalLong left = number(label);
        OptionalLong right = number(values.getFirst());
        return left.isPresent() && right.isPresent() ? Long.compare(left.getAsLong(), right.getAsLong()) : 0;
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /** The only field is the node's name, with exactly one value. */
    private static boolean matchesField(LabelRequirement wanted, String nodeName) {
        if (!wanted.key().equals("metadata.name") || wanted.values().size() != 1) {
            return false;
        }
        boolean same = wanted.values().getFirst().equals(nodeName);
        return switch (wanted.operator()) {
            case IN -> same;
            case NOT_IN -> !same;
            case EXISTS, DOES_NOT_EXIST, GT, LT -> false;
        };
    }
}
