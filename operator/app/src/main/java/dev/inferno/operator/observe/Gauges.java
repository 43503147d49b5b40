package dev.inferno.operator.observe;

import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All series of one gauge. Thread-safety: writers hold the sink's lock; scrapes read at any time. */
final class Gauges {

    private final MeterRegistry registry;
    private final Metric metric;
    private final Map<List<String>, Series> shown = new HashMap<>();

    Gauges(MeterRegistry registry, Metric metric) {
        this.registry = registry;
        this.metric = metric;
    }

    /** Shows exactly these rows: label values to value. Series that are not among them vanish. */
    void show(Map<List<String>, Double> rows) {
        shown.entrySet().removeIf(entry -> {
            boolean gone = !rows.containsKey(entry.getKey());
            if (gone) {
                registry.remove(entry.getValue().gauge);
            }
            return gone;
        });
        rows.forEach((labels, value) ->
                shown.computeIfAbsent(labels, l -> new Series(registry, metric, l)).value = value);
    }

    void show(double value) {
        show(Map.of(List.of(), value));
    }

    void clear() {
        show(Map.of());
    }

    private static final class Series {
        private final Gauge<Double> gauge;
        private volatile double value;

        Series(MeterRegistry registry, Metric metric, List<String> labels) {
            var id = Gauge.builder(metric.name(), () -> value)
                    .description(metric.help())
                    .tags(metric.tags(labels));
            this.gauge = registry.getOrCreate(id);
        }
    }
}
