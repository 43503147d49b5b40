package dev.inferno.operator.observe;

import dev.inferno.analysis.ServingGroup;
import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Predicted;
import dev.inferno.decision.VariantDecision;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.Observed;
import io.helidon.metrics.api.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cycle saw: how many models could be read, latencies over their limits, and how good its plan is proven to be.
 *
 * <p>Ratios exist for limits on a mean only: prediction and observation are means, and a mean over the limit of a
 * percentile would look better than what users get.
 */
final class CycleGauges {

    private static final String MEAN = "mean";

    private final Gauges readings;
    private final Gauges sloRatio;
    private final Gauges optimalityGap;
    private final Gauges shadowPrice;

    CycleGauges(MeterRegistry registry) {
        this.readings = new Gauges(
                registry, Metric.of("inferno_readings", "Models by how much is known of their load", "state"));
        this.sloRatio = new Gauges(
                registry,
                Metric.of(
                        "inferno_slo_ratio",
                        "Mean latency over its limit; above 1 the limit is missed",
                        "variant_name",
                        "namespace",
                        "slo",
                        "kind"));
        this.optimalityGap = new Gauges(
                registry,
                Metric.of(
                        "inferno_optimality_gap_ratio",
                        "Cost of the plan above a proven lower bound, as a part of it; absent while nothing is proven"));
        this.shadowPrice = new Gauges(
                registry,
                Metric.of(
                        "inferno_shadow_price",
                        "Part of a short model's demand that one more unit of what binds it would serve",
                        "variant_name",
                        "namespace",
                        "accelerator_type",
                        "resource"));
    }

    void show(CycleReport report) {
        shadowPrice.show(prices(report.decision().variants()));
        readings.show(states(report.seen().loads()));
        sloRatio.show(ratios(report));
        Double gap = report.plan().optimalityGap();
        boolean nothingPlanned = report.plan().variants().isEmpty();
        optimalityGap.show(gap == null || nothingPlanned ? Map.of() : Map.of(List.of(), gap));
    }

    void clear() {
        readings.clear();
        sloRatio.clear();
        optimalityGap.clear();
        shadowPrice.clear();
    }

    private static Map<List<String>, Double> prices(List<VariantDecision> variants) {
        Map<List<String>, Double> rows = new HashMap<>();
        variants.stream()
                .flatMap(decided -> Stream.ofNullable(decided.nextReplica()))
                .forEach(next -> {
                    if (next.price() != null) {
                        String resource = next.additions().getFirst().resource();
                        rows.put(
                                List.of(
                                        next.variant().name(),
                                        next.variant().namespace(),
                                        next.accelerator(),
                                        resource),
                                next.price());
                    }
                });
        return rows;
    }

    private static Map<List<String>, Double> states(List<ModelLoad> loads) {
        Map<List<String>, Double> rows = new HashMap<>();
        List.of("fresh", "partial", "stale", "missing").forEach(state -> rows.put(List.of(state), 0.0));
        loads.forEach(load -> rows.merge(List.of(state(load.reading())), 1.0, Double::sum));
        return rows;
    }

    private static String state(LoadReading reading) {
        return switch (reading) {
            case LoadReading.Fresh fresh -> "fresh";
            case LoadReading.Partial partial -> "partial";
            case LoadReading.Stale stale -> "stale";
            case LoadReading.Missing missing -> "missing";
        };
    }

    private static Map<List<String>, Double> ratios(CycleReport report) {
        Map<List<String>, Double> rows = new HashMap<>();
        for (ServingGroup group : report.groups()) {
            Observed observed = report.seen().load(group.model()).observed();
            for (var variant : group.variants()) {
                report.decision().variants().stream()
                        .filter(decided -> decided.key().equals(variant.key()))
                        .forEach(decided -> addRatios(rows, decided, group.level(), observed));
            }
        }
        return rows;
    }

    private static void addRatios(
            Map<List<String>, Double> rows, VariantDecision decided, ServiceLevel level, Observed observed) {
        Predicted predicted = decided.predicted();
        if (level.ttftMillis() > 0 && level.percentile().equals(MEAN)) {
            add(
                    rows,
                    decided,
                    "ttft",
                    "predicted",
                    predicted == null ? null : predicted.ttftMillis(),
                    level.ttftMillis());
            add(rows, decided, "ttft", "observed", observed.ttftMillis(), level.ttftMillis());
        }
        if (level.itlMillis() > 0 && level.itlPercentile().equals(MEAN)) {
            add(rows, decided, "itl", "predicted", predicted == null ? null : predicted.itlMillis(), level.itlMillis());
            add(rows, decided, "itl", "observed", observed.itlMillis(), level.itlMillis());
        }
    }

    private static void add(
            Map<List<String>, Double> rows,
            VariantDecision decided,
            String slo,
            String kind,
            @Nullable Double millis,
            double limitMillis) {
        if (millis != null) {
            rows.put(List.of(decided.key().name(), decided.key().namespace(), slo, kind), millis / limitMillis);
        }
    }
}
