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
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.topology.ResourceVector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions while nodes are not read because somebody chose so. */
class InventoryOffTest {

    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());

    /** "a" must grow to 3, the less important "b" to 2. */
    private static TestFleet fleet() {
        return new TestFleet()
                .classes(
                        TestVariant.classOf("a.yaml", "A", 1, "ma", TestFleet.premium()),
                        TestVariant.classOf("b.yaml", "B", 2, "mb", TestFleet.premium()))
                .variant(TestVariant.onA100("a").model("ma"))
                .variant(TestVariant.onA100("b").model("mb"))
                .perMinute("ma", 60)
                .perMinute("mb", 40);
    }

    private static NamespaceQuota devices(String namespace, long hard, long used) {
        return new NamespaceQuota(
                namespace,
                "devices",
                ResourceVector.of(Map.of("nvidia.com/gpu", hard)),
                ResourceVector.of(Map.of("nvidia.com/gpu", used)));
    }

    private static List<VariantDecision> decide(CycleSnapshot seen) {
        var groups = BRAIN.analyzer().analyse(seen);
        return BRAIN.guardrails()
                .decide(BRAIN.optimizer().plan(groups, seen), groups, seen)
                .variants();
    }

    private static Condition condition(VariantDecision decision, Type type) {
        return decision.conditions().stream()
                .filter(condition -> condition.type() == type)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void grantsAllThatIsWantedWhereNoQuotaIs() {
        List<VariantDecision> decided = decide(fleet().inventoryOff().snapshot());

        assertEquals(
                List.of(3, 2), decided.stream().map(VariantDecision::granted).toList());
        Condition room = condition(decided.getFirst(), Type.CapacityAvailable);
        assertEquals(Status.Unknown, room.status());
        assertEquals("InventoryOff", room.reason());
        assertTrue(room.message().contains("switched off"), room.message());
    }

    @Test
    void unknownRoomByChoiceDoesNotHinderReadiness() {
        VariantDecision decided = decide(fleet().inventoryOff().snapshot()).getFirst();

        decided.conditions().stream()
                .filter(condition -> condition.type() != Type.Ready && condition.type() != Type.CapacityAvailable)
                .forEach(condition -> assertEquals(Status.True, condition.status(), condition::toString));
        assertEquals(Status.True, condition(decided, Type.Ready).status());
    }

    @Test
    void grantsByPriorityWithinTheQuota() {
        // 5 of 8 are used, 2 of them by "a" and "b" themselves: 8 - 3 = 5 would do, 7 - 3 = 4 do not.
        assertEquals(
                List.of(3, 2),
                decide(fleet().inventoryOff(devices("default", 8, 5)).snapshot()).stream()
                        .map(VariantDecision::granted)
                        .toList());
        List<VariantDecision> decided =
                decide(fleet().inventoryOff(devices("default", 7, 5)).snapshot());

        assertEquals(
                List.of(3, 1), decided.stream().map(VariantDecision::granted).toList());
        Condition room = condition(decided.getLast(), Type.CapacityAvailable);
        assertEquals(Status.False, room.status());
        assertEquals("QuotaExceeded", room.reason());
        assertTrue(room.message().contains("namespace default leave nvidia.com/gpu for 1 of 2"), room.message());
    }

    @Test
    void quotasBoundWhereNodesAreReadToo() {
        List<VariantDecision> decided =
                decide(fleet().nvidia("n", 8).quotas(devices("default", 7, 5)).snapshot());

        assertEquals(
                List.of(3, 1), decided.stream().map(VariantDecision::granted).toList());
        assertEquals(
                "QuotaExceeded",
                condition(decided.getLast(), Type.CapacityAvailable).reason());
    }

    @Test
    void aQuotaOfAnotherNamespaceBoundsNothing() {
        List<VariantDecision> decided =
                decide(fleet().inventoryOff(devices("other", 0, 0)).snapshot());

        assertEquals(
                List.of(3, 2), decided.stream().map(VariantDecision::granted).toList());
    }

    @Test
    void theSnapshotCanBeWrittenDownAndDecidedAgain() {
        CycleSnapshot seen = fleet().inventoryOff(devices("default", 7, 5)).snapshot();

        assertEquals(seen, RecordJson.read(RecordJson.write(seen), CycleSnapshot.class));
    }
}
