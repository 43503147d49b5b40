package dev.inferno.decision;

import dev.inferno.snapshot.VariantKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for one variant, complete enough to write its status and tell its story.
 *
 * @param current replicas the workload asks for now
 * @param wanted replicas the demand needs
 * @param granted of those, how many have a node
 * @param desired replicas the workload should ask for next: granted, within guardrails
 * @param accelerator what the desired replicas run on; null when nothing is desired and nothing runs
 * @param costPerHour cost units per hour of the desired replicas
 * @param placement granted replicas by node
 * @param blockedBy what stands between wanted and granted; null when nothing does
 * @param nextReplica what would let the model have one more; null when it lacks nothing, or nobody looked
 * @param because one sentence: why desired is what it is
 */
public record VariantDecision(
        VariantKey key,
        String modelId,
        @Nullable String serviceClass,
        int current,
        int wanted,
        int granted,
        int desired,
        @Nullable String accelerator,
        int batch,
        double costPerHour,
        @Nullable Predicted predicted,
        List<OptionVerdict> options,
        SortedMap<String, Integer> placement,
        @Nullable String blockedBy,
        @Nullable NextReplica nextReplica,
        Action action,
        List<Condition> conditions,
        String because) {

    public VariantDecision {
        options = List.copyOf(options);
        placement = Collections.unmodifiableSortedMap(new TreeMap<>(placement));
        conditions = List.copyOf(conditions);
    }

    /** The condition of a type; every decision has all of them. */
    public Condition condition(Condition.Type type) {
        return conditions.stream().filter(c -> c.type() == type).findFirst().orElseThrow();
    }

    /** The same decision, whose action was not carried out. */
    public VariantDecision notCarriedOut(String reason, String message) {
        return with(action, outcome(reason, message));
    }

    /** The same decision, whose action has to wait. */
    VariantDecision waits(String message) {
        return with(new Action.Hold(key, desired, message), outcome("Held", message));
    }

    /** The same decision, with something more that users should know. */
    public VariantDecision noted(String note) {
        return with(
                action,
                conditions.stream()
                        .map(condition -> condition.type() == Condition.Type.OptimizationReady
                                ? new Condition(
                                        condition.type(),
                                        condition.status(),
                                        condition.reason(),
                                        condition.message() + "; " + note)
                                : condition)
                        .toList());
    }

    private List<Condition> outcome(String reason, String message) {
        return Conditions.with(new Conditions.Outcome(false, reason, message), conditions);
    }

    private VariantDecision with(Action other, List<Condition> told) {
        return new VariantDecision(
                key,
                modelId,
                serviceClass,
                current,
                wanted,
                granted,
                desired,
                accelerator,
                batch,
                costPerHour,
                predicted,
                options,
                placement,
                blockedBy,
                nextReplica,
                other,
                told,
                because);
    }
}
