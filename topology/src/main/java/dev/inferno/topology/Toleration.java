package dev.inferno.topology;

import org.jspecify.annotations.Nullable;

/**
 * A toleration of a pod. An empty key with {@link Operator#EXISTS} tolerates every taint; a null effect matches every
 * effect.
 */
public record Toleration(
        String key,
        Operator operator,
        String value,
        @Nullable TaintEffect effect) {

    /** How key and value are compared. */
    public enum Operator {
        EQUAL,
        EXISTS
    }
}
