package dev.inferno.decision;

import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.SelectPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import java.time.Instant;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * How far one step may go: the policies of {@code spec.behavior}.
 *
 * <p>Problem: bound the change of a replica count per period. Method: for each policy the count at the start of its period
 * is rebuilt from the changes since, and the policy's allowance is added to it; {@code selectPolicy} picks among the
 * results. Source: HorizontalPodAutoscaler v2, scaling policies. Complexity: O(policies x changes). Thread-safety:
 * stateless.
 */
final class StepLimits {

    private StepLimits() {}

    /** The largest count allowed now; {@link Integer#MAX_VALUE} without policies. */
    static int highest(ScalingRules rules, int current, List<Scaling> changes, Instant now) {
        if (rules.select() == SelectPolicy.DISABLED) {
            return current;
        }
        return rules.policies().stream()
                .mapToInt(policy -> grown(policy, start(policy, current, changes, now)))
                .reduce(pick(rules, true))
                .orElse(Integer.MAX_VALUE);
    }

    /** The smallest count allowed now; 0 without policies. */
    static int lowest(ScalingRules rules, int current, List<Scaling> changes, Instant now) {
        if (rules.select() == SelectPolicy.DISABLED) {
            return current;
        }
        return rules.policies().stream()
                .mapToInt(policy -> shrunk(policy, start(policy, current, changes, now)))
                .reduce(pick(rules, false))
                .orElse(0);
    }

    private static int grown(StepPolicy policy, int start) {
        return switch (policy.type()) {
            case PODS -> start + policy.value();
            case PERCENT -> (int) Math.ceil(start * (1 + policy.value() / 100.0));
        };
    }

    private static int shrunk(StepPolicy policy, int start) {
        return switch (policy.type()) {
            case PODS -> start - policy.value();
            case PERCENT -> (int) (start * (1 - policy.value() / 100.0));
        };
    }

    /** "Max" allows the most change: the highest count when growing, the lowest when shrinking. */
    private static IntBinaryOperator pick(ScalingRules rules, boolean growing) {
        return (rules.select() == SelectPolicy.MAX) == growing ? Math::max : Math::min;
    }

    /** The count at the start of the policy's period: what was added since is taken off, what was removed comes back. */
    private static int start(StepPolicy policy, int current, List<Scaling> changes, Instant now) {
        Instant start = now.minus(policy.period());
        return current
                - changes.stream()
                        .filter(change -> change.at().isAfter(start))
                        .mapToInt(change -> change.to() - change.from())
                        .sum();
    }
}
