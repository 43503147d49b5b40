package dev.inferno.decision;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.VariantSpec;
import java.time.Instant;
import java.util.List;

/**
 * The replica count to ask for next, from what runs towards what the plan grants, within the guardrails: a minimum is
 * risen to at once, as HPA v2 does, and every step down keeps to {@code spec.behavior.scaleDown}.
 *
 * @param because why it differs from the plan; "" when it does not
 */
record Step(int replicas, String because) {

    /**
     * @param partial some pods do not report: the count may rise, never fall
     */
    static Step towards(
            VariantPlan plan, Sizable variant, VariantSpec spec, boolean partial, List<Scaling> changes, Instant now) {
        int current = variant.currentReplicas();
        int granted = plan.granted();
        if (partial && granted < current) {
            return new Step(current, "some pods do not report, so nothing is taken away");
        }
        int highest = Math.max(
                Math.max(current, spec.minReplicas()), StepLimits.highest(spec.scaleUp(), current, changes, now));
        if (granted > highest) {
            return new Step(highest, "spec.behavior.scaleUp allows " + highest + " now");
        }
        int goal = Math.max(granted, Math.min(current, spec.minReplicas()));
        int lowest = Math.min(current, StepLimits.lowest(spec.scaleDown(), current, changes, now));
        if (goal < lowest) {
            return new Step(lowest, "spec.behavior.scaleDown allows " + lowest + " now");
        }
        return goal == granted
                ? new Step(granted, "")
                : new Step(goal, "minReplicas (" + spec.minReplicas() + ") is kept although not all of it has a node");
    }
}
