package dev.inferno.operator.kube;

import org.jspecify.annotations.Nullable;

/**
 * Values that are equal become the same one, as long as they are recent: of two that share a slot the later stays. So it cannot
 * grow, whatever passes through in months. Thread-safety: any thread, for immutable values; two of them may get two equal ones.
 */
final class Interned<T> {

    private static final int SLOTS = 1 << 14;

    private final Object[] slots = new Object[SLOTS];

    /** The one kept, or null. */
    @Nullable
    T known(T value) {
        Object kept = slots[slot(value)];
        return value.equals(kept) ? cast(kept) : null;
    }

    T of(T value) {
        T kept = known(value);
        if (kept != null) {
            return kept;
        }
        slots[slot(value)] = value;
        return value;
    }

    private static int slot(Object value) {
        int hash = value.hashCode() * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }

    /** Equal values have the type that was put in. */
    @SuppressWarnings("unchecked")
    private T cast(Object kept) {
        return (T) kept;
    }
}
