package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.decision.Guardrails;
import dev.inferno.decision.VariantDecision;
import dev.inferno.documents.RecordJson;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions under tenant budgets. A replica on an A100 costs 40. */
class TenantBudgetTest {

    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());

    /** "a" must grow from 1 to 3, the less important "b" to 2. */
    private static TestFleet fleet() {
        return new TestFleet()
                .nvidia("n", 8)
                .classes(
                        TestVariant.classOf("a.yaml", "A", 1, "ma", TestFleet.premium()),
                        TestVariant.classOf("b.yaml", "B", 2, "mb", TestFleet.premium()))
                .variant(TestVariant.onA100("a").model("ma"))
                .variant(TestVariant.onA100("b").model("mb"))
                .perMinute("ma", 60)
                .perMinute("mb", 40);
    }

    private static Budget of(String tenant, @Nullable Double costPerHour, Map<String, Integer> devices) {
        return new Budget(tenant, costPerHour, new TreeMap<>(devices));
    }

    private static List<VariantDecision> decide(CycleSnapshot seen) {
        var groups = BRAIN.analyzer().analyse(seen);
        return BRAIN.guardrails()
                .decide(BRAIN.optimizer().plan(groups, seen), groups, seen)
                .variants();
    }

    private static List<Integer> granted(TestFleet fleet) {
        return decide(fleet.snapshot()).stream().map(VariantDecision::granted).toList();
    }

    private static Condition room(VariantDecision decision) {
        return decision.conditions().stream()
                .filter(condition -> condition.type() == Type.CapacityAvailable)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void grantsByPriorityWhatTheCostAllows() {
        List<VariantDecision> decided =
                decide(fleet().budgets(of("default", 160.0, Map.of())).snapshot());

        assertEquals(
                List.of(3, 1), decided.stream().map(VariantDecision::granted).toList());
        Condition room = room(decided.getLast());
        assertEquals(Status.False, room.status());
        assertEquals("BudgetExceeded", room.reason());
        assertEquals(
                "costPerHour (160) of tenant budget default leaves room for 1 of 2 replicas at 40 each, with 160 taken;"
                        + " raise it, or free what others take; the next replica of b on A100 would fit with 40 more"
                        + " costPerHour of tenant budget default, at 40 cost units per hour",
                room.message());
    }

    @Test
    void countsDevicesOfAProductUnderAnyOfItsNames() {
        for (String name : List.of("A100", "NVIDIA-A100-PCIE-80GB", "A100-80GB-PCIe")) {
            assertEquals(List.of(3, 1), granted(fleet().budgets(of(Budget.CLUSTER, null, Map.of(name, 4)))), name);
        }
        assertEquals(List.of(3, 2), granted(fleet().budgets(of(Budget.CLUSTER, null, Map.of("H100", 0)))));
    }

    @Test
    void theDefaultIsForNamespacesWithoutABudget() {
        Budget none = of(Budget.DEFAULT, 120.0, Map.of());
        List<VariantDecision> decided = decide(fleet().budgets(none).snapshot());
        assertEquals(
                List.of(2, 1), decided.stream().map(VariantDecision::granted).toList());
        assertTrue(
                room(decided.getLast()).message().contains("tenant budget _default, for namespace default, leaves"),
                room(decided.getLast()).message());
        assertEquals(List.of(3, 2), granted(fleet().budgets(none, of("default", 200.0, Map.of()))));
        assertEquals(List.of(3, 2), granted(fleet().budgets(of("other", 0.0, Map.of()))));
    }

    @Test
    void theTightestOfSeveralBinds() {
        assertEquals(
                List.of(2, 1),
                granted(fleet().budgets(of("default", 160.0, Map.of()), of(Budget.CLUSTER, null, Map.of("A100", 3)))));
    }

    @Test
    void aLoweredBudgetTakesNothingAndAddsNothing() {
        assertEquals(List.of(1, 1), granted(fleet().budgets(of("default", 0.0, Map.of("A100", 0)))));
    }

    @Test
    void whatIsHeldCountsAsTaken() {
        TestFleet held = fleet().variant(TestVariant.onA100("c").model("mc"));

        List<VariantDecision> decided =
                decide(held.budgets(of("default", 200.0, Map.of())).snapshot());

        assertEquals(
                List.of(3, 1, 1), decided.stream().map(VariantDecision::granted).toList());
        assertTrue(
                room(decided.get(1)).message().contains("with 200 taken"),
                room(decided.get(1)).message());
    }

    @Test
    void bindsWhileNodesAreNotRead() {
        assertEquals(List.of(3, 1), granted(fleet().inventoryOff().budgets(of(Budget.CLUSTER, 160.0, Map.of()))));
    }

    @Test
    void theSnapshotCanBeWrittenDownAndDecidedAgain() {
        CycleSnapshot seen =
                fleet().budgets(of("default", 160.0, Map.of("A100", 4))).snapshot();

        assertEquals(seen, RecordJson.read(RecordJson.write(seen), CycleSnapshot.class));
    }
}
