package dev.inferno.operator.kube;

import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Decision;
import dev.inferno.decision.OptionVerdict;
import dev.inferno.decision.Predicted;
import dev.inferno.decision.VariantDecision;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.PlanScore;
import dev.inferno.serving.Routing;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.VariantState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One variant's cycle, as small as a report can be. */
record Reports(
        VariantState state,
        String id,
        Instant at,
        int desired,
        double perSecond,
        Condition.Status fits,
        String fitsMessage) {

    static Reports of(VariantState state) {
        return new Reports(
                state, "d-1", Instant.parse("2026-01-01T00:00:00Z"), 2, 10, Condition.Status.True, "2 replicas fit");
    }

    Reports withDesired(int other) {
        return new Reports(state, id, at, other, perSecond, fits, fitsMessage);
    }

    Reports withLoad(double other) {
        return new Reports(state, id, at, desired, other, fits, fitsMessage);
    }

    Reports withFits(Condition.Status status, String message) {
        return new Reports(state, id, at, desired, perSecond, status, message);
    }

    Reports at(String otherId, Instant time) {
        return new Reports(state, otherId, time, desired, perSecond, fits, fitsMessage);
    }

    VariantDecision decision(Action action) {
        List<Condition> conditions = Arrays.stream(Condition.Type.values())
                .map(type -> type == Condition.Type.CapacityAvailable
                        ? new Condition(
                                type, fits, fits == Condition.Status.True ? "Fits" : "InsufficientDevices", fitsMessage)
                        : new Condition(type, Condition.Status.True, "Fine", "all is well at " + perSecond))
                .toList();
        return new VariantDecision(
                state.key(),
                state.spec().modelId(),
                null,
                1,
                desired,
                desired,
                desired,
                "A100",
                64,
                40.0 * desired,
                new Predicted(100 * perSecond / 10, 20, 5, 0.5),
                List.of(new OptionVerdict("A100", desired, 40.0 * desired, "chosen", "cheapest")),
                new TreeMap<>(Map.of("node-a", desired)),
                null,
                null,
                action,
                conditions,
                "the load needs " + desired + " replicas");
    }

    CycleReport report(ActionResult result) {
        OfferedLoad load =
                new OfferedLoad(perSecond - 1, perSecond, perSecond + 1, TokenMix.fixed(512, 128), 1.0, 60.0);
        LoadReading reading = new LoadReading.Fresh(
                load, new Observed(perSecond, 0.0, 2 * perSecond, 10 * perSecond, 1.0, null, List.of()), 5);
        FleetPolicy policy = new FleetPolicy(
                List.of(),
                List.of(),
                List.of(),
                Routing.LEAST_LOADED,
                Duration.ZERO,
                Duration.ofMinutes(10),
                true,
                true,
                List.of(),
                false);
        CycleSnapshot seen = new CycleSnapshot(
                id,
                at,
                "test",
                policy,
                new Inventory.Unknown("not needed"),
                List.of(state),
                List.of(new ModelLoad(state.model(), reading)),
                Memory.EMPTY,
                SearchBudget.DEFAULT);
        Decision decision = new Decision(id, List.of(decision(result.action())), Memory.EMPTY);
        return new CycleReport(
                seen,
                List.of(),
                List.of(),
                new FleetPlan(List.of(), 0, new PlanScore(new TreeMap<>(), 0, 0, 0), null, null),
                decision,
                List.of(result),
                new TreeMap<>());
    }
}
