package dev.inferno.snapshot;

import java.util.Comparator;

/** One model served in one namespace: the unit that shares a demand. */
public record ModelKey(String namespace, String modelId) implements Comparable<ModelKey> {

    private static final Comparator<ModelKey> ORDER =
            Comparator.comparing(ModelKey::namespace).thenComparing(ModelKey::modelId);

    @Override
    public int compareTo(ModelKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + modelId;
    }
}
