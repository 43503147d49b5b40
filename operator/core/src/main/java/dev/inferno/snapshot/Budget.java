package dev.inferno.snapshot;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator lets the replicas of a tenant take together.
 *
 * @param tenant namespace whose replicas count, or one of two names that no namespace can have: {@link #DEFAULT}, {@link #CLUSTER}
 * @param costPerHour cost units per hour; null = not limited
 * @param devices most devices by product or accelerator key; a product that is not named is not limited
 */
public record Budget(String tenant, @Nullable Double costPerHour, SortedMap<String, Integer> devices) {

    /** Stands for each namespace that has no budget of its own. */
    public static final String DEFAULT = "_default";

    /** Stands for all namespaces together. */
    public static final String CLUSTER = "_cluster";

    public Budget {
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }
}
