package dev.inferno.operator.prometheus;

import dev.inferno.calibration.ServerWork;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Fresh;
import dev.inferno.snapshot.LoadReading.Missing;
import dev.inferno.snapshot.LoadReading.Partial;
import dev.inferno.snapshot.LoadReading.Stale;
import dev.inferno.snapshot.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns the series of one model into a reading. Pods that are not expected are left out first; then the share of expected
 * pods with a fresh sample tells Fresh from Partial, and the youngest sample tells Stale from Missing.
 */
final class ReadingJudge {

    private static final Logger LOG = Logger.getLogger(ReadingJudge.class.getName());

    private final ReadRules rules;
    private final double nowSeconds;
    private final KvCaches caches;

    ReadingJudge(ReadRules rules, double nowSeconds, KvCaches caches) {
        this.rules = rules;
        this.nowSeconds = nowSeconds;
        this.caches = caches;
    }

    /** Nothing runs and nothing is meant to: only what the gateway counts can be known. */
    LoadReading scaledToZero(ModelQuery query, OptionalDouble gatewayPerSecond) {
        if (gatewayPerSecond.isEmpty()) {
            return new Missing(
                    Missing.Cause.NO_SAMPLES,
                    query.model() + " runs no replica and no gateway counts its requests (" + VllmNames.GATEWAY_ARRIVALS
                            + "); load can be seen again when a replica runs");
        }
        FleetLoad nobody = new FleetLoad(List.of(), rules.windowSeconds(0), null);
        return new Fresh(nobody.offered(gatewayPerSecond.getAsDouble(), LengthSpread.UNKNOWN), Observed.NOTHING, 0);
    }

    LoadReading judge(ModelQuery query, List<Series> series, LengthSpread spread, OptionalDouble gatewayPerSecond) {
        boolean namesPods = series.stream().anyMatch(s -> !s.label("pod").isEmpty());
        SortedMap<String, SourceSeries> sources = SourceSeries.bySource(series);
        if (namesPods) {
            sources.keySet().retainAll(query.readyPods());
        }
        if (sources.isEmpty()) {
            return missing(query, series);
        }
        double window = rules.windowSeconds(ScrapeInterval.of(sources.values()));
        List<PodLoad> counted = new ArrayList<>();
        List<PodLoad> fresh = new ArrayList<>();
        double youngest = Double.MAX_VALUE;
        for (Map.Entry<String, SourceSeries> source : sources.entrySet()) {
            PodLoad pod = PodLoad.of(
                    source.getKey(),
                    source.getValue(),
                    window,
                    caches.tokens(query.model().namespace(), source.getKey()));
            youngest = Math.min(youngest, age(pod));
            if (pod.spanSeconds() > 0 && age(pod) <= ReadRules.seconds(rules.stale())) {
                counted.add(pod);
                if (age(pod) <= ReadRules.seconds(rules.fresh())) {
                    fresh.add(pod);
                }
            }
        }
        return fresh.isEmpty()
                ? notFresh(query, youngest)
                : told(
                        query,
                        new FleetLoad(counted, window, work(query, sources, window)),
                        fresh,
                        spread,
                        gatewayPerSecond);
    }

    private static @Nullable ServerWork work(ModelQuery query, SortedMap<String, SourceSeries> sources, double window) {
        return FleetWork.of(sources.values(), window, query.replicas());
    }

    private LoadReading told(
            ModelQuery query, FleetLoad fleet, List<PodLoad> fresh, LengthSpread spread, OptionalDouble gateway) {
        double perSecond = gateway.orElseGet(fleet::arrivalsPerSecond);
        var load = fleet.offered(perSecond, spread);
        double age = fresh.stream().mapToDouble(this::age).max().orElse(0);
        int expected = query.readyPods().size();
        if (fresh.size() < ReadRules.COMPLETE_SHARE * expected) {
            return new Partial(
                    load,
                    fleet.observed(),
                    age,
                    fresh.size() + " of " + expected + " ready pods report samples no older than "
                            + rules.fresh().toSeconds() + " s; nothing is lowered until 90 % do");
        }
        if (fresh.size() > expected) {
            return new Partial(
                    load,
                    fleet.observed(),
                    age,
                    fresh.size() + " servers report for " + expected
                            + " ready pods and their series carry no pod label to tell them apart; add it in the scrape"
                            + " configuration");
        }
        if (gateway.isEmpty() && fleet.worksUncounted()) {
            return new Partial(
                    load,
                    fleet.observed(),
                    age,
                    "servers of " + query.model() + " run requests but expose no counter of them ("
                            + VllmNames.COMPLETIONS + "), so the demand is unknown");
        }
        Observed observed = fleet.observed();
        if (observed.waiting() == null) {
            LOG.fine(() -> "gauge " + VllmNames.WAITING + " of " + query.model()
                    + " never moves while requests do not wait; it is ignored");
        }
        return new Fresh(load, observed, age);
    }

    private LoadReading notFresh(ModelQuery query, double youngest) {
        String age = String.format(Locale.ROOT, "%.0f s", youngest);
        if (youngest <= ReadRules.seconds(rules.fresh())) {
            return new Missing(
                    Missing.Cause.NO_SAMPLES,
                    "the pods of " + query.model() + " were scraped once only; rates need two scrapes");
        }
        if (youngest <= ReadRules.seconds(rules.unavailable())) {
            return new Stale(
                    youngest,
                    "the youngest sample of " + query.model() + " is " + age + " old, allowed is "
                            + rules.fresh().toSeconds() + " s; is Prometheus still scraping its pods?");
        }
        return new Missing(
                Missing.Cause.NO_SAMPLES,
                "the youngest sample of " + query.model() + " is " + age + " old, beyond the "
                        + rules.unavailable().toSeconds() + " s at which samples count as absent");
    }

    private static LoadReading missing(ModelQuery query, List<Series> series) {
        String why = series.isEmpty()
                ? "Prometheus has no series of model '" + query.model().modelId() + "' in namespace '"
                        + query.model().namespace()
                        + "'; check modelID against the label model_name and the ServiceMonitor or PodMonitor of the pods"
                : "Prometheus has series of " + query.model() + ", but of none of its "
                        + query.readyPods().size() + " ready pods, such as "
                        + query.readyPods().first();
        return new Missing(Missing.Cause.NO_SAMPLES, why);
    }

    private double age(PodLoad pod) {
        return nowSeconds - pod.lastSeconds();
    }
}
