package dev.inferno.operator.observe;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All series of one counter. Thread-safety: callers hold the sink's lock. */
final class Counters {

    private final MeterRegistry registry;
    private final Metric metric;
    private final Map<List<String>, Counter> series = new HashMap<>();

    Counters(MeterRegistry registry, Metric metric) {
        this.registry = registry;
        this.metric = metric;
    }

    /** @param values label values, in the order of the metric's keys */
    void increment(List<String> values) {
        series.computeIfAbsent(values, this::create).increment();
    }

    /** Removes the series whose label values do not pass. */
    void retain(Predicate<List<String>> kept) {
        series.entrySet().removeIf(entry -> {
            boolean gone = !kept.test(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue());
            }
            return gone;
        });
    }

    void clear() {
        retain(values -> false);
    }

    private Counter create(List<String> values) {
        return registry.getOrCreate(
                Counter.builder(metric.name()).description(metric.help()).tags(metric.tags(values)));
    }
}
