package dev.inferno.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnalyzerTest {

    private static ServingGroup only(TestFleet fleet) {
        List<ServingGroup> groups = Analyzer.create().analyse(fleet.snapshot());
        assertEquals(1, groups.size());
        return groups.getFirst();
    }

    private static GroupVariant.Sizable sizable(TestFleet fleet) {
        return assertInstanceOf(
                GroupVariant.Sizable.class, only(fleet).variants().getFirst());
    }

    private static Blocker blocker(TestFleet fleet) {
        return assertInstanceOf(GroupVariant.Held.class, only(fleet).variants().getFirst())
                .blocker();
    }

    private static void assertBlocked(TestFleet fleet, Blocker.Reason reason, String... named) {
        Blocker blocker = blocker(fleet);
        assertEquals(reason, blocker.reason(), blocker.message());
        for (String text : named) {
            assertTrue(blocker.message().contains(text), () -> "\"" + blocker.message() + "\" must name " + text);
        }
    }

    private static TestFleet fleet() {
        return new TestFleet().nvidia("n1", 4);
    }

    @Test
    void sizesThePublishedProfileAsTheOriginalsDo() {
        for (var expected :
                Map.of(22.67, 1, 40.0, 2, 44.0, 2, 60.0, 3, 80.0, 4, 120.0, 5).entrySet()) {
            var variant = sizable(fleet().variant(TestVariant.onA100("v")).perMinute(expected.getKey()));
            VariantOption option = variant.options().getFirst();
            assertEquals(expected.getValue(), option.wanted(), () -> expected + " requests/min");
            assertEquals(25.311453 / 60, option.capacityOf(1), 1e-6);
            assertEquals(40, option.costPerReplicaHour());
        }
    }

    @Test
    void givesZeroTrafficTheMinimum() {
        var variant = sizable(fleet().variant(TestVariant.onA100("v").min(2).replicas(5))
                .remembered("v")
                .perMinute(0));
        assertEquals(2, variant.minReplicas());
        assertEquals(2, variant.options().getFirst().wanted());
    }

    @Test
    void holdsWhatGetsItsDevicesByClaimsAsItIs() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("v").replicas(3).claiming("gpu", "nic"))
                .perMinute(60);
        assertBlocked(fleet, Blocker.Reason.INVALID_CONFIGURATION, "resourceClaims (gpu, nic)", "nvidia.com/gpu");
    }

    @Test
    void holdsForTheReasonOfTheMetrics() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("v"));
        assertBlocked(fleet, Blocker.Reason.METRICS_MISSING);
        assertNull(only(fleet).demand());
        fleet.reading(TestFleet.MODEL, new LoadReading.Stale(400, "newest sample is 400 s old"));
        assertBlocked(fleet, Blocker.Reason.METRICS_STALE, "400 s");
        fleet.reading(
                TestFleet.MODEL,
                new LoadReading.Missing(LoadReading.Missing.Cause.PROMETHEUS_ERROR, "connection refused"));
        assertBlocked(fleet, Blocker.Reason.PROMETHEUS_ERROR, "connection refused");
        fleet.reading(TestFleet.MODEL, new LoadReading.Fresh(TestFleet.load(40, 0), Observed.NOTHING, 5));
        assertBlocked(fleet, Blocker.Reason.METRICS_MISSING, "answer length");
    }

    @Test
    void startsTheMinimumWhenRequestsArriveAndNothingRunsThatCouldTellTheAnswerLength() {
        var arriving = new LoadReading.Fresh(TestFleet.load(40, 0), Observed.NOTHING, 5);
        var variant =
                sizable(fleet().variant(TestVariant.onA100("v").replicas(0)).reading(TestFleet.MODEL, arriving));
        assertEquals(1, variant.options().getFirst().wanted());
    }

    @Test
    void holdsForTheReasonOfTheTarget() {
        assertBlocked(
                fleet().variant(TestVariant.onA100("v").target(new Target.NotFound("web")))
                        .perMinute(40),
                Blocker.Reason.TARGET_NOT_FOUND,
                "web");
        assertBlocked(
                fleet().variant(TestVariant.onA100("v").target(new Target.UnsupportedKind("DaemonSet", "web")))
                        .perMinute(40),
                Blocker.Reason.UNSUPPORTED_KIND,
                "DaemonSet");
        assertBlocked(
                fleet().variant(TestVariant.onA100("v").target(new Target.Claimed("web", "default/older")))
                        .perMinute(40),
                Blocker.Reason.TARGET_CLAIMED,
                "default/older");
    }

    @Test
    void holdsWithoutInventory() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("v")).perMinute(40).inventoryUnknown();
        assertBlocked(fleet, Blocker.Reason.INVENTORY_UNKNOWN, "forbidden");
        assertBlocked(new TestFleet().variant(TestVariant.onA100("v")).perMinute(40), Blocker.Reason.INVENTORY_UNKNOWN);
    }

    @Test
    void namesAnUnknownAcceleratorWithTheNearestKey() {
        assertBlocked(
                fleet().variant(TestVariant.onA100("v").label("A-100")).perMinute(40),
                Blocker.Reason.INVALID_CONFIGURATION,
                "A-100",
                "A100, G2, MI300X",
                "did you mean A100?");
        assertBlocked(
                fleet().variant(TestVariant.named("v").label(null).profile("MI300", 1, TestFleet.MI300X, 4))
                        .perMinute(40),
                Blocker.Reason.INVALID_CONFIGURATION,
                "did you mean MI300X?");
    }

    @Test
    void namesTheMinimumOfAnUnattainableLimit() {
        var tight = ServiceLevel.ofMeans(0, 20.9, 500);
        assertBlocked(
                fleet().variant(TestVariant.onA100("v").slo(tight)).perMinute(40),
                Blocker.Reason.SLO_UNATTAINABLE,
                "ITL",
                "20.9",
                "20.99",
                "A100",
                "raise");
    }

    @Test
    void saysWhereToSetAMissingSlo() {
        assertBlocked(
                fleet().classes().variant(TestVariant.onA100("v")).perMinute(40),
                Blocker.Reason.INVALID_CONFIGURATION,
                "service-classes-config",
                "spec.slo");
    }

    @Test
    void leavesOutWhatTheDeploymentCannotRun() {
        var variant = sizable(fleet().variant(TestVariant.onA100("v")
                        .optimize(PlacementMode.TEMPLATE)
                        .replicas(0)
                        .profile("MI300X", 1, TestFleet.MI300X, 4)
                        .profile("G2", 1, null, 4))
                .perMinute(40));
        assertEquals(
                List.of("A100"),
                variant.options().stream().map(VariantOption::accelerator).toList());
        assertEquals("A100-80GB-PCIe", variant.options().getFirst().product());
        String reason = variant.rejected().getFirst().reason();
        assertTrue(reason.contains("AMD") && reason.contains("nvidia.com/gpu"), reason);
        assertTrue(variant.rejected().getLast().reason().contains("alpha (x)"));
    }

    @Test
    void refusesADeviceCountThatIsNotThePods() {
        assertBlocked(
                fleet().variant(TestVariant.named("v").profile("A100", 2, TestFleet.A100, 4))
                        .perMinute(40),
                Blocker.Reason.INVALID_CONFIGURATION,
                "accCount (2)",
                "asks for 1");
    }

    @Test
    void addsTheDevicesADeploymentDoesNotAskFor() {
        var variant = sizable(new TestFleet()
                .amd("m1", 8)
                .variant(TestVariant.named("v")
                        .label("MI300X")
                        .profile("MI300X", 2, TestFleet.MI300X, 4)
                        .requests(Map.of("cpu", 1000L)))
                .perMinute(40));
        VariantOption option = variant.options().getFirst();
        assertEquals(2, option.pod().requests().amount("amd.com/gpu"));
        assertEquals(130, option.costPerReplicaHour());
    }

    @Test
    void takesGaudiUnderAnyOfItsResourceNames() {
        for (String resource : List.of("intel.com/gpu", "habana.ai/gaudi", "gpu.intel.com/i915")) {
            var variant = sizable(new TestFleet()
                    .node("g1", resource, 8, Map.of())
                    .variant(TestVariant.named("v")
                            .label("G2")
                            .profile("G2", 1, TestFleet.G2, 4)
                            .requests(Map.of(resource, 1L)))
                    .perMinute(120));
            assertEquals(4, variant.options().getFirst().wanted(), resource);
        }
    }

    @Test
    void keepsTheAcceleratorUnlessAskedToOptimise() {
        var row = new Accelerator("H100", "NVIDIA-H100-80GB-HBM3", 90, null, 1);
        var a100 = new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40, null, 1);
        TestVariant variant = TestVariant.onA100("v").profile("H100", 1, TestFleet.MI300X, 8);
        var kept = sizable(fleet().accelerators(a100, row).variant(variant).perMinute(40));
        assertNull(kept.options().getFirst().product());
        assertEquals(
                "policy Keep: the Deployment runs on A100",
                kept.rejected().getFirst().reason());

        var free = sizable(fleet().accelerators(a100, row)
                .variant(variant.optimize(PlacementMode.TEMPLATE).replicas(0))
                .perMinute(40));
        assertEquals(2, free.options().size());

        var running = sizable(fleet().accelerators(a100, row)
                .variant(variant.optimize(PlacementMode.TEMPLATE).replicas(1))
                .perMinute(40));
        assertEquals("A100", running.options().getFirst().accelerator());
        assertEquals(1, running.options().size());

        var unsteered = sizable(fleet().accelerators(a100, row)
                .variant(variant.optimize(PlacementMode.NONE))
                .perMinute(40));
        assertEquals(1, unsteered.options().size());
        assertTrue(unsteered.rejected().getFirst().reason().contains("placement.mode Template"));
    }

    @Test
    void takesTheVariantsOwnCostFirstAndTenWithoutAnyTable() {
        var own = sizable(fleet().variant(TestVariant.onA100("v").cost(7)).perMinute(40));
        assertEquals(7, own.options().getFirst().costPerReplicaHour());
        var none =
                sizable(fleet().accelerators().variant(TestVariant.onA100("v")).perMinute(40));
        assertEquals(10, none.options().getFirst().costPerReplicaHour());
    }

    @Test
    void turnsAThroughputFloorIntoDemand() {
        var floor = new ServiceLevel(0, 24, 500, 128, "mean", "mean");
        var group = only(fleet().variant(TestVariant.onA100("v").slo(floor)).perMinute(6));
        assertEquals(1.0, Objects.requireNonNull(group.demand()).observedPerSecond(), 1e-12);
    }

    @Test
    void neverShrinksOnPartialReadings() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("v").replicas(3)).remembered("v", 20);
        fleet.reading(
                TestFleet.MODEL,
                new LoadReading.Partial(TestFleet.load(20, 128), Observed.NOTHING, 5, "1 of 3 pods reports"));
        assertEquals(3, sizable(fleet).minReplicas());
        fleet.reading(
                TestFleet.MODEL,
                new LoadReading.Partial(TestFleet.load(120, 128), Observed.NOTHING, 5, "1 of 3 pods reports"));
        assertEquals(5, sizable(fleet).options().getFirst().wanted());
    }

    @Test
    void plansForTheHighestDemandOfTheScaleDownWindow() {
        var variant = TestVariant.onA100("v").replicas(4);
        TestFleet fleet = fleet().variant(variant).remembered("v", 80, 60, 40).perMinute(20);
        assertEquals(4, sizable(fleet).options().getFirst().wanted());
        fleet.after(Duration.ofSeconds(210));
        assertEquals(2, sizable(fleet).options().getFirst().wanted(), "80 and 60 have left the window, 40 has not");
        fleet.after(Duration.ofMinutes(10));
        assertEquals(1, sizable(fleet).options().getFirst().wanted());
    }

    @Test
    void doesNotRiseForASpikeThatHasPassed() {
        TestFleet fleet =
                fleet().variant(TestVariant.onA100("v")).remembered("v", 80).perMinute(20);
        assertEquals(1, sizable(fleet).options().getFirst().wanted());
    }

    @Test
    void holdsScaleInForOneWindowAfterAFreshStart() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("v").replicas(3)).perMinute(20);
        assertEquals(3, sizable(fleet).minReplicas());
        assertTrue(
                only(fleet).notes().getFirst().contains("no scale-in"),
                only(fleet).notes()::toString);
        fleet.remember("v", 20).after(Duration.ofMinutes(4));
        assertEquals(3, sizable(fleet).minReplicas());
        fleet.after(Duration.ofMinutes(1));
        assertEquals(1, sizable(fleet).minReplicas());
    }

    @Test
    void holdsTheReplicasOfALoadThatHasJustEnded() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("v").replicas(2))
                .remembered("v", 40)
                .perMinute(0);
        assertEquals(2, sizable(fleet).options().getFirst().wanted());
        assertEquals(
                1,
                sizable(fleet.after(Duration.ofMinutes(5))).options().getFirst().wanted());
    }

    @Test
    void putsEveryVariantIntoExactlyOneGroup() {
        TestFleet fleet = fleet().variant(TestVariant.onA100("b"))
                .variant(TestVariant.onA100("a"))
                .variant(TestVariant.onA100("c").model("other"))
                .perMinute(40);
        List<ServingGroup> groups = Analyzer.create().analyse(fleet.snapshot());
        assertEquals(
                List.of("a", "b", "c"),
                groups.stream()
                        .flatMap(group -> group.variants().stream())
                        .map(variant -> variant.key().name())
                        .toList());
        assertEquals(
                told(groups), told(Analyzer.create().analyse(fleet.snapshot(true))), "input order must not matter");
    }

    /** Models have no equality of their own. */
    private static String told(List<ServingGroup> groups) {
        return groups.toString().replaceAll("BatchChain@[0-9a-f]+", "BatchChain");
    }
}
