package dev.inferno.operator.observe;

import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Counts what was done to workloads. */
final class ActionCounters {

    private final List<Counters> scalings;
    private final Counters actions;

    ActionCounters(MeterRegistry registry, boolean aliases, List<Tag> instance) {
        Metric scaling = Metric.of(
                        "inferno_replica_scaling_total",
                        "Changes of a replica count that were carried out",
                        "variant_name",
                        "namespace",
                        "direction",
                        "reason")
                .with(instance);
        List<Counters> names = new ArrayList<>(List.of(new Counters(registry, scaling)));
        if (aliases) {
            names.add(new Counters(registry, scaling.renamed("wva_replica_scaling_total")));
        }
        this.scalings = List.copyOf(names);
        this.actions = new Counters(
                registry, Metric.of("inferno_actions_total", "Actions by what became of them", "action", "result"));
    }

    void count(List<ActionResult> results) {
        for (ActionResult result : results) {
            actions.increment(List.of(name(result.action()), outcome(result)));
            if (result instanceof ActionResult.Done(Action.Scale scale) && scale.to() != scale.from()) {
                String direction = scale.to() > scale.from() ? "scale_up" : "scale_down";
                List<String> labels =
                        List.of(scale.variant().name(), scale.variant().namespace(), direction, scale.reason());
                scalings.forEach(counter -> counter.increment(labels));
            }
        }
    }

    /** @param variants {@code [name, namespace]} of the variants that exist */
    void retain(Set<List<String>> variants) {
        scalings.forEach(counter -> counter.retain(labels -> variants.contains(labels.subList(0, 2))));
    }

    void clear() {
        scalings.forEach(Counters::clear);
        actions.clear();
    }

    private static String outcome(ActionResult result) {
        return switch (result) {
            case ActionResult.Done done -> "done";
            case ActionResult.Refused refused -> "refused";
            case ActionResult.Failed failed -> "failed";
        };
    }

    private static String name(Action action) {
        return switch (action) {
            case Action.Scale scale -> "scale";
            case Action.SteerTemplate steer -> "steer_template";
            case Action.LabelNodes label -> "label_nodes";
            case Action.PreferVictims prefer -> "prefer_victims";
            case Action.SetBatchLimit batch -> "set_batch_limit";
            case Action.Publish publish -> "publish";
            case Action.Hold hold -> "hold";
        };
    }
}
