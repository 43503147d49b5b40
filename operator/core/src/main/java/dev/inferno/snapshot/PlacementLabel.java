package dev.inferno.snapshot;

import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodShape;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The node label of one variant: nodes that carry it are those planned for its replicas. */
public final class PlacementLabel {

    public static final String PREFIX = "placement.inferno.llmd.ai/";
    public static final String VALUE = "allow";

    /** Kubernetes' limit for the part after the prefix. */
    private static final int MOST_CHARACTERS = 63;

    /** Of a name that is cut, this many characters stay, before a dash and eight digits. */
    private static final int CUT = MOST_CHARACTERS - 9;

    private PlacementLabel() {}

    /** Whether it may be the key of a variant in that namespace. */
    public static boolean isIn(String namespace, String key) {
        String start = namespace + ".";
        return key.startsWith(PREFIX + start.substring(0, Math.min(start.length(), CUT)));
    }

    /** {@code placement.inferno.llmd.ai/NAMESPACE.NAME}; cut, with a hash at the end, where that is too long. */
    public static String key(VariantKey variant) {
        String whole = variant.namespace() + "." + variant.name();
        if (whole.length() <= MOST_CHARACTERS) {
            return PREFIX + whole;
        }
        String hash = HexFormat.of().toHexDigits(whole.hashCode());
        return PREFIX + whole.substring(0, CUT) + "-" + hash;
    }

    /** What a pod that requires the label has in its node affinity, as a user writes it. */
    public static String term(String key) {
        return "{key: " + key + ", operator: In, values: [" + VALUE + "]}";
    }

    /** Whether pods of this shape start only where the label is. */
    public static boolean isRequired(String key, PodShape pod) {
        return !without(key, pod).equals(pod);
    }

    /** Whether the nodes that carry the label, and so its pods, follow the plan of the variant exactly. */
    public static boolean isStrict(VariantState state) {
        return state.spec().placement() == PlacementMode.STRICT_NODE_LABELS
                && state.target() instanceof Target.Found found
                && isRequired(key(state.key()), found.pod());
    }

    /**
     * The variant as a plan has to see it. Where the label follows the plan it is no rule for the plan: else only nodes that
     * carry it already would count, and no variant could move or grow.
     */
    public static VariantState ignored(VariantState state) {
        return isStrict(state) && state.target() instanceof Target.Found found
                ? state.withTarget(found.withPod(without(key(state.key()), found.pod())))
                : state;
    }

    private static PodShape without(String key, PodShape pod) {
        var selector = new TreeMap<>(pod.nodeSelector());
        selector.remove(key, VALUE);
        return pod.withNodeSelector(selector).withRequiredTerms(without(key, pod.requiredTerms()));
    }

    /** Terms are OR-ed, so one that asks for nothing else leaves no rule at all. */
    private static @Nullable List<NodeSelectorTerm> without(String key, @Nullable List<NodeSelectorTerm> terms) {
        if (terms == null) {
            return null;
        }
        boolean anywhere = terms.stream().anyMatch(term -> !matchesNothing(term) && matchesNothing(without(key, term)));
        return anywhere ? null : terms.stream().map(term -> without(key, term)).toList();
    }

    private static boolean matchesNothing(NodeSelectorTerm term) {
        return term.expressions().isEmpty() && term.fields().isEmpty();
    }

    private static NodeSelectorTerm without(String key, NodeSelectorTerm term) {
        return new NodeSelectorTerm(
                term.expressions().stream()
                        .filter(expression -> !expression.key().equals(key) || !isMet(expression))
                        .toList(),
                term.fields());
    }

    /** By a node that carries the label. */
    private static boolean isMet(LabelRequirement expression) {
        return switch (expression.operator()) {
            case IN -> expression.values().contains(VALUE);
            case EXISTS -> true;
            case NOT_IN, DOES_NOT_EXIST, GT, LT -> false;
        };
    }
}
