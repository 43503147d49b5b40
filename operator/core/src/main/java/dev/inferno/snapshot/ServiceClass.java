package dev.inferno.snapshot;

import dev.inferno.serving.ServiceLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service class file.
 *
 * @param file key in the ConfigMap, such as {@code premium.yaml}
 * @param namespace null = the operator's own; else the tenant's, whose priority is already clamped
 * @param priority lower is more important
 */
public record ServiceClass(String file, @Nullable String namespace, String name, int priority, List<Entry> entries) {

    public ServiceClass {
        entries = List.copyOf(entries);
    }

    /** The level one model is promised in this class. */
    public record Entry(String model, ServiceLevel level) {}
}
