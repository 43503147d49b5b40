package dev.inferno.decision;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.NodeFacts;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Labels of nodes that differ from the plan, for placement mode NodeLabels. Nodes are labelled before replicas are added, so
 * that new pods find them, and lose the label only once the replicas are as planned, so that no pod waits meanwhile.
 */
final class NodeMarks {

    private NodeMarks() {}

    /** What to write beside a decision that is carried out by this operator; null when nothing is. */
    static Action.@Nullable LabelNodes of(VariantDecision decided, CycleSnapshot seen) {
        VariantState state = seen.variant(decided.key());
        Condition actuated = decided.condition(Condition.Type.Actuated);
        boolean ours = actuated.reason().equals("Applied") || actuated.reason().equals("PodsPending");
        if (state == null || state.spec().placement() != PlacementMode.NODE_LABELS || !ours) {
            return null;
        }
        Action.LabelNodes missing = changes(decided, seen, true);
        boolean settled = decided.action() instanceof Action.Hold
                && actuated.status() == Condition.Status.True
                && !isRequired(PlacementLabel.key(decided.key()), state.target());
        return missing != null || !settled ? missing : changes(decided, seen, false);
    }

    /** A template that requires the label could start no pod on nodes without it, whatever became of those with it. */
    private static boolean isRequired(String key, Target target) {
        return target instanceof Target.Found found
                && (found.pod().nodeSelector().containsKey(key)
                        || found.pod().requiredTerms() != null
                                && found.pod().requiredTerms().stream()
                                        .flatMap(term -> term.expressions().stream())
                                        .anyMatch(expression -> expression.key().equals(key)));
    }

    private static Action.@Nullable LabelNodes changes(VariantDecision decided, CycleSnapshot seen, boolean set) {
        String key = PlacementLabel.key(decided.key());
        SortedMap<String, Boolean> nodes = new TreeMap<>();
        if (seen.inventory() instanceof Inventory.Known known) {
            for (NodeFacts node : known.nodes()) {
                boolean planned = decided.placement().containsKey(node.name());
                boolean labelled = PlacementLabel.VALUE.equals(node.labels().get(key));
                if (planned == set && labelled != set && !node.virtual()) {
                    nodes.put(node.name(), set);
                }
            }
        }
        return nodes.isEmpty() ? null : new Action.LabelNodes(decided.key(), key, nodes);
    }
}
