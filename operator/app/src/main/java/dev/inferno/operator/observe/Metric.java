package dev.inferno.operator.observe;

import io.helidon.metrics.api.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * Name, help and label keys of one metric.
 *
 * <p>The keys are fixed here because the registry accepts two series of one name with different keys and then silently
 * shows only the first.
 *
 * @param constant labels every series carries besides its own
 */
record Metric(String name, String help, List<String> keys, List<Tag> constant) {

    Metric {
        keys = List.copyOf(keys);
        constant = List.copyOf(constant);
    }

    static Metric of(String name, String help, String... keys) {
        return new Metric(name, help, List.of(keys), List.of());
    }

    Metric renamed(String other) {
        return new Metric(other, help + " (alias)", keys, constant);
    }

    Metric with(List<Tag> tags) {
        return new Metric(name, help, keys, tags);
    }

    /** @param values one per key, in their order */
    List<Tag> tags(List<String> values) {
        if (values.size() != keys.size()) {
            throw new IllegalArgumentException(name + " has labels " + keys + ", got values " + values);
        }
        List<Tag> tags = new ArrayList<>(constant);
        for (int i = 0; i < keys.size(); i++) {
            tags.add(Tag.create(keys.get(i), values.get(i)));
        }
        return tags;
    }
}
