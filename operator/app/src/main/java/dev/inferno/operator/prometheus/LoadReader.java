package dev.inferno.operator.prometheus;

import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Missing;
import dev.inferno.snapshot.ModelKey;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Reads the load of models. One cycle costs one request for Prometheus' clock, one for all gateways, one for all KV caches and two per model, in
 * parallel and with one deadline; all are evaluated at the same instant of Prometheus' own clock. What cannot be read is a
 * {@link Missing} reading, never an exception and never zero. Thread-safe.
 */
public final class LoadReader {

    private final PrometheusClient client;
    private final Supplier<ReadRules> rules;

    public LoadReader(PrometheusClient client, Supplier<ReadRules> rules) {
        this.client = client;
        this.rules = rules;
    }

    /** One reading per query, ordered by model. */
    public SortedMap<ModelKey, LoadReading> read(Collection<ModelQuery> queries) {
        SortedMap<ModelKey, LoadReading> readings = new TreeMap<>();
        if (queries.isEmpty()) {
            return readings;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Cycle cycle = new Cycle(
                    rules.get(), System.nanoTime() + client.endpoint().timeout().toNanos());
            double now = client.time(cycle.left());
            Future<List<Series>> gateway = threads.submit(() -> cycle.ask(PromQl.gatewaySamples(cycle.range()), now));
            Future<KvCaches> caches =
                    threads.submit(() -> new KvCaches(cycle.ask(PromQl.kvCaches(cycle.range()), now)));
            Map<ModelKey, Future<LoadReading>> pending = new LinkedHashMap<>();
            queries.forEach(
                    query -> pending.put(query.model(), threads.submit(one(query, cycle, now, gateway, caches))));
            pending.forEach((model, reading) -> readings.put(model, result(reading)));
        } catch (PrometheusException | IllegalArgumentException e) {
            queries.forEach(query -> readings.put(query.model(), unreachable(e)));
        }
        return readings;
    }

    private Callable<LoadReading> one(
            ModelQuery query, Cycle cycle, double now, Future<List<Series>> gateway, Future<KvCaches> caches) {
        return () -> {
            String model = query.model().modelId();
            String namespace = query.model().namespace();
            if (query.readyPods().isEmpty() && query.replicas() > 0) {
                return new Missing(
                        Missing.Cause.NO_SAMPLES,
                        "no pod of " + query.model() + " is ready yet (" + query.replicas() + " replicas asked for)");
            }
            if (query.readyPods().isEmpty()) {
                return new ReadingJudge(cycle.rules, now, KvCaches.UNKNOWN)
                        .scaledToZero(query, arrivals(gateway, now, query, cycle.rules));
            }
            List<Series> series = ofNamespace(
                    cycle.ask(PromQl.modelSamples(model, namespace, cycle.range()), now), query, cycle, now);
            OptionalDouble arrivals = arrivals(gateway, now, query, cycle.rules);
            ReadingJudge judge = new ReadingJudge(cycle.rules, now, caches.get());
            return series.isEmpty()
                    ? judge.judge(query, series, LengthSpread.UNKNOWN, arrivals)
                    : judge.judge(query, series, spread(query, cycle, now), arrivals);
        };
    }

    /**
     * Series with the model's own namespace; those without any only when no series of that model, of whatever tenant,
     * carries one. An empty answer alone never widens the question: that would read another tenant's load.
     */
    private static List<Series> ofNamespace(List<Series> series, ModelQuery query, Cycle cycle, double now)
            throws PrometheusException {
        List<Series> labelled =
                series.stream().filter(s -> !s.label("namespace").isEmpty()).toList();
        if (!labelled.isEmpty() || series.isEmpty()) {
            return labelled;
        }
        return cycle.ask(PromQl.namespacesOf(query.model().modelId()), now).isEmpty() ? series : List.of();
    }

    private static OptionalDouble arrivals(Future<List<Series>> gateway, double now, ModelQuery query, ReadRules rules)
            throws ExecutionException, InterruptedException {
        return new GatewayArrivals(gateway.get(), now)
                .perSecond(query.model().modelId(), query.model().namespace(), rules);
    }

    private static LengthSpread spread(ModelQuery query, Cycle cycle, double now) throws PrometheusException {
        String promql =
                PromQl.lengthBuckets(query.model().modelId(), query.model().namespace(), cycle.range());
        return LengthSpread.of(cycle.ask(promql, now), query.readyPods());
    }

    private static LoadReading result(Future<LoadReading> reading) {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            return unreachable(rootOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable(e);
        }
    }

    private static Throwable rootOf(Throwable e) {
        return e instanceof ExecutionException && e.getCause() != null ? rootOf(e.getCause()) : e;
    }

    private static LoadReading unreachable(Throwable e) {
        String message = e instanceof PrometheusException || e instanceof IllegalArgumentException
                ? String.valueOf(e.getMessage())
                : e.toString();
        return new Missing(Missing.Cause.PROMETHEUS_ERROR, "Prometheus cannot be read: " + message);
    }

    /** Rules and deadline shared by the requests of one cycle. */
    private final class Cycle {

        private final ReadRules rules;
        private final long deadlineNanos;

        Cycle(ReadRules rules, long deadlineNanos) {
            this.rules = rules;
            this.deadlineNanos = deadlineNanos;
        }

        Duration range() {
            return rules.range();
        }

        Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
        }

        List<Series> ask(String promql, double atSeconds) throws PrometheusException {
            return client.query(promql, atSeconds, left()).series();
        }
    }
}
