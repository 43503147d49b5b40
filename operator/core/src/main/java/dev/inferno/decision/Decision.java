package dev.inferno.decision;

import dev.inferno.snapshot.Memory;
import java.util.List;

/**
 * The next legal step of every variant, ordered by key, and what to remember.
 *
 * @param id name of the decision, that of the snapshot
 */
public record Decision(String id, List<VariantDecision> variants, Memory memory) {

    public Decision {
        variants = List.copyOf(variants);
    }

    public List<Action> actions() {
        return variants.stream().map(VariantDecision::action).toList();
    }
}
