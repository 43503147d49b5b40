package dev.inferno.decision;

import dev.inferno.snapshot.Memory;
import java.util.List;
import java.util.stream.Stream;

/**
 * The next legal step of every variant, ordered by key, and what to remember.
 *
 * @param id name of the decision, that of the snapshot
 * @param labels hints for the scheduler: written first, and no step waits for one that fails
 */
public record Decision(String id, List<VariantDecision> variants, Memory memory, List<Action.LabelNodes> labels) {

    public Decision {
        variants = List.copyOf(variants);
        labels = List.copyOf(labels);
    }

    /** Without labels. */
    public Decision(String id, List<VariantDecision> variants, Memory memory) {
        this(id, variants, memory, List.of());
    }

    public List<Action> actions() {
        return Stream.<Action>concat(labels.stream(), variants.stream().map(VariantDecision::action))
                .toList();
    }
}
