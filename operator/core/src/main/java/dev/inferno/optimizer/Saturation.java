package dev.inferno.optimizer;

/**
 * Who gets what where there is not enough for all, by the rules of inferno-autoscaler 2025: first as many variants as
 * possible, by priority, get all they need; then what is left is dealt to the others.
 *
 * @param delayed whether dealing waits until the variants of all priorities that fit whole have their replicas; else it
 *     follows after each priority
 */
public record Saturation(Policy policy, boolean delayed) {

    /** How to deal. */
    public enum Policy {
        /** Nothing: all that a variant needs, or only its minimum. */
        NONE,
        /** By priority, to each as much as there is room for. */
        PRIORITY_EXHAUSTIVE,
        /** By priority, within one a replica each in turn. */
        PRIORITY_ROUND_ROBIN,
        /** A replica each in turn, whatever the priority. */
        ROUND_ROBIN
    }
}
