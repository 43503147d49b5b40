package dev.inferno.operator.observe;

import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes cycles into the metrics that {@code /metrics} shows.
 *
 * <p>Gauges of a decision exist only while this replica leads and only for variants of the last cycle; counters of a
 * deleted variant go with it. The registry is one per JVM: one open sink at a time. Thread-safety: all methods from any
 * thread.
 */
public final class MetricsSink implements ReportSink, AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final DecisionGauges decisions;
    private final CycleGauges cycles;
    private final CapacityGauges capacity;
    private final ActionCounters actions;
    private final Histograms cycleSeconds;
    private final Histograms stageSeconds;
    private final Counters failures;
    private final Counters stoppedPlans;
    private final Counters prometheusRequests;
    private final Counters apiRequests;
    private final Gauges leader;
    private final Gauges build;
    private boolean leads;

    /**
     * @param wvaAliases also write the {@code wva_*} names of the predecessor
     * @param controllerInstance value of label {@code controller_instance}; null or empty = no such label
     * @param version of this program
     */
    public MetricsSink(boolean wvaAliases, @Nullable String controllerInstance, String version) {
        MeterRegistry registry = Registry.global();
        List<Tag> instance = controllerInstance == null || controllerInstance.isEmpty()
                ? List.of()
                : List.of(Tag.create("controller_instance", controllerInstance));
        this.decisions = new DecisionGauges(registry, wvaAliases, instance);
        this.cycles = new CycleGauges(registry);
        this.capacity = new CapacityGauges(registry);
        this.actions = new ActionCounters(registry, wvaAliases, instance);
        this.cycleSeconds =
                new Histograms(registry, Metric.of("inferno_cycle_duration_seconds", "Duration of a whole cycle"));
        this.stageSeconds = new Histograms(
                registry, Metric.of("inferno_stage_duration_seconds", "Duration of one stage of a cycle", "stage"));
        this.failures = new Counters(
                registry, Metric.of("inferno_cycle_failures_total", "Cycles that ended with an error", "reason"));
        this.stoppedPlans =
                new Counters(registry, Metric.of("inferno_plan_stopped_total", "Plans whose search the clock ended"));
        this.prometheusRequests = new Counters(
                registry, Metric.of("inferno_prometheus_requests_total", "Requests to Prometheus by answer", "code"));
        this.apiRequests = new Counters(
                registry,
                Metric.of("inferno_api_requests_total", "Requests to the API server by answer", "verb", "code"));
        this.leader = new Gauges(registry, Metric.of("inferno_leader", "1 while this replica leads, else 0"));
        this.build =
                new Gauges(registry, Metric.of("inferno_build_info", "Always 1; the version is a label", "version"));
        leader.show(0);
        build.show(Map.of(List.of(version), 1.0));
    }

    @Override
    public void publish(CycleReport report) {
        var variants = report.decision().variants().stream()
                .map(v -> List.of(v.key().name(), v.key().namespace()))
                .collect(Collectors.toSet());
        locked(() -> {
            actions.count(report.results());
            actions.retain(variants);
            cycleSeconds.record(
                    report.stageSeconds().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum(),
                    List.of());
            report.stageSeconds().forEach((stage, seconds) -> stageSeconds.record(seconds, List.of(stage)));
            if (report.plan().stoppedAtStep() != null) {
                stoppedPlans.increment(List.of());
            }
            if (leads) {
                decisions.show(report.decision().variants());
                cycles.show(report);
                capacity.show(report.free());
            }
        });
    }

    /** Tells whether this replica leads; a replica that no longer does shows no decision any more. */
    public void leading(boolean leading) {
        locked(() -> {
            leads = leading;
            leader.show(leading ? 1 : 0);
            if (!leading) {
                hideDecisions();
            }
        });
    }

    /** @param reason a word of a small set, such as the simple name of an exception; never a message */
    public void cycleFailed(String reason) {
        locked(() -> failures.increment(List.of(reason)));
    }

    /** @param code HTTP status, or a word such as {@code timeout} when there was no answer */
    public void prometheusRequest(String code) {
        locked(() -> prometheusRequests.increment(List.of(code)));
    }

    /**
     * @param verb such as {@code get} or {@code patch}
     * @param code HTTP status, or a word such as {@code timeout} when there was no answer
     */
    public void apiRequest(String verb, String code) {
        locked(() -> apiRequests.increment(List.of(verb, code)));
    }

    /** Removes all series of this sink. */
    @Override
    public void close() {
        locked(() -> {
            leads = false;
            hideDecisions();
            actions.clear();
            List.of(cycleSeconds, stageSeconds).forEach(Histograms::clear);
            List.of(failures, stoppedPlans, prometheusRequests, apiRequests).forEach(Counters::clear);
            List.of(leader, build).forEach(Gauges::clear);
        });
    }

    private void hideDecisions() {
        decisions.clear();
        cycles.clear();
        capacity.clear();
    }

    private void locked(Runnable write) {
        lock.lock();
        try {
            write.run();
        } finally {
            lock.unlock();
        }
    }
}
