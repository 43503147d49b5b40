package dev.inferno.operator.observe;

import io.helidon.metrics.api.DistributionStatisticsConfig;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All series of one histogram of seconds. Thread-safety: callers hold the sink's lock. */
final class Histograms {

    private static final double[] SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final MeterRegistry registry;
    private final Metric metric;
    private final Map<List<String>, DistributionSummary> series = new HashMap<>();

    Histograms(MeterRegistry registry, Metric metric) {
        this.registry = registry;
        this.metric = metric;
    }

    void record(double seconds, List<String> values) {
        series.computeIfAbsent(values, this::create).record(seconds);
    }

    void clear() {
        series.values().forEach(registry::remove);
        series.clear();
    }

    /** Without quantiles: together with buckets they make an invalid exposition. */
    private DistributionSummary create(List<String> values) {
        var shape = DistributionStatisticsConfig.builder()
                .percentiles(new double[0])
                .buckets(SECONDS)
                .minimumExpectedValue(SECONDS[0])
                .maximumExpectedValue(SECONDS[SECONDS.length - 1]);
        return registry.getOrCreate(DistributionSummary.builder(metric.name(), shape)
                .description(metric.help())
                .tags(metric.tags(values)));
    }
}
