package dev.inferno.decision;

import dev.inferno.snapshot.Memory;
import java.util.List;
import java.util.stream.Stream;

/**
 * The next legal step of every variant, ordered by key, and what to remember.
 *
 * @param id name of the decision, that of the snapshot
 * @param hints which nodes new pods should prefer and which pods should go first: written before the steps, and no step
 *     waits for one that fails
 */
public record Decision(String id, List<VariantDecision> variants, Memory memory, List<Action> hints) {

    public Decision {
        variants = List.copyOf(variants);
        hints = List.copyOf(hints);
    }

    /** Without hints. */
    public Decision(String id, List<VariantDecision> variants, Memory memory) {
        this(id, variants, memory, List.of());
    }

    public List<Action> actions() {
        return Stream.concat(hints.stream(), variants.stream().map(VariantDecision::action))
                .toList();
    }
}
