package dev.inferno.operator.kube;

import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.api.VariantAutoscalingStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened to one variant in one cycle that is worth an Event. Pure. */
final class EventNotes {

    private EventNotes() {}

    /** One Event to be. */
    record Note(boolean warning, String action, String reason, String text) {}

    /**
     * What was told of a variant last.
     *
     * @param conditions status and reason by type
     */
    record Told(@Nullable Integer desired, @Nullable String accelerator, Map<Condition.Type, String> conditions) {

        static Told of(VariantDecision decided) {
            Map<Condition.Type, String> conditions = new EnumMap<>(Condition.Type.class);
            decided.conditions().forEach(c -> conditions.put(c.type(), c.status() + "/" + c.reason()));
            return new Told(decided.desired(), decided.accelerator(), conditions);
        }

        /** A new leader knows what its predecessor told by the status it left. */
        static Told of(VariantAutoscalingStatus status) {
            Map<Condition.Type, String> conditions = new EnumMap<>(Condition.Type.class);
            for (VariantAutoscalingStatus.Condition condition : Lists.orEmpty(status.conditions())) {
                for (Condition.Type type : Condition.Type.values()) {
                    if (type.name().equals(condition.type())) {
                        conditions.put(type, condition.status() + "/" + condition.reason());
                    }
                }
            }
            var desired = status.desiredOptimizedAlloc();
            return new Told(
                    desired == null ? null : desired.numReplicas(),
                    desired == null ? null : desired.accelerator(),
                    conditions);
        }
    }

    static List<Note> of(@Nullable Told before, VariantDecision decided, @Nullable ActionResult result) {
        List<Note> notes = new ArrayList<>();
        boolean changed = before == null
                || !Objects.equals(before.desired(), decided.desired())
                || !Objects.equals(before.accelerator(), decided.accelerator());
        Note outcome = outcome(decided, result, changed);
        if (outcome != null) {
            notes.add(outcome);
        }
        for (Condition condition : decided.conditions()) {
            if (isNews(before, condition, outcome)) {
                notes.add(new Note(
                        condition.status() != Condition.Status.True,
                        "Decide",
                        condition.reason(),
                        condition.message()));
            }
        }
        return notes;
    }

    /** Ready only sums up the others, and Actuated is told by the outcome where there is one. */
    private static boolean isNews(@Nullable Told before, Condition condition, @Nullable Note outcome) {
        if (condition.type() == Condition.Type.Ready
                || (condition.type() == Condition.Type.Actuated
                        && (outcome != null || condition.status() == Condition.Status.True))) {
            return false;
        }
        String told = before == null ? null : before.conditions().get(condition.type());
        if (told == null) {
            return condition.status() != Condition.Status.True;
        }
        return !told.equals(condition.status() + "/" + condition.reason());
    }

    private static @Nullable Note outcome(VariantDecision decided, @Nullable ActionResult result, boolean changed) {
        return switch (result) {
            case null -> null;
            case ActionResult.Refused refused -> new Note(true, "Actuate", "Held", refused.message());
            case ActionResult.Failed failed -> new Note(true, "Actuate", "PatchFailed", failed.message());
            case ActionResult.Done done -> done(decided, done.action(), changed);
        };
    }

    private static @Nullable Note done(VariantDecision decided, Action action, boolean changed) {
        return switch (action) {
            case Action.Scale scale
            when scale.from() != scale.to() ->
                new Note(
                        false,
                        "Scale",
                        scale.to() > scale.from() ? "ScaledUp" : "ScaledDown",
                        "Scaled Deployment " + scale.deployment() + " from " + scale.from() + " to " + scale.to() + ": "
                                + decided.because());
            case Action.SteerTemplate steer ->
                new Note(
                        false,
                        "SteerTemplate",
                        "TemplateSteered",
                        "Steered Deployment " + steer.deployment() + " to " + steer.accelerator() + ": "
                                + decided.because());
            case Action.Publish publish
            when changed ->
                new Note(
                        false,
                        "Publish",
                        "DecisionPublished",
                        "Published " + publish.replicas() + " replicas: " + decided.because());
            case Action.Hold hold when changed -> new Note(false, "Decide", "DecisionChanged", decided.because());
            default -> null;
        };
    }
}
