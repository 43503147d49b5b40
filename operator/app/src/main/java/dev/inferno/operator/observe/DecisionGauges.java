package dev.inferno.operator.observe;

import dev.inferno.decision.VariantDecision;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was decided, as gauges: the values a HorizontalPodAutoscaler scales by. Only the leader shows them, for an
 * autoscaler adds up the series it finds.
 */
final class DecisionGauges {

    /** {@code accelerator_type} of a variant that runs on nothing and needs nothing. */
    static final String NO_ACCELERATOR = "none";

    private final List<Gauges> current;
    private final List<Gauges> desired;
    private final List<Gauges> ratio;
    private final Gauges wanted;
    private final Gauges granted;
    private final Gauges cost;

    DecisionGauges(MeterRegistry registry, boolean aliases, List<Tag> instance) {
        this.current = byAccelerator(registry, "current_replicas", "Replicas the workload asks for", aliases, instance);
        this.desired =
                byAccelerator(registry, "desired_replicas", "Replicas the workload should ask for", aliases, instance);
        this.ratio = byAccelerator(
                registry, "desired_ratio", "Desired over current replicas; desired when none run", aliases, instance);
        this.wanted = byVariant(registry, "inferno_wanted_replicas", "Replicas the demand needs");
        this.granted = byVariant(registry, "inferno_granted_replicas", "Replicas of those wanted that have a node");
        this.cost = byVariant(
                registry, "inferno_variant_cost_per_hour", "Cost units per hour of the desired replicas of a variant");
    }

    void show(List<VariantDecision> decided) {
        current.forEach(gauge -> gauge.show(accelerated(decided, VariantDecision::current)));
        desired.forEach(gauge -> gauge.show(accelerated(decided, VariantDecision::desired)));
        ratio.forEach(gauge -> gauge.show(accelerated(decided, DecisionGauges::desiredRatio)));
        wanted.show(plain(decided, VariantDecision::wanted));
        granted.show(plain(decided, VariantDecision::granted));
        cost.show(plain(decided, VariantDecision::costPerHour));
    }

    void clear() {
        show(List.of());
    }

    private static double desiredRatio(VariantDecision decided) {
        return decided.current() == 0 ? decided.desired() : (double) decided.desired() / decided.current();
    }

    private static Map<List<String>, Double> accelerated(
            List<VariantDecision> decided, ToDoubleFunction<VariantDecision> value) {
        Map<List<String>, Double> rows = new HashMap<>();
        for (VariantDecision variant : decided) {
            String accelerator = variant.accelerator() == null ? NO_ACCELERATOR : variant.accelerator();
            rows.put(
                    List.of(variant.key().name(), variant.key().namespace(), accelerator),
                    value.applyAsDouble(variant));
        }
        return rows;
    }

    private static Map<List<String>, Double> plain(
            List<VariantDecision> decided, ToDoubleFunction<VariantDecision> value) {
        Map<List<String>, Double> rows = new HashMap<>();
        decided.forEach(variant ->
                rows.put(List.of(variant.key().name(), variant.key().namespace()), value.applyAsDouble(variant)));
        return rows;
    }

    private static List<Gauges> byAccelerator(
            MeterRegistry registry, String name, String help, boolean aliases, List<Tag> instance) {
        Metric ours = Metric.of("inferno_" + name, help, "variant_name", "namespace", "accelerator_type")
                .with(instance);
        List<Gauges> gauges = new ArrayList<>(List.of(new Gauges(registry, ours)));
        if (aliases) {
            gauges.add(new Gauges(registry, ours.renamed("wva_" + name)));
        }
        return List.copyOf(gauges);
    }

    private static Gauges byVariant(MeterRegistry registry, String name, String help) {
        return new Gauges(registry, Metric.of(name, help, "variant_name", "namespace"));
    }
}
