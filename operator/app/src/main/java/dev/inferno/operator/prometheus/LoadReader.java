package dev.inferno.operator.prometheus;

import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Missing.Cause;
import dev.inferno.snapshot.ModelKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Reads the load of models from Prometheus.
 *
 * <p>Method: the raw samples of all a model's series come in one range selector, so that ages, resets and gaps are judged
 * here, sample by sample: the time in an instant answer is that of the evaluation, never the sample's. Complexity: three
 * requests per model, all models side by side. Thread-safety: one call at a time.
 */
public final class LoadReader implements AutoCloseable {

    /** Part of the ready pods that must report for a reading to be fresh. */
    private static final double ENOUGH = 0.9;

    private static final int INTERVALS_PER_WINDOW = 4;

    /** Less than this part of the window in samples is too little to tell a rate. */
    private static final double LEAST_COVERAGE = 1.0 / 3;

    private final PrometheusClient client;
    private final Supplier<ReadingLimits> limits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public LoadReader(PrometheusClient client, Supplier<ReadingLimits> limits) {
        this.client = client;
        this.limits = limits;
    }

    /** A reading for every query; what cannot be read is {@link LoadReading.Missing} with the reason. */
    public SortedMap<ModelKey, LoadReading> read(Collection<ModelQuery> queries) {
        SortedMap<ModelKey, Future<LoadReading>> pending = new TreeMap<>();
        ReadingLimits now = limits.get();
        queries.forEach(query -> pending.put(query.model(), threads.submit(() -> read(query, now))));
        SortedMap<ModelKey, LoadReading> readings = new TreeMap<>();
        pending.forEach((model, reading) -> readings.put(model, join(reading)));
        return readings;
    }

    private static LoadReading join(Future<LoadReading> reading) {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PrometheusException told) {
                return new LoadReading.Missing(Cause.PROMETHEUS_ERROR, String.valueOf(told.getMessage()));
            }
            throw new IllegalStateException("reading a load failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoadReading.Missing(Cause.PROMETHEUS_ERROR, "interrupted while asking Prometheus");
        }
    }

    private LoadReading read(ModelQuery query, ReadingLimits limits) throws PrometheusException {
        Duration timeout = client.endpoint().timeout();
        double now = client.time(timeout);
        double span = Math.max(2 * seconds(limits.window()), seconds(limits.stale()));
        SampleWindow servers = servers(query, span, now, timeout);
        double window = Math.max(seconds(limits.window()), INTERVALS_PER_WINDOW * servers.intervalSeconds());
        if (window > span) {
            servers = servers(query, window, now, timeout);
        }
        SampleWindow gateway = gateway(query, window, now, timeout);
        return judge(query, servers, gateway, window, limits);
    }

    private SampleWindow servers(ModelQuery query, double span, double now, Duration timeout)
            throws PrometheusException {
        String selector = "{__name__=~\"" + Names.serverPattern().replace("\\", "\\\\") + "\",model_name=\""
                + Names.escape(query.model().modelId()) + "\"" + namespace(query, now, timeout) + "}" + range(span);
        return SampleWindow.of(client.query(selector, now, timeout).series(), query.readyPods(), now);
    }

    /**
     * The namespace matcher, left out only when no series of the model carries a namespace at all: never because an answer
     * was empty, which would read another tenant's load.
     */
    private String namespace(ModelQuery query, double now, Duration timeout) throws PrometheusException {
        String names = "group by (namespace) ({__name__=~\"" + Names.RUNNING + "|" + Names.COMPLETIONS
                + "\",model_name=\"" + Names.escape(query.model().modelId()) + "\"})";
        List<Series> found = client.query(names, now, timeout).series();
        boolean nowhere = !found.isEmpty()
                && found.stream().allMatch(one -> one.label("namespace").isEmpty());
        return nowhere ? "" : ",namespace=\"" + Names.escape(query.model().namespace()) + "\"";
    }

    private SampleWindow gateway(ModelQuery query, double span, double now, Duration timeout)
            throws PrometheusException {
        String model = Names.escape(query.model().modelId());
        String place = ",namespace=\"" + Names.escape(query.model().namespace()) + "\"}" + range(span);
        String counters = "{__name__=~\"" + String.join("|", Names.GATEWAY_ARRIVALS) + "\"";
        List<Series> series =
                new ArrayList<>(client.query(counters + ",target_model_name=\"" + model + "\"" + place, now, timeout)
                        .series());
        if (series.isEmpty()) {
            series.addAll(client.query(
                            counters + ",target_model_name=\"\",model_name=\"" + model + "\"" + place, now, timeout)
                    .series());
        }
        // The gateway's own pods, not the model's: none is dead to us.
        return SampleWindow.of(
                series, series.stream().map(one -> one.label("pod")).collect(java.util.stream.Collectors.toSet()), now);
    }

    private static LoadReading judge(
            ModelQuery query, SampleWindow servers, SampleWindow gateway, double window, ReadingLimits limits) {
        int expected = query.readyPods().size();
        if (expected == 0 && gateway.isEmpty()) {
            return new LoadReading.Missing(
                    Cause.NO_SAMPLES, "no pod of model " + query.model() + " is ready to report");
        }
        if (servers.isEmpty() && gateway.isEmpty()) {
            return new LoadReading.Missing(
                    Cause.NO_SAMPLES,
                    "Prometheus has no vllm: series with model_name=\""
                            + query.model().modelId() + "\" in namespace "
                            + query.model().namespace() + " of the " + expected
                            + " ready pods; check the ServiceMonitor and --served-model-name");
        }
        long reporting = reporting(query, servers, seconds(limits.fresh()));
        if (reporting == 0 && expected > 0) {
            return new LoadReading.Stale(
                    servers.ageSeconds(),
                    "no ready pod of model " + query.model() + " has a sample younger than "
                            + limits.fresh().toSeconds() + " s; check the pods' /metrics and Prometheus' targets");
        }
        SampleWindow recent = servers.last(window);
        double covered = gateway.isEmpty() ? recent.coverageSeconds(name -> true) : window;
        if (covered < window * LEAST_COVERAGE) {
            return new LoadReading.Missing(
                    Cause.NO_SAMPLES,
                    String.format(
                            Locale.ROOT,
                            "samples of model %s have just begun; a rate needs %.0f s of them",
                            query.model(),
                            window * LEAST_COVERAGE));
        }
        var load = LoadEstimate.offered(recent, gateway.last(window));
        var observed = LoadEstimate.observed(recent);
        double age = expected == 0 ? gateway.ageSeconds() : servers.ageSeconds();
        if (reporting < ENOUGH * expected) {
            return new LoadReading.Partial(
                    load,
                    observed,
                    age,
                    "only some ready pods of model " + query.model() + " report; nothing is lowered");
        }
        return new LoadReading.Fresh(load, observed, age);
    }

    /** Ready pods with a fresh sample; all of them when the series do not say which pod they are of. */
    private static long reporting(ModelQuery query, SampleWindow servers, double freshSeconds) {
        if (!servers.namesPods()) {
            return servers.ageSeconds() <= freshSeconds ? query.readyPods().size() : 0;
        }
        return query.readyPods().stream()
                .filter(pod -> servers.ageSeconds(pod) <= freshSeconds)
                .count();
    }

    private static String range(double seconds) {
        return "[" + Math.max(1, Math.round(seconds * 1000)) + "ms]";
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
