package dev.inferno.decision;

/**
 * One condition of a VariantAutoscaling, without its times: the status writer keeps {@code lastTransitionTime}.
 *
 * @param reason one of the reasons of the contract, in CamelCase
 */
public record Condition(Type type, Status status, String reason, String message) {

    /** The condition types of the contract, in the order in which {@code kubectl describe} should list them. */
    public enum Type {
        TargetResolved,
        MetricsAvailable,
        OptimizationReady,
        CapacityAvailable,
        Actuated,
        Ready
    }

    /** Kubernetes' three values. */
    public enum Status {
        True,
        False,
        Unknown
    }
}
