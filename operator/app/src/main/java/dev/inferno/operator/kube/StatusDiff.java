package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscalingStatus;
import dev.inferno.operator.api.VariantAutoscalingStatus.Actuation;
import dev.inferno.operator.api.VariantAutoscalingStatus.Calibration;
import dev.inferno.operator.api.VariantAutoscalingStatus.Condition;
import dev.inferno.operator.api.VariantAutoscalingStatus.CurrentAlloc;
import dev.inferno.operator.api.VariantAutoscalingStatus.Decision;
import dev.inferno.operator.api.VariantAutoscalingStatus.DesiredAlloc;
import dev.inferno.operator.api.VariantAutoscalingStatus.Load;
import dev.inferno.operator.api.VariantAutoscalingStatus.Option;
import dev.inferno.operator.api.VariantAutoscalingStatus.Predicted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a status is worth writing, and what it says then. A change of decision, condition or replicas is written at once;
 * observed and predicted numbers when one is off by more than a fifth, and then not often; everything else goes along. Pure.
 *
 * @param merged the status to write: times and ids of what has not changed are those of before
 */
record StatusDiff(Weight weight, VariantAutoscalingStatus merged) {

    private static final double TOLERANCE = 0.2;
    private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?");

    /** How much a difference matters. */
    enum Weight {
        NOTHING,
        NUMBERS,
        DECISION
    }

    static StatusDiff between(@Nullable VariantAutoscalingStatus before, VariantAutoscalingStatus now) {
        if (before == null) {
            return new StatusDiff(Weight.DECISION, now);
        }
        boolean sameDecision = sameDecision(before, now);
        VariantAutoscalingStatus merged = new VariantAutoscalingStatus(
                now.observedGeneration(),
                now.sloAttained(),
                now.currentAlloc(),
                sameDecision ? before.desiredOptimizedAlloc() : now.desiredOptimizedAlloc(),
                actuation(before.actuation(), now.actuation()),
                sameDecision ? withId(now.decision(), before.decision()) : now.decision(),
                now.calibration(),
                conditions(before.conditions(), now.conditions()));
        if (!sameDecision || !sameFacts(before, merged)) {
            return new StatusDiff(Weight.DECISION, merged);
        }
        boolean close =
                close(numbers(before), numbers(merged)) && Objects.equals(before.sloAttained(), merged.sloAttained());
        return new StatusDiff(close ? Weight.NOTHING : Weight.NUMBERS, merged);
    }

    private static boolean sameDecision(VariantAutoscalingStatus before, VariantAutoscalingStatus now) {
        return Objects.equals(essence(before), essence(now));
    }

    /** What makes two decisions the same, whatever the load's last digits. */
    private static List<@Nullable Object> essence(VariantAutoscalingStatus status) {
        List<@Nullable Object> essence = new ArrayList<>();
        DesiredAlloc desired = status.desiredOptimizedAlloc();
        if (desired != null) {
            essence.add(desired.accelerator());
            essence.add(desired.numReplicas());
            essence.add(desired.maxBatch());
        }
        Decision decision = status.decision();
        if (decision != null) {
            essence.add(decision.wanted());
            essence.add(decision.granted());
            essence.add(decision.next() == null ? null : decision.next().fits());
            essence.add(Lists.orEmpty(decision.placement()));
            for (Option option : Lists.orEmpty(decision.options())) {
                essence.add(option.accelerator());
                essence.add(option.verdict());
            }
        }
        return essence;
    }

    private static boolean sameFacts(VariantAutoscalingStatus before, VariantAutoscalingStatus now) {
        return Objects.equals(before.observedGeneration(), now.observedGeneration())
                && Objects.equals(existing(before.currentAlloc()), existing(now.currentAlloc()))
                && Objects.equals(outcome(before.actuation()), outcome(now.actuation()))
                && told(before.conditions()).equals(told(now.conditions()));
    }

    private static @Nullable Object existing(@Nullable CurrentAlloc current) {
        return current == null
                ? null
                : List.of(String.valueOf(current.accelerator()), String.valueOf(current.numReplicas()));
    }

    private static @Nullable Object outcome(@Nullable Actuation actuation) {
        return actuation == null
                ? null
                : List.of(String.valueOf(actuation.applied()), String.valueOf(actuation.mode()));
    }

    /** Conditions without their times, and messages without their numbers. */
    private static List<String> told(@Nullable List<Condition> conditions) {
        return Lists.orEmpty(conditions).stream()
                .map(c -> c.type() + " " + c.status() + " " + c.reason() + " "
                        + NUMBER.matcher(Lists.orEmpty(c.message())).replaceAll("#"))
                .sorted()
                .toList();
    }

    private static @Nullable Actuation actuation(@Nullable Actuation before, @Nullable Actuation now) {
        if (before == null || now == null) {
            return now;
        }
        return new Actuation(
                now.applied(),
                now.lastAttemptTime() == null ? before.lastAttemptTime() : now.lastAttemptTime(),
                now.lastSuccessTime() == null ? before.lastSuccessTime() : now.lastSuccessTime(),
                now.mode());
    }

    private static @Nullable Decision withId(@Nullable Decision now, @Nullable Decision before) {
        if (now == null || before == null) {
            return now;
        }
        return new Decision(
                before.id(),
                now.wanted(),
                now.granted(),
                now.costPerHour(),
                now.predicted(),
                now.options(),
                now.placement(),
                now.next(),
                now.optimalityGap());
    }

    /** {@code lastTransitionTime} is when the status of a condition changed, not its reason or message. */
    private static List<Condition> conditions(@Nullable List<Condition> before, @Nullable List<Condition> now) {
        List<Condition> merged = new ArrayList<>();
        for (Condition condition : Lists.orEmpty(now)) {
            String since = Lists.orEmpty(before).stream()
                    .filter(old -> Objects.equals(old.type(), condition.type())
                            && Objects.equals(old.status(), condition.status()))
                    .map(Condition::lastTransitionTime)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(Lists.orEmpty(condition.lastTransitionTime()));
            merged.add(new Condition(
                    condition.type(),
                    condition.status(),
                    condition.reason(),
                    condition.message(),
                    since,
                    condition.observedGeneration()));
        }
        return merged;
    }

    private static List<@Nullable String> numbers(VariantAutoscalingStatus status) {
        List<@Nullable String> numbers = new ArrayList<>();
        CurrentAlloc current = status.currentAlloc();
        if (current != null) {
            numbers.add(current.itlAverage());
            numbers.add(current.ttftAverage());
            numbers.add(current.waitAverage());
            numbers.add(current.variantCost());
            Load load = current.load();
            numbers.add(load == null ? null : load.arrivalRate());
            numbers.add(load == null ? null : load.avgInputTokens());
            numbers.add(load == null ? null : load.avgOutputTokens());
        }
        Decision decision = status.decision();
        if (decision != null) {
            numbers.add(decision.costPerHour());
            Predicted predicted = decision.predicted();
            numbers.add(predicted == null ? null : predicted.ttft());
            numbers.add(predicted == null ? null : predicted.itl());
            numbers.add(predicted == null ? null : predicted.utilisation());
        }
        for (Calibration learned : Lists.orEmpty(status.calibration())) {
            numbers.add(learned.accelerator());
            numbers.add(learned.source());
            if (learned.coefficients() != null) {
                numbers.addAll(new TreeMap<>(learned.coefficients()).values());
            }
        }
        return numbers;
    }

    private static boolean close(List<@Nullable String> before, List<@Nullable String> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!close(before.get(i), now.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(@Nullable String before, @Nullable String now) {
        if (before == null || now == null) {
            return Objects.equals(before, now);
        }
        try {
            double old = Double.parseDouble(before.replace("ms", ""));
            double current = Double.parseDouble(now.replace("ms", ""));
            return Math.abs(current - old) <= TOLERANCE * Math.max(Math.abs(old), Math.abs(current));
        } catch (NumberFormatException unreadable) {
            return before.equals(now);
        }
    }
}
