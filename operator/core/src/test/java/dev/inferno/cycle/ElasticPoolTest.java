package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Decision;
import dev.inferno.decision.Guardrails;
import dev.inferno.decision.VariantDecision;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.NodePool;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.topology.ResourceVector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Replicas beyond the nodes there are. "v" must grow from 1 to 3 on A100. */
class ElasticPoolTest {

    private static final String GPU = "nvidia.com/gpu";
    private static final Map<String, String> A100 = Map.of("nvidia.com/gpu.product", "NVIDIA-A100-PCIE-80GB");

    private static NodePool pool(String name, int maxNodes, int devices, @Nullable Double cost) {
        return new NodePool(
                name,
                new TreeMap<>(Map.of("pool", name)),
                maxNodes,
                new TreeMap<>(A100),
                List.of(),
                ResourceVector.of(Map.of("cpu", 64_000L, "memory", 512L << 30, "pods", 110L, GPU, (long) devices)),
                Duration.ofSeconds(60),
                cost);
    }

    private static TestFleet fleet(int devices, int mayWait) {
        return new TestFleet()
                .nvidia("n1", devices)
                .variant(TestVariant.onA100("v").replicas(1).elastic(mayWait))
                .running("v", "n1", 1, GPU)
                .perMinute(60);
    }

    private static Decision decide(TestFleet fleet) {
        CycleSnapshot seen = fleet.snapshot();
        var groups = Analyzer.create().analyse(seen);
        FleetPlan plan = Optimizer.fast(StopSignal.NEVER).plan(groups, seen);
        return Guardrails.standard().decide(plan, groups, seen);
    }

    private static VariantDecision v(Decision decision) {
        return decision.variants().getFirst();
    }

    private static Condition capacity(Decision decision) {
        return v(decision).condition(Condition.Type.CapacityAvailable);
    }

    @Test
    void asksAPoolForWhatTheNodesLack() {
        Decision decided = decide(fleet(2, 2).pools(pool("gpu", 3, 4, null)));

        assertEquals(Map.of("n1", 2, "gpu/virtual-0", 1), v(decided).placement());
        assertEquals("Provisioning", capacity(decided).reason());
        assertEquals(Condition.Status.True, capacity(decided).status());
        assertEquals(
                "1 replica waits for 1 node that pool gpu would add",
                capacity(decided).message());
    }

    @Test
    void leavesPoolsAloneWhereNodesHaveRoom() {
        Decision decided = decide(fleet(3, 2).pools(pool("gpu", 3, 4, null)));

        assertEquals(Map.of("n1", 3), v(decided).placement());
        assertEquals("Fits", capacity(decided).reason());
    }

    @Test
    void letsNoMoreReplicasWaitThanTheVariantAllows() {
        Decision one = decide(fleet(1, 1).pools(pool("gpu", 3, 4, null)));

        assertEquals(2, v(one).granted());
        assertEquals("InsufficientDevices", capacity(one).reason());
        assertTrue(capacity(one).message().endsWith("; 1 replica waits for 1 node that pool gpu would add"));
        assertEquals(1, v(decide(fleet(1, 0).pools(pool("gpu", 3, 4, null)))).granted());
    }

    @Test
    void promisesNoReplicaThatRequiresTheLabelOfAPlannedNode() {
        TestFleet fleet = fleet(1, 2).pools(pool("gpu", 3, 4, null));
        fleet.variant(TestVariant.onA100("v").replicas(1).elastic(2).optimize(PlacementMode.STRICT_NODE_LABELS));

        assertEquals(1, v(decide(fleet)).granted());
    }

    @Test
    void growsAPoolNoFurtherThanItsMaximumAndTheCheapestFirst() {
        Decision decided = decide(
                fleet(1, 2).pools(pool("dear", 3, 4, 9.0), pool("cheap", 1, 1, 2.0), pool("unpriced", 3, 4, null)));

        assertEquals(
                Map.of("n1", 1, "cheap/virtual-0", 1, "dear/virtual-0", 1),
                v(decided).placement());
    }

    @Test
    void countsANodeThatStartsAsStillToCome() {
        TestFleet fleet = fleet(1, 2).pools(pool("gpu", 1, 4, null));
        fleet.node("starting", GPU, 0, Map.of("pool", "gpu"));
        assertEquals(Map.of("n1", 1, "gpu/virtual-0", 2), v(decide(fleet)).placement());

        TestFleet there = fleet(1, 2).pools(pool("gpu", 1, 4, null));
        there.node("whole", GPU, 4, Map.of("pool", "gpu", "nvidia.com/gpu.product", "NVIDIA-A100-PCIE-80GB"));
        assertEquals(Map.of("n1", 1, "whole", 2), v(decide(there)).placement());
    }

    @Test
    void countsOnNoPoolThatBroughtNothingForTwiceItsTimeAndAsksAgainLater() {
        TestFleet fleet = fleet(1, 2).pools(pool("gpu", 3, 4, null)).waiting("v", GPU);
        fleet.variant(TestVariant.onA100("v").replicas(3).elastic(2));

        Decision waiting = decide(fleet);
        assertEquals(3, v(waiting).granted());
        Decision patient = decide(fleet.remember(waiting.memory()).after(Duration.ofSeconds(119)));
        assertEquals(3, v(patient).granted());

        Decision inVain = decide(fleet.remember(patient.memory()).after(Duration.ofSeconds(1)));
        assertEquals(1, v(inVain).granted());
        assertEquals("InsufficientDevices", capacity(inVain).reason());
        assertTrue(
                capacity(inVain)
                        .message()
                        .endsWith("; no node of pool gpu came within twice its provisionSeconds (60), so it is not"
                                + " counted on before 2026-01-01T00:12:00Z"),
                capacity(inVain).message());
        Decision stillResting = decide(fleet.remember(inVain.memory()).after(Duration.ofSeconds(599)));
        assertEquals(1, v(stillResting).granted());
        assertEquals(
                3,
                v(decide(fleet.remember(stillResting.memory()).after(Duration.ofSeconds(1))))
                        .granted());
    }

    @Test
    void waitsAnewAfterEveryNodeThatCame() {
        TestFleet fleet = fleet(1, 2).pools(pool("gpu", 3, 1, null)).waiting("v", GPU);
        Decision waiting = decide(fleet);
        fleet.node("came", GPU, 1, Map.of("pool", "gpu", "nvidia.com/gpu.product", "NVIDIA-A100-PCIE-80GB"));

        Decision half = decide(fleet.remember(waiting.memory()).after(Duration.ofSeconds(100)));
        assertEquals(3, v(half).granted());
        assertEquals(
                3,
                v(decide(fleet.remember(half.memory()).after(Duration.ofSeconds(100))))
                        .granted());
    }

    @Test
    void remembersNoWaitWhileNoPodDoes() {
        Decision decided = decide(fleet(1, 2).pools(pool("gpu", 3, 4, null)));

        assertEquals(3, v(decided).granted());
        assertEquals(
                List.of(),
                Objects.requireNonNull(decided.memory().variants().get("default/v"))
                        .waits());
        assertNull(NodePool.promising("n1"));
        assertNotNull(NodePool.promising("gpu/virtual-0"));
    }
}
