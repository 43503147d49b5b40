package dev.inferno.decision;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.DeviceResources;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodShape;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Labels of nodes that differ from the plan, for the placement modes with node labels.
 *
 * <p>Problem: new pods should find the planned nodes labelled, and where the template requires the label no pod may wait for
 * a label that never comes. Method: nodes are labelled before replicas are added, and lose the label only once the replicas
 * are as planned. Where the label is required others lose it also before replicas are added, for the new ones would go there;
 * but while a pod waits although every planned node is labelled (nothing is planned, a rollout needs more room than the plan,
 * the scheduler knows better) every node that has its devices gets the label. So there is always a node that carries it.
 * Complexity: O(nodes + pods) per variant. Thread-safety: stateless.
 */
final class NodeMarks {

    /** In which a scheduler binds new pods where they have room. */
    private static final Duration BINDING = Duration.ofSeconds(10);

    private final VariantDecision decided;
    private final CycleSnapshot seen;
    private final Target.Found target;
    private final Inventory.Known known;
    private final String key;
    private final SortedSet<String> labelled;

    private NodeMarks(VariantDecision decided, CycleSnapshot seen, Target.Found target, Inventory.Known known) {
        this.decided = decided;
        this.seen = seen;
        this.target = target;
        this.known = known;
        this.key = PlacementLabel.key(decided.key());
        this.labelled = known.nodes().stream()
                .filter(node -> PlacementLabel.VALUE.equals(node.labels().get(key)))
                .map(NodeFacts::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What to write beside a decision; null when nothing is. */
    static Action.@Nullable LabelNodes of(VariantDecision decided, CycleSnapshot seen) {
        VariantState state = seen.variant(decided.key());
        if (state == null
                || !(state.target() instanceof Target.Found target)
                || !(seen.inventory() instanceof Inventory.Known known)) {
            return null;
        }
        var marks = new NodeMarks(decided, seen, target, known);
        SortedMap<String, Boolean> changes = switch (state.spec().placement()) {
            case NONE, TEMPLATE, GATES -> new TreeMap<>();
            case NODE_LABELS -> marks.preferred();
            case STRICT_NODE_LABELS -> PlacementLabel.isStrict(state) ? marks.required() : marks.preferred();
        };
        return changes.isEmpty() ? null : new Action.LabelNodes(decided.key(), marks.key, changes);
    }

    /** What users should know of the label; null when nothing is odd about it. */
    static @Nullable String note(VariantState state, Inventory inventory) {
        if (!(state.target() instanceof Target.Found target)) {
            return null;
        }
        String key = PlacementLabel.key(state.key());
        boolean strict = state.spec().placement() == PlacementMode.STRICT_NODE_LABELS;
        boolean required = PlacementLabel.isRequired(key, target.pod());
        if (strict && !required) {
            return state.key() + ": placement.strict needs the required node affinity term " + PlacementLabel.term(key)
                    + " in the template of Deployment " + target.name()
                    + "; until then pods at most prefer labelled nodes";
        }
        if (!required || strict && !(inventory instanceof Inventory.Off)) {
            return null;
        }
        String out =
                "take the term " + PlacementLabel.term(key) + " out of the template of Deployment " + target.name();
        return inventory instanceof Inventory.Off
                ? state.key() + ": nodes are not read (INFERNO_INVENTORY_MODE None), so nobody labels them; " + out
                : state.key() + ": every node with devices carries the label that the template requires; set placement"
                        + " {mode: NodeLabels, strict: true} so that it follows the plan, or " + out;
    }

    private SortedMap<String, Boolean> preferred() {
        Set<String> planned = decided.placement().keySet();
        SortedMap<String, Boolean> changes = new TreeMap<>();
        if (isCarriedOut()) {
            put(planned, labelled, true, changes);
            if (changes.isEmpty() && isSettled() && !PlacementLabel.isRequired(key, target.pod())) {
                put(labelled, planned, false, changes);
            }
        }
        return changes;
    }

    private SortedMap<String, Boolean> required() {
        Set<String> planned = isCarriedOut() ? decided.placement().keySet() : Set.of();
        if (planned.isEmpty()) {
            planned = labelled.isEmpty() ? withItsDevices() : labelled;
        }
        boolean waits = known.podWaits(decided.key().namespace(), target.name());
        SortedMap<String, Boolean> changes = new TreeMap<>();
        put(planned, labelled, true, changes);
        if (waits && changes.isEmpty() && !justScaled()) {
            put(withItsDevices(), labelled, true, changes);
        } else if (!waits && !target.rolloutRunning() && (isSettled() || grows())) {
            put(labelled, planned, false, changes);
        }
        return changes;
    }

    /** Of nodes that are there: those promised by an elastic pool are named so once they are. */
    private void put(Set<String> nodes, Set<String> but, boolean set, SortedMap<String, Boolean> changes) {
        known.nodes().stream()
                .filter(node -> !node.virtual() && nodes.contains(node.name()) && !but.contains(node.name()))
                .forEach(node -> changes.put(node.name(), set));
    }

    /** By this operator. */
    private boolean isCarriedOut() {
        String actuated = decided.condition(Condition.Type.Actuated).reason();
        return actuated.equals("Applied") || actuated.equals("PodsPending");
    }

    private boolean isSettled() {
        return decided.action() instanceof Action.Hold
                && decided.condition(Condition.Type.Actuated).status() == Condition.Status.True
                && decided.current() <= decided.granted();
    }

    private boolean grows() {
        return decided.action() instanceof Action.Scale scale && scale.to() > scale.from();
    }

    /** Its pods have hardly been seen by the scheduler yet. */
    private boolean justScaled() {
        VariantMemory before = seen.memory().of(decided.key());
        return before != null
                && before.scalings().stream()
                        .anyMatch(change -> change.at().isAfter(seen.takenAt().minus(BINDING)));
    }

    private SortedSet<String> withItsDevices() {
        PodShape pod = target.pod();
        return known.nodes().stream()
                .filter(node -> pod.requests().amounts().entrySet().stream()
                        .filter(asked -> DeviceResources.isDevice(asked.getKey()))
                        .allMatch(asked -> node.allocatable().amount(asked.getKey()) >= asked.getValue()))
                .map(NodeFacts::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
