package dev.inferno.topology;

import java.util.List;

/** One term of a required node affinity: all its expressions and fields must hold; an empty term matches nothing. */
public record NodeSelectorTerm(List<LabelRequirement> expressions, List<LabelRequirement> fields) {

    public NodeSelectorTerm {
        expressions = List.copyOf(expressions);
        fields = List.copyOf(fields);
    }
}
