package dev.inferno.topology;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A selector of pods or namespaces by their labels: all requirements must hold, none at all selects everything. What
 * Kubernetes writes as {@code matchLabels} is one requirement with {@code In} each.
 */
public record LabelSelector(List<LabelRequirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Only what has the same values as a pod under these keys ({@code matchLabelKeys}); a key it lacks adds nothing. */
    public LabelSelector like(Map<String, String> pod, List<String> keys) {
        return with(pod, keys, LabelRequirement.Operator.IN);
    }

    /** Only what has other values than a pod under these keys ({@code mismatchLabelKeys}). */
    public LabelSelector unlike(Map<String, String> pod, List<String> keys) {
        return with(pod, keys, LabelRequirement.Operator.NOT_IN);
    }

    private LabelSelector with(Map<String, String> pod, List<String> keys, LabelRequirement.Operator operator) {
        Stream<LabelRequirement> added = keys.stream()
                .filter(pod::containsKey)
                .map(key -> new LabelRequirement(key, operator, List.of(pod.getOrDefault(key, ""))));
        return new LabelSelector(Stream.concat(requirements.stream(), added).toList());
    }
}
