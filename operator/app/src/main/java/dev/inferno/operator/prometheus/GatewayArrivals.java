package dev.inferno.operator.prometheus;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** Requests counted before the servers, by the endpoint picker of an inference gateway: they see also what no pod took. */
final class GatewayArrivals {

    private final List<Series> all;
    private final double nowSeconds;

    GatewayArrivals(List<Series> all, double nowSeconds) {
        this.all = all;
        this.nowSeconds = nowSeconds;
    }

    /** Requests/s for a model; empty when no gateway reports it, recently and at least twice. */
    OptionalDouble perSecond(String model, String namespace, ReadRules rules) {
        for (String name : VllmNames.GATEWAY_ARRIVALS) {
            List<Series> ofModel = all.stream()
                    .filter(series -> series.name().equals(name) && isOf(series, model))
                    .toList();
            OptionalDouble rate = perSecond(inNamespace(ofModel, namespace), rules);
            if (rate.isPresent()) {
                return rate;
            }
        }
        return OptionalDouble.empty();
    }

    private static boolean isOf(Series series, String model) {
        String target = series.label("target_model_name");
        return target.isEmpty() ? series.label("model_name").equals(model) : target.equals(model);
    }

    private static List<Series> inNamespace(List<Series> series, String namespace) {
        boolean labelled = series.stream().anyMatch(s -> !s.label("namespace").isEmpty());
        return labelled
                ? series.stream()
                        .filter(s -> s.label("namespace").equals(namespace))
                        .toList()
                : series;
    }

    private OptionalDouble perSecond(List<Series> series, ReadRules rules) {
        SortedMap<String, SourceSeries> gateways = SourceSeries.bySource(series);
        double freshSeconds = ReadRules.seconds(rules.fresh());
        gateways.values().removeIf(gateway -> nowSeconds - gateway.lastSeconds() > freshSeconds);
        double window = rules.windowSeconds(ScrapeInterval.of(gateways.values()));
        gateways.values().removeIf(gateway -> gateway.spanSeconds(window) <= 0);
        return gateways.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(gateways.values().stream()
                        .mapToDouble(gateway -> VllmNames.GATEWAY_ARRIVALS.stream()
                                        .mapToDouble(name -> gateway.increase(name, window))
                                        .sum()
                                / gateway.spanSeconds(window))
                        .sum());
    }
}
