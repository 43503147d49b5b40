package dev.inferno.operator.kube;

import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Action;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.api.VariantAutoscalingStatus.Actuation;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a decision: {@code applied} is true only when nothing remains to be written. Pure. */
final class ActuationStatus {

    private ActuationStatus() {}

    /** Attempt times are set only when this cycle wrote, or tried to. */
    static Actuation of(CycleReport report, VariantState seen, VariantDecision decided, String now) {
        ActionResult result = report.results().stream()
                .filter(r -> r.action().equals(decided.action()))
                .findFirst()
                .orElse(null);
        boolean attempted = result != null && writes(result.action());
        boolean succeeded = attempted && result instanceof ActionResult.Done;
        return new Actuation(
                applied(result, decided), attempted ? now : null, succeeded ? now : null, mode(seen, decided));
    }

    private static boolean writes(Action action) {
        return switch (action) {
            case Action.Scale scale -> scale.from() != scale.to();
            case Action.SteerTemplate steer -> true;
            case Action.LabelNodes label -> true;
            case Action.PreferVictims prefer -> true;
            case Action.SetBatchLimit batch -> true;
            case Action.Publish publish -> false;
            case Action.Hold hold -> false;
        };
    }

    private static boolean applied(@Nullable ActionResult result, VariantDecision decided) {
        if (!(result instanceof ActionResult.Done done)) {
            return false;
        }
        return switch (done.action()) {
            case Action.Scale scale -> scale.to() == decided.desired();
            case Action.Publish publish -> true;
            case Action.Hold hold -> decided.current() == decided.desired();
            case Action.SteerTemplate steer -> decided.desired() == 0;
            case Action.LabelNodes label -> false;
            case Action.PreferVictims prefer -> false;
            case Action.SetBatchLimit batch -> false;
        };
    }

    private static String mode(VariantState seen, VariantDecision decided) {
        ActuationMode mode = modeOf(seen, decided);
        return mode.name().charAt(0) + mode.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static ActuationMode modeOf(VariantState seen, VariantDecision decided) {
        boolean othersScale = seen.target() instanceof Target.Found found && found.externalScaler() != null;
        ActuationMode asked = seen.spec().actuation();
        if (asked == ActuationMode.ADVISE) {
            return asked;
        }
        if (decided.action() instanceof Action.Publish || othersScale) {
            return ActuationMode.METRICS;
        }
        if (asked != null) {
            return asked;
        }
        return seen.spec().accelerators().isEmpty() ? ActuationMode.METRICS : ActuationMode.DIRECT;
    }
}
