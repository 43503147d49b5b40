package dev.inferno.operator.config;

import dev.inferno.serving.Routing;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.ConfigProblem;
import java.time.Duration;
import java.util.List;

/**
 * What the main ConfigMap may change while the operator runs.
 *
 * @param interval between two decisions
 * @param trigger decide now; whoever does so sets the key back to false
 * @param planDeadline after which a plan is improved no further
 * @param minWindow rates are never taken over less
 * @param calibration learn the speed of servers with law iteration
 * @param simulation settle counts under latency limits by simulation, after a cycle
 * @param changesPerCycle most Deployments one decision changes; 0 = any number
 * @param mode {@code ADVISE}: no variant of the installation is acted on; else {@code DIRECT}
 * @param tenantPriorityFloor most important priority a tenant's own class may have
 * @param problems values that were not taken over; the last good ones are in force
 * @param notices keys without effect, one info line each
 */
public record LiveSettings(
        Duration interval,
        boolean trigger,
        Duration planDeadline,
        Duration observeInterval,
        Duration minWindow,
        Duration scaleUpWindow,
        Duration scaleDownWindow,
        MetricsAges ages,
        PrometheusSettings prometheus,
        Routing routing,
        boolean calibration,
        boolean simulation,
        boolean paused,
        int changesPerCycle,
        ActuationMode mode,
        boolean scaleToZero,
        int tenantPriorityFloor,
        List<ConfigProblem> problems,
        List<String> notices) {

    public LiveSettings {
        problems = List.copyOf(problems);
        notices = List.copyOf(notices);
    }

    /** Nothing may be written to workloads, by either switch. */
    public boolean observeOnly() {
        return paused || mode == ActuationMode.ADVISE;
    }

    static LiveSettings of(Values values, Report report) {
        return new LiveSettings(
                values.get(Keys.GLOBAL_OPT_INTERVAL),
                values.get(Keys.GLOBAL_OPT_TRIGGER),
                values.get(Keys.INFERNO_PLAN_DEADLINE),
                values.get(Keys.INFERNO_OBSERVE_INTERVAL),
                values.get(Keys.INFERNO_METRICS_MIN_WINDOW),
                values.get(Keys.INFERNO_SCALE_UP_STABILIZATION),
                values.get(Keys.INFERNO_SCALE_DOWN_STABILIZATION),
                new MetricsAges(values.get(Keys.FRESH), values.get(Keys.STALE), values.get(Keys.UNAVAILABLE)),
                PrometheusSettings.of(values),
                values.get(Keys.INFERNO_ROUTING),
                values.get(Keys.INFERNO_CALIBRATION),
                values.get(Keys.INFERNO_SIMULATION),
                values.get(Keys.INFERNO_PAUSED),
                values.get(Keys.INFERNO_CHANGES_PER_CYCLE),
                values.get(Keys.INFERNO_MODE),
                values.get(Keys.WVA_SCALE_TO_ZERO),
                values.get(Keys.TENANT_PRIORITY_FLOOR),
                report.problems(),
                report.notices());
    }
}
