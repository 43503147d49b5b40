package dev.inferno.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.GroupVariant.Held;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.SaturationThresholds;
import dev.inferno.snapshot.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SaturationAnalysisTest {

    private static ReplicaUse[] uses(int count, double kvUsage) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ReplicaUse("p" + i, kvUsage, 8, 0.0))
                .toArray(ReplicaUse[]::new);
    }

    /** Two variants of one model, on products of different price. */
    private static TestFleet twoVariants(int a100, int mi300x) {
        return new TestFleet()
                .nvidia("n1", 8)
                .amd("n2", 8)
                .variant(TestVariant.named("a").replicas(a100))
                .variant(TestVariant.named("m")
                        .label("MI300X")
                        .requests(Map.of("amd.com/gpu", 1L))
                        .replicas(mi300x))
                .running("a", "n1", a100, "nvidia.com/gpu")
                .running("m", "n2", mi300x, "amd.com/gpu")
                .remembered("a", 60)
                .remembered("m", 60);
    }

    private static ServingGroup group(TestFleet fleet) {
        return Analyzer.create().analyse(fleet.snapshot()).getFirst();
    }

    private static List<Integer> granted(TestFleet fleet) {
        var seen = fleet.snapshot();
        FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(Analyzer.create().analyse(seen), seen);
        return plan.variants().stream().map(variant -> variant.granted()).toList();
    }

    private static Sizable only(TestFleet fleet) {
        return assertInstanceOf(Sizable.class, group(fleet).variants().getFirst());
    }

    @Test
    void oneMoreGoesToTheCheapestVariantWithRoom() {
        assertEquals(List.of(2, 1), granted(twoVariants(1, 1).used(60, uses(2, 0.75))));
        assertEquals(List.of(8, 2), granted(twoVariants(8, 1).used(60, uses(9, 0.75))), "all A100 are taken");
    }

    @Test
    void oneLessIsTakenFromTheDearestVariantThatMayShrink() {
        assertEquals(List.of(3, 2), granted(twoVariants(3, 3).used(60, uses(6, 0.58))));
        assertEquals(List.of(2, 1), granted(twoVariants(3, 1).used(60, uses(4, 0.5))), "the other is at its minimum");
    }

    @Test
    void nothingIsMovedFromOneVariantToAnother() {
        assertEquals(List.of(1, 4), granted(twoVariants(1, 4).used(60, uses(5, 0.65))));
    }

    @Test
    void ofEqualCostTheNameDecides() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .variant(TestVariant.named("a").replicas(2))
                .variant(TestVariant.named("b").replicas(2))
                .remembered("a", 60)
                .remembered("b", 60);
        assertEquals(List.of(3, 2), granted(fleet.used(60, uses(4, 0.75))));
        assertEquals(List.of(2, 1), granted(fleet.used(60, uses(4, 0.5))));
    }

    @Test
    void theAcceleratorIsWhatThePodsRunOn() {
        TestVariant variant = TestVariant.named("v").label(null);
        TestFleet labelled = new TestFleet().nvidia("n1", 8).used(60, uses(1, 0.5));
        assertEquals(
                "A100",
                option(only(labelled.variant(variant).running("v", "n1", 1, "nvidia.com/gpu")))
                        .accelerator());
        assertEquals(40, option(only(labelled)).costPerReplicaHour());

        TestFleet unlabelled = new TestFleet()
                .node("n1", "nvidia.com/gpu", 8, Map.of())
                .used(60, uses(1, 0.5))
                .variant(variant.requests(Map.of("nvidia.com/gpu", 2L)));
        assertEquals("nvidia.com/gpu", option(only(unlabelled)).accelerator());
        assertEquals(2, option(only(unlabelled)).devicesPerReplica());
        assertEquals(10, option(only(unlabelled)).costPerReplicaHour(), "without a price");

        assertEquals(
                "cpu",
                option(only(unlabelled.variant(variant.requests(Map.of())))).accelerator());
        assertEquals(7.5, option(only(unlabelled.variant(variant.cost(7.5)))).costPerReplicaHour());
        assertEquals(
                "H100", option(only(unlabelled.variant(variant.label("H100")))).accelerator());
    }

    private static VariantOption option(Sizable variant) {
        return variant.options().getFirst();
    }

    @Test
    void thresholdsOfTheModelWinOverThoseOfAll() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .variant(TestVariant.named("v"))
                .saturation(
                        new SaturationThresholds(null, null, 0.5, 5, 0.1, 3),
                        new SaturationThresholds(TestFleet.MODEL, "default", 0.95, 5, 0.01, 3),
                        new SaturationThresholds(TestFleet.MODEL, null, 0.6, 5, 0.1, 3));
        assertEquals(List.of(1), granted(fleet.used(60, uses(1, 0.93))));
        assertEquals(List.of(2), granted(fleet.used(60, uses(1, 0.95))));
    }

    @Test
    void withoutReadingInventoryOrWorkloadItHoldsForThatReason() {
        TestFleet fleet = new TestFleet().nvidia("n1", 8).variant(TestVariant.named("v"));
        assertEquals(Blocker.Reason.METRICS_MISSING, blocker(fleet));
        assertEquals(
                Blocker.Reason.METRICS_STALE,
                blocker(fleet.reading(TestFleet.MODEL, new LoadReading.Stale(200, "too old"))));
        assertEquals(
                Blocker.Reason.INVENTORY_UNKNOWN,
                blocker(fleet.used(60, uses(1, 0.9)).inventoryUnknown()));
        assertEquals(
                Blocker.Reason.TARGET_NOT_FOUND,
                blocker(fleet.variant(TestVariant.named("v").target(new Target.NotFound("web")))));
    }

    private static Blocker.Reason blocker(TestFleet fleet) {
        return assertInstanceOf(Held.class, group(fleet).variants().getFirst())
                .blocker()
                .reason();
    }

    @Test
    void aVariantWithoutWorkloadLeavesTheOthersAlone() {
        TestFleet fleet = twoVariants(1, 1)
                .variant(TestVariant.named("m").target(new Target.NotFound("web")))
                .used(60, uses(1, 0.75));
        assertEquals(List.of(2), granted(fleet));
    }

    @Test
    void besideAVariantThatIsSizedItKeepsWhatItHas() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .variant(TestVariant.onA100("a"))
                .variant(TestVariant.named("v"))
                .perMinute(40);
        List<GroupVariant> variants = group(fleet).variants();
        assertInstanceOf(Sizable.class, variants.getFirst());
        Held held = assertInstanceOf(Held.class, variants.getLast());
        assertEquals(Blocker.Reason.SATURATION_ONLY, held.blocker().reason());
        assertTrue(held.blocker().message().contains("modelProfile"));
    }

    @Test
    void aPartialReadingMayRaiseAndNeverLower() {
        assertEquals(List.of(3, 3), granted(partial(twoVariants(3, 3), uses(4, 0.01))));
        ReplicaUse[] queued = IntStream.range(0, 5)
                .mapToObj(i -> new ReplicaUse("p" + i, 0.9, 8, 8.0))
                .toArray(ReplicaUse[]::new);
        assertEquals(List.of(7, 3), granted(partial(twoVariants(3, 3), queued)));
    }

    private static TestFleet partial(TestFleet fleet, ReplicaUse... uses) {
        var observed = new Observed(null, null, null, null, null, null, List.of(uses));
        return fleet.reading(
                TestFleet.MODEL, new LoadReading.Partial(TestFleet.load(60, 128), observed, 10, "4 of 6 report"));
    }

    @Test
    void afterOneWindowOnlyAFreshMemoryLetsReplicasGo() {
        TestFleet fleet = new TestFleet()
                .nvidia("n1", 8)
                .variant(TestVariant.named("v").replicas(4))
                .used(60, uses(4, 0.1));
        assertEquals(List.of(4), granted(fleet));
        assertTrue(
                group(fleet).notes().toString().contains("no scale-in"),
                group(fleet).notes().toString());
        assertEquals(List.of(2), granted(fleet.remembered("v", 60)));
    }
}
