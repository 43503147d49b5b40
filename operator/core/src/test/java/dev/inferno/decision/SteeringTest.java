package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition.Type;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which node label a template is steered by, and what may be planned then. */
final class SteeringTest {

    private static final String GPU = "nvidia.com/gpu";

    private static TestVariant steerable() {
        var like = (Target.Found) TestVariant.onA100("v").state().target();
        return TestVariant.onA100("v")
                .optimize(PlacementMode.TEMPLATE)
                .target(new Target.Found("v", "77", 0, 0, 0, like.pod(), null, null, false));
    }

    @Test
    void steersByTheLabelThatMostNodesOfTheProductCarryAndPlansOnThoseOnly() {
        var cloud = Map.of("cloud.google.com/gke-accelerator", "NVIDIA-A100-PCIE-80GB");
        var fleet = new TestFleet()
                .nvidia("n1", 1)
                .nvidia("n2", 1)
                .node("n3", GPU, 8, cloud)
                .variant(steerable())
                .perMinute(60);

        var decided = only(fleet);

        var steer = assertInstanceOf(Action.SteerTemplate.class, decided.action());
        assertEquals("nvidia.com/gpu.product", steer.labelKey());
        assertEquals(Map.of("n1", 1, "n2", 1), decided.placement());
        assertEquals(3, decided.wanted());
        assertNames(
                decided.condition(Type.OptimizationReady).message(),
                "A100: 1 of 3 nodes of",
                "lack label nvidia.com/gpu.product");
    }

    @Test
    void steersByALabelOfFewNodesOnlyWhereNoneNamesMore() {
        var both = Map.of(
                "nvidia.com/gpu.product",
                "NVIDIA-A100-SXM4-80GB",
                "cloud.google.com/gke-accelerator",
                "NVIDIA-A100-SXM4-80GB");
        var cloud = Map.of("cloud.google.com/gke-accelerator", "NVIDIA-A100-SXM4-80GB");
        var fleet = new TestFleet()
                .accelerators(new Accelerator("A100", "NVIDIA-A100-SXM4-80GB", 40, null, 1))
                .node("n1", GPU, 1, both)
                .node("n2", GPU, 1, cloud)
                .node("n3", GPU, 1, cloud)
                .variant(steerable())
                .perMinute(60);

        var decided = only(fleet);

        var steer = assertInstanceOf(Action.SteerTemplate.class, decided.action());
        assertEquals("cloud.google.com/gke-accelerator", steer.labelKey());
        assertEquals(Map.of("n1", 1, "n2", 1, "n3", 1), decided.placement());
        assertEquals(
                "sized and placed", decided.condition(Type.OptimizationReady).message());
    }

    @Test
    void refusesAProductThatNoLabelNames() {
        var fleet = new TestFleet()
                .node("n1", "amd.com/gpu", 4, Map.of("amd.com/gpu.device-id", "74a1"))
                .variant(TestVariant.named("v")
                        .profile("MI300X", 1, TestFleet.MI300X, 4)
                        .requests(Map.of("amd.com/gpu", 1L))
                        .replicas(0)
                        .label(null)
                        .optimize(PlacementMode.TEMPLATE))
                .perMinute(60);
        assertNames(only(fleet).options().getFirst().reason(), "no label names", "inferno.llmd.ai/product=");
    }

    @Test
    void atZeroAnEarlierSteeringDoesNotStandInTheWayOfAnotherProduct() {
        var like = (Target.Found) TestVariant.onA100("v").state().target();
        var term = new NodeSelectorTerm(
                List.of(new LabelRequirement(
                        "nvidia.com/gpu.product", LabelRequirement.Operator.IN, List.of("NVIDIA-A100-PCIE-80GB"))),
                List.of());
        var pod = new PodShape(
                like.pod().requests(),
                like.pod().labels(),
                like.pod().nodeSelector(),
                List.of(term),
                like.pod().tolerations());
        var fleet = new TestFleet()
                .accelerators(
                        new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40, null, 1),
                        new Accelerator("H100", "NVIDIA-H100-80GB-HBM3", 60, null, 1))
                .node("n1", GPU, 4, Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"))
                .variant(TestVariant.onA100("v")
                        .profile("H100", 1, TestFleet.MI300X, 4)
                        .optimize(PlacementMode.TEMPLATE)
                        .target(new Target.Found("v", "77", 0, 0, 0, pod, null, "A100", false)))
                .perMinute(20);
        var steer = assertInstanceOf(Action.SteerTemplate.class, only(fleet).action());
        assertEquals("H100", steer.accelerator());
        assertEquals(List.of("NVIDIA-H100-80GB-HBM3"), steer.labelValues());
    }

    @Test
    void steersTheTemplateBeforeItScalesFromZero() {
        var like = (Target.Found) TestVariant.onA100("v").state().target();
        var fleet = new TestFleet()
                .nvidia("n1", 4)
                .variant(TestVariant.onA100("v")
                        .optimize(PlacementMode.TEMPLATE)
                        .target(new Target.Found("v", "77", 0, 0, 0, like.pod(), null, null, false)))
                .perMinute(20);
        var steer = assertInstanceOf(Action.SteerTemplate.class, only(fleet).action());
        assertEquals("77", steer.resourceVersion());
        assertEquals("A100", steer.accelerator());
        assertEquals("nvidia.com/gpu.product", steer.labelKey());
        assertEquals(List.of("NVIDIA-A100-PCIE-80GB"), steer.labelValues());
    }
}
