package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertCondition;
import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.decide;
import static dev.inferno.decision.Decisions.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.RollingUpdate;
import dev.inferno.snapshot.Target;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeSelectorTerm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Templates of running pods: two A100 replicas, while an H100 costs half and carries twice as much. */
final class RolloutGuardTest {

    private static final String GPU = "nvidia.com/gpu";
    private static final RollingUpdate ONE_MAY_MISS = new RollingUpdate("0", "1");

    private static TestVariant steered(String name, boolean rolling, RollingUpdate strategy) {
        var like = (Target.Found) TestVariant.onA100(name).state().target();
        var a100 = new LabelRequirement(
                "nvidia.com/gpu.product", LabelRequirement.Operator.IN, List.of("NVIDIA-A100-PCIE-80GB"));
        var pod = like.pod().withRequiredTerms(List.of(new NodeSelectorTerm(List.of(a100), List.of())));
        return TestVariant.onA100(name)
                .profile("H100", 1, TestFleet.MI300X, 4)
                .label(null)
                .optimize(PlacementMode.TEMPLATE)
                .target(new Target.Found(name, "77", 2, 2, 2, pod, null, "A100", rolling, strategy, null, List.of()));
    }

    private static TestVariant steered() {
        return steered("v", false, RollingUpdate.DEFAULT);
    }

    /** @param h100s free ones, on one node */
    private static TestFleet fleet(int h100s, int h100Cost, TestVariant variant) {
        return new TestFleet()
                .accelerators(
                        new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40, null, 1),
                        new Accelerator("H100", "NVIDIA-H100-80GB-HBM3", h100Cost, null, 1))
                .nvidia("a", 4)
                .node("h", GPU, h100s, Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"))
                .variant(variant)
                .running("v", "a", 2, GPU)
                .remembered("v", 40, 40)
                .perMinute(40);
    }

    /** New pods have no metrics yet, and their variant is held meanwhile. */
    @Test
    void saysWhatPodsAreSteeredToWhileItIsHeld() {
        var missing = new LoadReading.Missing(LoadReading.Missing.Cause.NO_SAMPLES, "no pod reports");

        VariantDecision decided = only(fleet(2, 20, steered()).reading(TestFleet.MODEL, missing));

        assertInstanceOf(Action.Hold.class, decided.action());
        assertEquals("A100", decided.accelerator());
    }

    @Test
    void goesOverToACheaperAcceleratorWhenTheRolloutEnds() {
        Decision decision = decide(fleet(2, 20, steered()).snapshot());

        var steer = assertInstanceOf(
                Action.SteerTemplate.class, decision.variants().getFirst().action());
        assertEquals("H100", steer.accelerator());
        assertEquals(
                TestFleet.START,
                Objects.requireNonNull(decision.memory().variants().get("default/v"))
                        .steered());
    }

    @Test
    void refusesARolloutThatWouldStopHalfWayWithTheNumbersAndAWayOut() {
        VariantDecision decided = only(fleet(1, 20, steered()));

        assertInstanceOf(Action.Hold.class, decided.action());
        assertCondition(decided, Type.Actuated, Status.False, "RolloutBlocked");
        assertNames(
                decided.condition(Type.Actuated).message(),
                "H100",
                "all 2 pods of Deployment v",
                "maxSurge 25%, maxUnavailable 25%",
                "after 1",
                "needs 1 nvidia.com/gpu",
                "node h has 0 of 1 free",
                "scale it to 1 first");
        assertEquals("A100", decided.accelerator());
    }

    @Test
    void goesOnScalingOnThePresentAcceleratorWhileTheRolloutIsBlocked() {
        VariantDecision decided = only(fleet(1, 20, steered()).perMinute(60));

        assertEquals(3, assertInstanceOf(Action.Scale.class, decided.action()).to());
        assertCondition(decided, Type.Actuated, Status.False, "RolloutBlocked");
    }

    @Test
    void saysNothingOfARolloutWhereTheOtherAcceleratorHasNoRoomAnyway() {
        VariantDecision decided = only(fleet(0, 20, steered()));

        assertCondition(decided, Type.Actuated, Status.True, "Applied");
    }

    @Test
    void aSmallSavingIsNotWorthReplacingEveryPod() {
        VariantDecision decided = only(fleet(2, 75, steered()));

        assertInstanceOf(Action.Hold.class, decided.action());
        assertCondition(decided, Type.Actuated, Status.True, "Applied");
        assertNames(decided.options().get(1).reason(), "saves less than 10 %");
    }

    @Test
    void neverLeavesFewerThanMinReplicasServing() {
        TestVariant variant = steered("v", false, RollingUpdate.RECREATE);

        assertNames(
                only(fleet(2, 20, variant)).condition(Type.Actuated).message(),
                "would leave 0 of 2 serving",
                "maxSurge");
    }

    @Test
    void aMissingReplicaIsTakenWhereItsOwnerAllowsOne() {
        VariantDecision decided = only(fleet(2, 20, steered("v", false, ONE_MAY_MISS)));

        assertInstanceOf(Action.SteerTemplate.class, decided.action());
    }

    @Test
    void rests() {
        TestFleet fleet = fleet(2, 20, steered()).steered("v", Duration.ofMinutes(9));
        assertNames(only(fleet).condition(Type.Actuated).message(), "not again within 10 minutes");

        TestFleet later = fleet(2, 20, steered()).steered("v", Duration.ofMinutes(11));
        assertInstanceOf(Action.SteerTemplate.class, only(later).action());
    }

    @Test
    void changesNothingWhileThePodsAreBeingReplaced() {
        TestFleet fleet = fleet(2, 20, steered("v", true, RollingUpdate.DEFAULT))
                .steered("v", Duration.ofMinutes(1))
                .perMinute(100);

        VariantDecision decided = only(fleet);

        assertInstanceOf(Action.Hold.class, decided.action());
        assertCondition(decided, Type.Actuated, Status.False, "PodsPending");
    }

    @Test
    void steersOneDeploymentAnewAtATime() {
        TestFleet fleet = fleet(4, 20, steered())
                .variant(steered("w", false, RollingUpdate.DEFAULT).model("other"))
                .running("w", "a", 2, GPU)
                .remembered("w", 40, 40)
                .classes(
                        TestVariant.classOf("premium.yaml", "Premium", 1, TestFleet.MODEL, TestFleet.premium()),
                        TestVariant.classOf("other.yaml", "Other", 1, "other", TestFleet.premium()))
                .perMinute("other", 40);

        List<VariantDecision> decided = decide(fleet.snapshot()).variants();

        assertInstanceOf(Action.SteerTemplate.class, decided.getFirst().action());
        assertNames(
                decided.getLast().condition(Type.Actuated).message(),
                "rollout of default/v is under way",
                "one Deployment");
    }

    @Test
    void doesNotCountOnRoomThatAnotherPlanIsAboutToTake() {
        TestFleet fleet = fleet(2, 20, steered())
                .variant(TestVariant.named("w")
                        .profile("H100", 1, TestFleet.MI300X, 4)
                        .label("H100")
                        .selector(Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"))
                        .model("other")
                        .replicas(0))
                .remembered("w", 40, 40)
                .classes(
                        TestVariant.classOf("premium.yaml", "Premium", 1, TestFleet.MODEL, TestFleet.premium()),
                        TestVariant.classOf("other.yaml", "Other", 1, "other", TestFleet.premium()))
                .perMinute("other", 40);

        List<VariantDecision> decided = decide(fleet.snapshot()).variants();

        assertInstanceOf(Action.Scale.class, decided.getLast().action());
        assertCondition(decided.getFirst(), Type.Actuated, Status.False, "RolloutBlocked");
    }
}
