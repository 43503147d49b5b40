package dev.inferno.operator.observe;

import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Decision;
import dev.inferno.decision.NextReplica;
import dev.inferno.decision.Predicted;
import dev.inferno.decision.VariantDecision;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.PlanScore;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.placement.FreeDevices;
import dev.inferno.topology.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports of cycles that never ran. */
public final class Reports {

    public static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private Reports() {}

    public static VariantDecision variant(String name, int current, int desired, @Nullable String accelerator) {
        return variant(name, current, desired, accelerator, "because");
    }

    public static VariantDecision variant(
            String name,
            int current,
            int desired,
            @Nullable String accelerator,
            String because,
            Condition... conditions) {
        VariantKey key = new VariantKey("team-a", name);
        return new VariantDecision(
                key,
                "m1",
                "premium",
                current,
                desired + 1,
                desired,
                desired,
                accelerator,
                8,
                2.5 * desired,
                new Predicted(250, 20, 10, 0.5),
                List.of(),
                new TreeMap<>(),
                null,
                null,
                new Action.Hold(key, current, "nothing to do"),
                List.of(conditions),
                because);
    }

    public static ActionResult scaled(String name, int from, int to, String reason) {
        return new ActionResult.Done(
                new Action.Scale(new VariantKey("team-a", name), "deployment", "1", from, to, reason));
    }

    /** A cycle without variants that found these devices free. */
    static CycleReport free(FreeDevices... free) {
        CycleReport empty = report("d1", List.of());
        return new CycleReport(
                empty.seen(),
                List.of(free),
                empty.groups(),
                empty.plan(),
                empty.decision(),
                empty.results(),
                empty.stageSeconds());
    }

    static VariantPlan planned(String name) {
        VariantKey key = new VariantKey("team-a", name);
        return new VariantPlan(key, null, 1, new Placement(key.toString(), new TreeMap<>()), 1, null);
    }

    /** The same cycle with a plan of this cost, which is proven to be at least the bound. */
    static CycleReport proven(CycleReport report, double costPerHour, double lowerBound, VariantPlan... plans) {
        return new CycleReport(
                report.seen(),
                report.free(),
                report.groups(),
                new FleetPlan(List.of(plans), costPerHour, report.plan().score(), lowerBound, null),
                report.decision(),
                report.results(),
                report.stageSeconds());
    }

    /** The same variant, whose model lacks this. */
    static VariantDecision shortOf(VariantDecision whole, NextReplica next) {
        return new VariantDecision(
                whole.key(),
                whole.modelId(),
                whole.serviceClass(),
                whole.current(),
                whole.wanted(),
                whole.granted(),
                whole.desired(),
                whole.accelerator(),
                whole.batch(),
                whole.costPerHour(),
                whole.predicted(),
                whole.options(),
                whole.placement(),
                "no room",
                next,
                whole.action(),
                whole.conditions(),
                whole.because());
    }

    /** The same cycle, whose plan the clock stopped. */
    static CycleReport stopped(CycleReport report) {
        FleetPlan plan = report.plan();
        return new CycleReport(
                report.seen(),
                report.free(),
                report.groups(),
                new FleetPlan(plan.variants(), plan.costPerHour(), plan.score(), null, 7L),
                report.decision(),
                report.results(),
                report.stageSeconds());
    }

    public static CycleReport report(String id, List<ActionResult> results, VariantDecision... variants) {
        Memory memory = Memory.EMPTY;
        ModelKey model = new ModelKey("team-a", "m1");
        var load = new OfferedLoad(1, 1, 1, TokenMix.fixed(100, 100), 1, 60);
        var reading = new LoadReading.Fresh(load, new Observed(1.0, 0.0, 30.0, null, null, null, List.of()), 5);
        var policy = new FleetPolicy(
                List.of(),
                List.of(),
                List.of(),
                Routing.RANDOM,
                Duration.ZERO,
                Duration.ofMinutes(5),
                true,
                true,
                List.of(),
                false);
        var seen = new CycleSnapshot(
                id,
                AT,
                "interval",
                policy,
                new Inventory.Unknown("test"),
                List.of(),
                List.of(new ModelLoad(model, reading)),
                memory,
                SearchBudget.DEFAULT);
        List<GroupVariant> members = Arrays.stream(variants)
                .<GroupVariant>map(v -> new GroupVariant.Sizable(
                        v.key(), "w", 0, null, v.current(), null, new TreeMap<>(), List.of(), List.of()))
                .toList();
        var group = new ServingGroup(
                model, "premium", 1, ServiceLevel.ofMeans(500, 40, 0), Routing.RANDOM, null, members, List.of());
        return new CycleReport(
                seen,
                List.of(),
                List.of(group),
                new FleetPlan(List.of(), 0, new PlanScore(new TreeMap<>(), 0, 0, 0), null, null),
                new Decision(id, List.of(variants), memory),
                results,
                new TreeMap<>(Map.of("plan", 0.02, "act", 0.2)));
    }
}
