package dev.inferno.topology;

import java.util.List;

/** One expression over node labels (or, as a field, over {@code metadata.name}), as Kubernetes writes it. */
public record LabelRequirement(String key, Operator operator, List<String> values) {

    public LabelRequirement {
        values = List.copyOf(values);
    }

    /** The operators of a node selector requirement. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT
    }
}
