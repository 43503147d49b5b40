package dev.inferno.snapshot;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One direction of {@code spec.behavior}, with the meaning of HPA v2.
 *
 * @param stabilizationWindow null = the operator's default
 * @param policies empty = no limit on the step
 */
public record ScalingRules(@Nullable Duration stabilizationWindow, SelectPolicy select, List<StepPolicy> policies) {

    public static final ScalingRules DEFAULT = new ScalingRules(null, SelectPolicy.MAX, List.of());

    public ScalingRules {
        policies = List.copyOf(policies);
    }

    /** Which of several policies counts. */
    public enum SelectPolicy {
        MAX,
        MIN,
        DISABLED
    }

    /** At most {@code value} pods, or percent of the current replicas, per period. */
    public record StepPolicy(Type type, int value, Duration period) {

        /** Unit of the value. */
        public enum Type {
            PODS,
            PERCENT
        }
    }
}
