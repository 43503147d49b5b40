package dev.inferno.operator.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effective values: of each key, that of the first layer that has one, else its default. */
record Values(List<Layer> layers) {

    Values {
        layers = List.copyOf(layers);
    }

    /** The value of a key that has a default. */
    <T> T get(Key<T> key) {
        T value = find(key);
        if (value == null) {
            throw new IllegalStateException(key.name() + " has no default");
        }
        return value;
    }

    /** The value of a key, null when it is unset and has no default. */
    <T> @Nullable T find(Key<T> key) {
        for (Layer layer : layers) {
            String text = layer.values().get(key);
            if (text != null) {
                return key.kind().parse(text);
            }
        }
        return key.fallback().isEmpty() ? null : key.kind().parse(key.fallback());
    }
}
