package dev.inferno.decision;

import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.SelectPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import java.time.Instant;
import java.util.List;
import java.util.function.LongBinaryOperator;

/**
 * How far one step may go: the policies of {@code spec.behavior}.
 *
 * <p>Problem: bound the change of a replica count per period. Method: for each policy the count at the start of its period
 * is rebuilt from the changes since, and the policy's allowance is added to it; {@code selectPolicy} picks among the
 * results. A percentage counts whole replicas, up for growth, and is taken of at least one, or nothing would ever leave 0.
 * Source: HorizontalPodAutoscaler v2, {@code calculateScaleUpLimitWithScalingRules} and its twin, which take percentages
 * in binary fractions (110.00000000000001 is 111 there) and do not scale from 0. Complexity: O(policies x changes).
 * Thread-safety: stateless.
 */
final class StepLimits {

    private StepLimits() {}

    /** The largest count allowed now; {@link Integer#MAX_VALUE} without policies. */
    static int highest(ScalingRules rules, int current, List<Scaling> changes, Instant now) {
        if (rules.select() == SelectPolicy.DISABLED) {
            return current;
        }
        long highest = rules.policies().stream()
                .mapToLong(policy -> grown(policy, start(policy, current, changes, now)))
                .reduce(pick(rules, true))
                .orElse(Integer.MAX_VALUE);
        return Math.clamp(highest, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** The smallest count allowed now; 0 without policies. */
    static int lowest(ScalingRules rules, int current, List<Scaling> changes, Instant now) {
        if (rules.select() == SelectPolicy.DISABLED) {
            return current;
        }
        long lowest = rules.policies().stream()
                .mapToLong(policy -> shrunk(policy, start(policy, current, changes, now)))
                .reduce(pick(rules, false))
                .orElse(0);
        return Math.clamp(lowest, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long grown(StepPolicy policy, long start) {
        return switch (policy.type()) {
            case PODS -> start + policy.value();
            case PERCENT -> start + Math.ceilDiv(Math.max(1, start) * policy.value(), 100);
        };
    }

    private static long shrunk(StepPolicy policy, long start) {
        return switch (policy.type()) {
            case PODS -> start - policy.value();
            case PERCENT -> Math.floorDiv(start * (100L - policy.value()), 100);
        };
    }

    /** "Max" allows the most change: the highest count when growing, the lowest when shrinking. */
    private static LongBinaryOperator pick(ScalingRules rules, boolean growing) {
        return (rules.select() == SelectPolicy.MAX) == growing ? Math::max : Math::min;
    }

    /** The count at the start of the policy's period: what was added since is taken off, what was removed comes back. */
    private static long start(StepPolicy policy, int current, List<Scaling> changes, Instant now) {
        Instant start = now.minus(policy.period());
        long since = changes.stream()
                .filter(change -> change.at().isAfter(start))
                .mapToLong(change -> (long) change.to() - change.from())
                .sum();
        // Somebody else may have changed the count meanwhile; there never were less than none.
        return Math.max(0, current - since);
    }
}
