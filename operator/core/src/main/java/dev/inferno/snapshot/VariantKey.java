package dev.inferno.snapshot;

import java.util.Comparator;

/** Names one VariantAutoscaling. */
public record VariantKey(String namespace, String name) implements Comparable<VariantKey> {

    private static final Comparator<VariantKey> ORDER =
            Comparator.comparing(VariantKey::namespace).thenComparing(VariantKey::name);

    @Override
    public int compareTo(VariantKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/name}, as messages and placements write it. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
