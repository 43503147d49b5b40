package dev.inferno.operator.observe;

import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * All series of one histogram of durations in seconds. A timer, not a summary: the histogram of a summary rounds up to
 * whole numbers, here to whole seconds. Thread-safety: callers hold the sink's lock.
 */
final class Histograms {

    private static final Duration[] BOUNDS = LongStream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Metric metric;
    private final Map<List<String>, Timer> series = new HashMap<>();

    Histograms(MeterRegistry registry, Metric metric) {
        this.registry = registry;
        this.metric = metric;
    }

    void record(double seconds, List<String> values) {
        series.computeIfAbsent(values, this::create).record(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    void clear() {
        series.values().forEach(registry::remove);
        series.clear();
    }

    /** Without quantiles: together with buckets they make an invalid exposition. */
    private Timer create(List<String> values) {
        return registry.getOrCreate(Timer.builder(metric.name())
                .description(metric.help())
                .tags(metric.tags(values))
                .percentiles(new double[0])
                .buckets(BOUNDS)
                .minimumExpectedValue(BOUNDS[0])
                .maximumExpectedValue(BOUNDS[BOUNDS.length - 1]));
    }
}
