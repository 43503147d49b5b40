package dev.inferno.decision;

import dev.inferno.snapshot.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * The next legal step of every variant, ordered by key, and what to remember.
 *
 * @param id name of the decision, that of the snapshot
 * @param labels hints for the scheduler, which nodes new pods should prefer
 * @param victims hints for ReplicaSets, which pods should go first. Hints are written before the steps, and no step waits
 *     for one that fails
 */
public record Decision(
        String id,
        List<VariantDecision> variants,
        Memory memory,
        List<Action.LabelNodes> labels,
        List<Action.PreferVictims> victims) {

    public Decision {
        variants = List.copyOf(variants);
        labels = List.copyOf(labels);
        victims = List.copyOf(victims);
    }

    /** Without hints. */
    public Decision(String id, List<VariantDecision> variants, Memory memory) {
        this(id, variants, memory, List.of(), List.of());
    }

    /** The same, told otherwise. */
    public Decision withVariants(List<VariantDecision> told) {
        return new Decision(id, told, memory, labels, victims);
    }

    public List<Action> actions() {
        List<Action> actions = new ArrayList<>(labels);
        actions.addAll(victims);
        variants.forEach(variant -> actions.add(variant.action()));
        return List.copyOf(actions);
    }
}
