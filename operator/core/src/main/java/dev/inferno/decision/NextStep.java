package dev.inferno.decision;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.RejectedOption;
import dev.inferno.analysis.Switching;
import dev.inferno.decision.Conditions.Outcome;
import dev.inferno.optimizer.BlockedBy;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import org.jspecify.annotations.Nullable;

/** The one action of a variant in this cycle and what the condition {@code Actuated} says of it. */
record NextStep(Action action, Outcome outcome) {

    static NextStep of(Sizable variant, VariantPlan plan, Step step, VariantState state, Rollouts rollouts) {
        CycleSnapshot seen = rollouts.seen();
        if (!(state.target() instanceof Target.Found found)) {
            throw new IllegalStateException("sizable variant " + variant.key() + " without a workload");
        }
        if (seen.policy().paused() || state.spec().paused()) {
            String who =
                    seen.policy().paused() ? "the installation is paused" : "annotation inferno.llmd.ai/paused is true";
            return held(variant, step, who + "; the decision is only reported");
        }
        return switch (mode(state, found)) {
            case ADVISE -> held(variant, step, "actuation mode is Advise; the decision is only reported");
            case METRICS ->
                published(variant, step, found.externalScaler(), state.spec().actuation());
            case DIRECT -> direct(variant, plan, step, state, rollouts);
        };
    }

    /** Never two writers on one Deployment: another scaler's presence turns Direct into publishing. */
    private static ActuationMode mode(VariantState state, Target.Found found) {
        ActuationMode asked = state.spec().actuation();
        if (found.externalScaler() != null && asked != ActuationMode.ADVISE) {
            return ActuationMode.METRICS;
        }
        if (asked != null) {
            return asked;
        }
        return state.spec().accelerators().isEmpty() ? ActuationMode.METRICS : ActuationMode.DIRECT;
    }

    private static NextStep held(Sizable variant, Step step, String message) {
        return new NextStep(
                new Action.Hold(variant.key(), step.replicas(), message), new Outcome(false, "Held", message));
    }

    private static NextStep published(
            Sizable variant, Step step, @Nullable String scaler, @Nullable ActuationMode asked) {
        String message = scaler == null
                ? "actuation mode is Metrics; the desired count is published"
                : scaler + " scales this Deployment; the desired count is published only";
        boolean refused = scaler != null && asked == ActuationMode.DIRECT;
        if (refused) {
            message = "spec.actuation.mode Direct is refused beside " + scaler + "; delete it or use mode Metrics";
        }
        return new NextStep(
                new Action.Publish(variant.key(), step.replicas(), message),
                new Outcome(!refused, "ExternalScaler", message));
    }

    private static NextStep direct(
            Sizable variant, VariantPlan plan, Step step, VariantState state, Rollouts rollouts) {
        Target.Found found = (Target.Found) state.target();
        if (Switching.underWay(rollouts.seen(), state)) {
            return pending(variant, step, "the pods are being replaced by those for " + found.steeredTo());
        }
        Action.SteerTemplate steer = Steering.needed(variant, plan, found, rollouts.seen());
        if (steer != null) {
            return steer(variant, plan, step, found, steer, rollouts);
        }
        NextStep next = scale(variant, plan, step, found);
        return variant.rejected().stream()
                .filter(RejectedOption::rolloutBlocked)
                .findFirst()
                .map(blocked -> new NextStep(next.action(), blocked(blocked.accelerator(), blocked.reason())))
                .orElse(next);
    }

    private static NextStep steer(
            Sizable variant,
            VariantPlan plan,
            Step step,
            Target.Found found,
            Action.SteerTemplate steer,
            Rollouts rollouts) {
        String refusal =
                found.replicas() == 0 || plan.option() == null ? null : rollouts.refusal(variant.key(), plan.option());
        if (refusal != null) {
            return new NextStep(
                    new Action.Hold(variant.key(), step.replicas(), refusal), blocked(steer.accelerator(), refusal));
        }
        return new NextStep(
                steer, new Outcome(true, "Applied", "node affinity for " + steer.accelerator() + " is set first"));
    }

    private static Outcome blocked(String accelerator, String reason) {
        return new Outcome(false, "RolloutBlocked", accelerator + " would serve better or cheaper, but " + reason);
    }

    private static NextStep pending(Sizable variant, Step step, String message) {
        return new NextStep(
                new Action.Hold(variant.key(), step.replicas(), message), new Outcome(false, "PodsPending", message));
    }

    private static NextStep scale(Sizable variant, VariantPlan plan, Step step, Target.Found found) {
        if (step.replicas() != found.replicas()) {
            var scale = new Action.Scale(
                    variant.key(),
                    found.name(),
                    found.resourceVersion(),
                    found.replicas(),
                    step.replicas(),
                    reason(step.replicas(), found.replicas(), plan.blockedBy()));
            return new NextStep(
                    scale, new Outcome(true, "Applied", "Deployment " + found.name() + " asks for " + step.replicas()));
        }
        var nothing = new Action.Hold(variant.key(), step.replicas(), "the Deployment already asks for it");
        if (found.readyReplicas() < found.replicas()) {
            return new NextStep(
                    nothing,
                    new Outcome(false, "PodsPending", "not all " + found.replicas() + " replicas are ready yet"));
        }
        return new NextStep(
                nothing, new Outcome(true, "Applied", "Deployment " + found.name() + " asks for " + step.replicas()));
    }

    private static String reason(int to, int from, @Nullable BlockedBy blockedBy) {
        if (to > from) {
            return "load_increase";
        }
        return blockedBy == null ? "load_decrease" : "capacity_lost";
    }
}
