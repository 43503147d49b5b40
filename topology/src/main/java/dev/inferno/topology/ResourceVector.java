package dev.inferno.topology;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Amounts by resource name. Units: cpu in millicores, memory-like resources in bytes, everything else in whole units.
 * Names absent from the map amount to zero. Immutable.
 */
public record ResourceVector(SortedMap<String, Long> amounts) {

    public static final ResourceVector NONE = new ResourceVector(new TreeMap<>());

    public ResourceVector {
        amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    }

    public static ResourceVector of(Map<String, Long> amounts) {
        return new ResourceVector(new TreeMap<>(amounts));
    }

    /** The amount of one resource, zero when absent. */
    public long amount(String resource) {
        return amounts.getOrDefault(resource, 0L);
    }

    public ResourceVector plus(ResourceVector other) {
        var sum = new TreeMap<>(amounts);
        other.amounts.forEach((resource, amount) -> sum.merge(resource, amount, Long::sum));
        return new ResourceVector(sum);
    }
}
