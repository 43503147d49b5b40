package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertCondition;
import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.decide;
import static dev.inferno.decision.Decisions.only;
import static dev.inferno.decision.Decisions.running;
import static dev.inferno.decision.Decisions.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Missing.Cause;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Inputs come from the real analyzer and optimizer: 25.3 requests/min per replica, so 60/min need 3. */
class GuardrailsTest {

    private static final String GPU = "nvidia.com/gpu";

    /** Nothing moves, nothing is forgotten, and the right condition speaks for all. */
    private static VariantDecision assertHolds(TestFleet fleet, int replicas, Type type, String reason) {
        CycleSnapshot seen = fleet.snapshot();
        Decision decision = decide(seen);
        VariantDecision decided = decision.variants().getFirst();
        var hold = assertInstanceOf(Action.Hold.class, decided.action());
        assertEquals(replicas, hold.replicas());
        assertEquals(replicas, decided.desired());
        assertCondition(decided, type, Status.False, reason);
        assertCondition(decided, Type.Actuated, Status.False, "Held");
        assertCondition(decided, Type.Ready, Status.False, reason);
        var before = Objects.requireNonNull(seen.memory().of(decided.key()));
        var after = Objects.requireNonNull(decision.memory().of(decided.key()));
        assertEquals(before.firstSeen(), after.firstSeen());
        assertEquals(before.scalings(), after.scalings());
        return decided;
    }

    private static void assertForgetsNothing(TestFleet fleet) {
        CycleSnapshot seen = fleet.snapshot();
        assertEquals(seen.memory(), decide(seen).memory());
    }

    private static TestVariant variant() {
        return TestVariant.onA100("v").replicas(2);
    }

    @Test
    void holdsWhenTheTargetIsMissing() {
        var fleet = running(variant().target(new Target.NotFound("v"))).perMinute(60);
        var decided = assertHolds(fleet, 0, Type.TargetResolved, "TargetNotFound");
        assertCondition(decided, Type.MetricsAvailable, Status.True, "MetricsFound");
        assertCondition(decided, Type.OptimizationReady, Status.False, "OptimizationFailed");
        assertCondition(decided, Type.CapacityAvailable, Status.Unknown, "NotEvaluated");
        assertNames(decided.condition(Type.Ready).message(), "TargetResolved", "Deployment v");
    }

    @Test
    void holdsWhenTheTargetIsOfAnotherKindOrBelongsToAnOlderVariant() {
        var other = running(variant().target(new Target.UnsupportedKind("StatefulSet", "v")))
                .perMinute(60);
        assertNames(
                assertHolds(other, 0, Type.TargetResolved, "UnsupportedKind")
                        .condition(Type.TargetResolved)
                        .message(),
                "StatefulSet",
                "use a Deployment");
        var claimed = running(variant().target(new Target.Claimed("v", "default/older")))
                .perMinute(60);
        assertNames(
                assertHolds(claimed, 0, Type.TargetResolved, "TargetClaimed")
                        .condition(Type.TargetResolved)
                        .message(),
                "default/older");
    }

    @Test
    void holdsWhenMetricsAreMissing() {
        var fleet = running(variant())
                .reading(TestFleet.MODEL, new LoadReading.Missing(Cause.NO_SAMPLES, "no pod reports"));
        var decided = assertHolds(fleet, 2, Type.MetricsAvailable, "MetricsMissing");
        assertCondition(decided, Type.TargetResolved, Status.True, "TargetFound");
        assertCondition(decided, Type.OptimizationReady, Status.False, "MetricsUnavailable");
        assertCondition(decided, Type.CapacityAvailable, Status.Unknown, "NotEvaluated");
        assertEquals("no pod reports", decided.condition(Type.MetricsAvailable).message());
        assertForgetsNothing(fleet);
    }

    @Test
    void holdsWhenMetricsAreStale() {
        var fleet = running(variant())
                .reading(TestFleet.MODEL, new LoadReading.Stale(900, "the newest sample is 900 s old"));
        var decided = assertHolds(fleet, 2, Type.MetricsAvailable, "MetricsStale");
        assertCondition(decided, Type.OptimizationReady, Status.False, "MetricsUnavailable");
        assertForgetsNothing(fleet);
    }

    @Test
    void holdsWhenPrometheusCannotBeAsked() {
        var fleet = running(variant())
                .reading(TestFleet.MODEL, new LoadReading.Missing(Cause.PROMETHEUS_ERROR, "connection refused"));
        var decided = assertHolds(fleet, 2, Type.MetricsAvailable, "PrometheusError");
        assertCondition(decided, Type.OptimizationReady, Status.False, "MetricsUnavailable");
        assertForgetsNothing(fleet);
    }

    @Test
    void holdsWhenNoNodeCouldBeRead() {
        var decided = only(running(variant()).perMinute(60).inventoryUnknown());
        assertInstanceOf(Action.Hold.class, decided.action());
        assertEquals(2, decided.desired());
        assertCondition(decided, Type.CapacityAvailable, Status.Unknown, "InventoryUnknown");
        assertCondition(decided, Type.OptimizationReady, Status.False, "OptimizationFailed");
    }

    @Test
    void holdsWhileTheVariantIsPausedButReportsTheDecision() {
        var decided = only(running(variant().paused()).perMinute(60));
        var hold = assertInstanceOf(Action.Hold.class, decided.action());
        assertEquals(3, hold.replicas());
        assertEquals(3, decided.desired());
        assertCondition(decided, Type.OptimizationReady, Status.True, "OptimizationSucceeded");
        assertCondition(decided, Type.Actuated, Status.False, "Held");
        assertNames(decided.condition(Type.Actuated).message(), "inferno.llmd.ai/paused");
    }

    @Test
    void holdsWhileTheInstallationIsPausedEvenBesideAnotherScaler() {
        var decided = only(
                running(target(2, 2, "HorizontalPodAutoscaler/v")).perMinute(60).paused());
        assertInstanceOf(Action.Hold.class, decided.action());
        assertEquals(3, decided.desired());
        assertCondition(decided, Type.Actuated, Status.False, "Held");
        assertNames(decided.condition(Type.Actuated).message(), "the installation is paused");
    }

    @Test
    void publishesForAnotherScaler() {
        var decided = only(running(target(2, 2, "HorizontalPodAutoscaler/v")).perMinute(60));
        var publish = assertInstanceOf(Action.Publish.class, decided.action());
        assertEquals(3, publish.replicas());
        assertCondition(decided, Type.Actuated, Status.True, "ExternalScaler");
        assertCondition(decided, Type.Ready, Status.True, "Ready");
        assertNames(decided.condition(Type.Actuated).message(), "HorizontalPodAutoscaler/v");
    }

    @Test
    void publishesInModeMetricsWithoutAnyScaler() {
        var decided = only(running(variant().actuation(ActuationMode.METRICS)).perMinute(60));
        assertEquals(3, assertInstanceOf(Action.Publish.class, decided.action()).replicas());
        assertCondition(decided, Type.Actuated, Status.True, "ExternalScaler");
    }

    @Test
    void refusesAnExplicitDirectBesideAnotherScaler() {
        var variant = target(2, 2, "HorizontalPodAutoscaler/v").actuation(ActuationMode.DIRECT);
        var decided = only(running(variant).perMinute(60));
        assertEquals(3, assertInstanceOf(Action.Publish.class, decided.action()).replicas());
        assertCondition(decided, Type.Actuated, Status.False, "ExternalScaler");
        assertCondition(decided, Type.Ready, Status.False, "ExternalScaler");
        assertNames(decided.condition(Type.Actuated).message(), "Direct", "HorizontalPodAutoscaler/v", "delete it");
    }

    @Test
    void onlyReportsInModeAdvise() {
        for (String scaler : new String[] {null, "HorizontalPodAutoscaler/v"}) {
            var decided = only(running(target(2, 2, scaler).actuation(ActuationMode.ADVISE))
                    .perMinute(60));
            assertEquals(
                    3, assertInstanceOf(Action.Hold.class, decided.action()).replicas());
            assertCondition(decided, Type.Actuated, Status.False, "Held");
            assertNames(decided.condition(Type.Actuated).message(), "Advise");
        }
    }

    @Test
    void scalesUpFromWhatWasSeen() {
        CycleSnapshot seen = running(target(2, 2, null)).perMinute(60).snapshot();
        Decision decision = decide(seen);
        var decided = decision.variants().getFirst();
        assertEquals(new Action.Scale(decided.key(), "v", "77", 2, 3, "load_increase"), decided.action());
        assertEquals(List.of(decided.action()), decision.actions());
        assertEquals(3, decided.wanted());
        assertEquals(3, decided.granted());
        assertEquals(120, decided.costPerHour());
        assertEquals(Map.of("n1", 3), decided.placement());
        for (Type type : Type.values()) {
            assertEquals(Status.True, decided.condition(type).status(), () -> "" + decided.condition(type));
        }
        assertCondition(decided, Type.Actuated, Status.True, "Applied");
        var remembered = Objects.requireNonNull(decision.memory().of(decided.key()));
        assertEquals(new Scaling(seen.takenAt(), 2, 3), remembered.scalings().getLast());
    }

    @Test
    void scalesDownWhenThePeaksAllowIt() {
        var fleet = new TestFleet()
                .nvidia("n1", 4)
                .variant(target(3, 3, null))
                .running("v", "n1", 3, GPU)
                .remembered("v", 20, 20)
                .perMinute(20);
        var scale = assertInstanceOf(Action.Scale.class, only(fleet).action());
        assertEquals(3, scale.from());
        assertEquals(1, scale.to());
        assertEquals("load_decrease", scale.reason());
    }

    @Test
    void takesNothingAwayWhileSomePodsDoNotReport() {
        var fleet = new TestFleet()
                .nvidia("n1", 4)
                .variant(target(3, 3, null))
                .running("v", "n1", 3, GPU)
                .remembered("v", 20, 20)
                .reading(
                        TestFleet.MODEL,
                        new LoadReading.Partial(
                                TestFleet.load(20, 128), Observed.NOTHING, 10, "1 of 3 pods does not report"));
        var decided = only(fleet);
        assertInstanceOf(Action.Hold.class, decided.action());
        assertEquals(3, decided.desired());
        assertCondition(decided, Type.MetricsAvailable, Status.True, "MetricsFound");
    }

    @Test
    void changesNothingWhenTheDeploymentAsksForItAlready() {
        var decided = only(running(target(2, 2, null)).perMinute(40));
        assertEquals(2, assertInstanceOf(Action.Hold.class, decided.action()).replicas());
        assertCondition(decided, Type.Actuated, Status.True, "Applied");
        assertCondition(decided, Type.Ready, Status.True, "Ready");
    }

    @Test
    void saysThatPodsArePending() {
        var decided = only(running(target(2, 1, null)).perMinute(40));
        assertInstanceOf(Action.Hold.class, decided.action());
        assertCondition(decided, Type.Actuated, Status.False, "PodsPending");
        assertCondition(decided, Type.Ready, Status.False, "PodsPending");
    }

    @Test
    void theExplanationTellsThePriceOfTheNextReplicaAndHowGoodThePlanIs() {
        CycleSnapshot seen = new TestFleet()
                .nvidia("n1", 2)
                .variant(target(1, 1, null))
                .running("v", "n1", 1, GPU)
                .perMinute(60)
                .snapshot();
        var groups = Analyzer.create().analyse(seen);
        FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(groups, seen);
        VariantDecision decided =
                Guardrails.standard().decide(plan, groups, seen).variants().getFirst();

        assertNames(Explanation.of("id", decided, plan), "unblock: the next replica of v", "for each " + GPU);
        assertNames(Explanation.of("id", decided, plan), "plan of the fleet: ", Story.quality(plan));
        var stopped = new FleetPlan(plan.variants(), 44, plan.score(), 40.0, 7L);
        assertEquals(
                "at most 10 % dearer than the least that serves as much; the clock stopped the search at look 7"
                        + " (INFERNO_PLAN_DEADLINE)",
                Story.quality(stopped));
    }

    @Test
    void asksForWhatIsGrantedAndNamesWhatIsLacking() {
        var fleet = new TestFleet()
                .nvidia("n1", 2)
                .variant(target(1, 1, null))
                .running("v", "n1", 1, GPU)
                .perMinute(60);
        var decided = only(fleet);
        assertEquals(3, decided.wanted());
        assertEquals(2, decided.granted());
        assertEquals(2, decided.desired());
        assertEquals(2, assertInstanceOf(Action.Scale.class, decided.action()).to());
        assertCondition(decided, Type.CapacityAvailable, Status.False, "InsufficientDevices");
        assertNames(
                decided.condition(Type.CapacityAvailable).message(),
                GPU,
                "the next replica of v on A100 would fit with 1 more nvidia.com/gpu of node n1, at 40 cost units per hour");
        assertEquals(
                1 - 2 * 25.3 / 60, Objects.requireNonNull(decided.nextReplica()).serves(), 0.001);
        assertCondition(decided, Type.Actuated, Status.True, "Applied");
        assertCondition(decided, Type.Ready, Status.False, "InsufficientDevices");
        // All of the load reaches the two replicas, so what is predicted must not look like a kept promise.
        double waitMillis = Objects.requireNonNull(decided.predicted()).waitMillis();
        assertTrue(waitMillis > 500 / 2.9957, "wait " + waitMillis);
    }

    @Test
    void reachingTheMaximumIsNoLackOfCapacity() {
        var fleet = new TestFleet()
                .nvidia("n1", 4)
                .variant(target(2, 2, null).max(2))
                .running("v", "n1", 2, GPU)
                .perMinute(120);
        var decided = only(fleet);
        assertEquals(2, decided.desired());
        assertCondition(decided, Type.CapacityAvailable, Status.True, "Fits");
        assertNames(decided.condition(Type.CapacityAvailable).message(), "maxReplicas (2)");
    }

    @Test
    void everyDecisionHasAllConditionsInOrderAndVariantsAreOrderedByKey() {
        CycleSnapshot seen = new TestFleet()
                .nvidia("n1", 4)
                .variant(TestVariant.onA100("z").model("b"))
                .variant(TestVariant.onA100("a").model("c"))
                .perMinute("b", 10)
                .snapshot();
        var decided = decide(seen).variants();
        var names = new ArrayList<String>();
        decided.forEach(v -> names.add(v.key().name()));
        assertEquals(List.of("a", "z"), names);
        decided.forEach(v -> assertEquals(
                List.of(Type.values()),
                v.conditions().stream().map(Condition::type).toList()));
    }
}
