package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.serving.Routing;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** From snapshot to plan, analyser and optimiser together. */
class PlanTest {

    private static final String GPU = "nvidia.com/gpu";

    private static FleetPlan plan(TestFleet fleet) {
        var seen = fleet.snapshot();
        return Optimizer.fast(StopSignal.NEVER).plan(Analyzer.create().analyse(seen), seen);
    }

    private static VariantPlan of(String name, TestFleet fleet) {
        return Objects.requireNonNull(plan(fleet).of(new VariantKey("default", name)));
    }

    private static BlockedBy blocked(VariantPlan plan) {
        return Objects.requireNonNull(plan.blockedBy(), plan::toString);
    }

    @Test
    void walksThroughTheFirstHour() {
        TestFleet fleet = new TestFleet().nvidia("n1", 2).variant(TestVariant.onA100("v"));
        assertEquals(1, of("v", fleet.perMinute(0)).granted());
        VariantPlan forty = of("v", fleet.perMinute(40));
        assertEquals(2, forty.wanted());
        assertEquals(Map.of("n1", 2), forty.placement().replicasByNode());
        assertEquals(1, forty.share(), 1e-9);
        assertNull(forty.blockedBy());
        assertEquals(3, of("v", fleet.perMinute(60)).wanted());

        VariantPlan eighty = of("v", fleet.perMinute(80));
        assertEquals(4, eighty.wanted());
        assertEquals(2, eighty.granted());
        BlockedBy by = blocked(eighty);
        assertEquals(CapacityReason.INSUFFICIENT_DEVICES, by.reason());
        assertEquals(GPU, by.resource());
        assertTrue(by.message().contains("n1"), by.message());

        fleet.remembered("v", 80).variant(TestVariant.onA100("v").replicas(2)).running("v", "n1", 2, GPU);
        assertEquals(2, of("v", fleet.perMinute(0)).granted(), "the load has just ended");
        assertEquals(1, of("v", fleet.after(Duration.ofMinutes(5))).granted());
        assertEquals(1, of("v", fleet).wanted());
    }

    @Test
    void givesTheLastDevicesToTheMoreImportantVariantAlsoWhenTheOtherRuns() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 4)
                .classes(
                        TestVariant.classOf("premium.yaml", "Premium", 1, "gold", TestFleet.premium()),
                        TestVariant.classOf("freemium.yaml", "Freemium", 10, "tin", TestFleet.premium()))
                .variant(TestVariant.onA100("tin").model("tin").replicas(4))
                .variant(TestVariant.onA100("gold").model("gold").replicas(0))
                .running("tin", "n1", 4, GPU)
                .remembered("tin")
                .remembered("gold")
                .perMinute("tin", 100)
                .perMinute("gold", 70);
        assertEquals(3, of("gold", fleet).granted());
        assertEquals(1, of("tin", fleet).granted(), "its minimum comes before anyone's demand");
        assertEquals(4, of("tin", fleet).wanted());
        assertTrue(blocked(of("tin", fleet)).message().contains("n1"));
    }

    @Test
    void servesASharedLoadFromTheCheaperVariantFirst() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .amd("m1", 1)
                .variant(TestVariant.onA100("a100").min(0))
                .variant(TestVariant.named("mi300x")
                        .min(0)
                        .label("MI300X")
                        .profile("MI300X", 1, TestFleet.MI300X, 4)
                        .requests(Map.of("amd.com/gpu", 1L)))
                .remembered("a100")
                .remembered("mi300x");
        fleet.perMinute(80);
        assertEquals(1, of("mi300x", fleet).granted(), "65 for 86.7 requests/min is cheaper than 40 for 25.3");
        assertEquals(0, of("a100", fleet).granted());
        fleet.perMinute(120);
        assertEquals(1, of("mi300x", fleet).granted());
        assertEquals(2, of("a100", fleet).granted());
        assertEquals(1, of("mi300x", fleet).share() + of("a100", fleet).share(), 1e-9);
        assertTrue(of("mi300x", fleet).share() > of("a100", fleet).share());
    }

    @Test
    void letsTheSlowestReplicaBindAMixUnderEqualSplit() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .amd("m1", 1)
                .routing(Routing.RANDOM)
                .variant(TestVariant.onA100("a100").min(0))
                .variant(TestVariant.named("mi300x")
                        .min(0)
                        .label("MI300X")
                        .profile("MI300X", 1, TestFleet.MI300X, 4)
                        .requests(Map.of("amd.com/gpu", 1L)))
                .remembered("a100")
                .remembered("mi300x")
                .perMinute(120);
        // With one MI300X and two A100 each gets 40 requests/min, more than the 25.3 an A100 carries.
        assertEquals(0, of("mi300x", fleet).granted());
        assertEquals(5, of("a100", fleet).granted());
        assertEquals(200, plan(fleet).costPerHour());
    }

    @Test
    void placesNothingOnTaintedOrCordonedNodes() {
        var taint = new Taint("dedicated", "training", TaintEffect.NO_SCHEDULE);
        var labels = Map.of("nvidia.com/gpu.product", "NVIDIA-A100-PCIE-80GB");
        TestFleet fleet = new TestFleet()
                .node("tainted", GPU, 8, labels, taint)
                .nvidia("cordoned", 8)
                .nvidia("open", 1)
                .cordon("cordoned")
                .variant(TestVariant.onA100("v"))
                .perMinute(40);
        VariantPlan plan = of("v", fleet);
        assertEquals(Map.of("open", 1), plan.placement().replicasByNode());
        String message = blocked(plan).message();
        assertTrue(message.contains("cordoned") && message.contains("taint"), message);
    }

    @Test
    void keepsRunningPodsWhereTheyAre() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .nvidia("n2", 2)
                .variant(TestVariant.onA100("v").replicas(2))
                .running("v", "n1", 2, GPU)
                .remembered("v")
                .perMinute(60);
        assertEquals(Map.of("n1", 2, "n2", 1), of("v", fleet).placement().replicasByNode());
    }

    @Test
    void leavesForeignPodsAndHeldVariantsTheirRoom() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 4)
                .pod("training", "n1", GPU, 1)
                .variant(TestVariant.named("held").model("x"))
                .running("held", "n1", 1, GPU)
                .variant(TestVariant.onA100("v"))
                .perMinute(100);
        assertEquals(2, of("v", fleet).granted());
        assertNull(plan(fleet).of(new VariantKey("default", "held")));
    }

    @Test
    void namesTheMaximumWhenItBinds() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .variant(TestVariant.onA100("v").max(2))
                .perMinute(100);
        VariantPlan plan = of("v", fleet);
        assertEquals(2, plan.granted());
        assertEquals(2, plan.wanted());
        assertEquals(CapacityReason.MAX_REPLICAS, blocked(plan).reason());
        assertTrue(plan(fleet).score().unmetByPriority().getOrDefault(1, 0.0) > 0.4);
    }

    @Test
    void steersToTheProductThatCostsLeastAndFallsBackWhenItIsFull() {
        var h100 = Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3");
        var table = new Accelerator[] {
            new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40, null, 1),
            new Accelerator("H100", "NVIDIA-H100-80GB-HBM3", 60, null, 1)
        };
        var variant = TestVariant.onA100("v")
                .profile("H100", 1, TestFleet.MI300X, 4)
                .optimize(PlacementMode.TEMPLATE)
                .replicas(0);
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .node("h1", GPU, 1, h100)
                .accelerators(table)
                .variant(variant)
                .perMinute(80);
        assertEquals(Map.of("h1", 1), of("v", fleet).placement().replicasByNode());
        fleet.pod("training", "h1", GPU, 1);
        assertEquals(Map.of("n1", 4), of("v", fleet).placement().replicasByNode());
    }

    @Test
    void saysFragmentedWhenDevicesAreFreeButNotTogether() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 2)
                .nvidia("n2", 2)
                .pod("x1", "n1", GPU, 1)
                .pod("x2", "n2", GPU, 1)
                .variant(TestVariant.named("v")
                        .replicas(0)
                        .profile("A100", 2, TestFleet.A100, 4)
                        .requests(Map.of(GPU, 2L)))
                .perMinute(10);
        assertEquals(CapacityReason.FRAGMENTED, blocked(of("v", fleet)).reason());
    }

    @Test
    void givesTheSamePlanForAnyOrderOfTheInput() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 3)
                .nvidia("n2", 3)
                .variant(TestVariant.onA100("b"))
                .variant(TestVariant.onA100("a"))
                .variant(TestVariant.onA100("c").model("other").slo(TestFleet.premium()))
                .perMinute(90)
                .perMinute("other", 90);
        var straight = fleet.snapshot();
        var reversed = fleet.snapshot(true);
        var optimizer = Optimizer.fast(StopSignal.NEVER);
        assertEquals(
                told(optimizer.plan(Analyzer.create().analyse(straight), straight)),
                told(optimizer.plan(Analyzer.create().analyse(reversed).reversed(), reversed)));
    }

    @Test
    void plansNothingWithoutInventory() {
        TestFleet fleet =
                new TestFleet().variant(TestVariant.onA100("v")).perMinute(40).inventoryUnknown();
        assertEquals(0, plan(fleet).variants().size());
    }

    private static String told(FleetPlan plan) {
        return plan.toString().replaceAll("BatchChain@[0-9a-f]+", "BatchChain");
    }
}
