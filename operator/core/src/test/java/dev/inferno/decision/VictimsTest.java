package dev.inferno.decision;

import static dev.inferno.decision.Decisions.decide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A scale-in takes the pods that the plan has no place for. */
final class VictimsTest {

    private static final String GPU = "nvidia.com/gpu";

    private static TestFleet three(double perMinute) {
        return new TestFleet()
                .nvidia("a", 2)
                .nvidia("b", 2)
                .variant(TestVariant.onA100("v").replicas(3))
                .remembered("v", perMinute, perMinute)
                .perMinute(perMinute);
    }

    @Test
    void thoseOnTheNodeThePlanGivesUpAndBeforeTheScaleIn() {
        TestFleet fleet = three(40).running("v", "a", 1, GPU).running("v", "b", 2, GPU);

        Decision decision = decide(fleet.snapshot());

        VariantDecision decided = decision.variants().getFirst();
        assertEquals(Map.of("b", 2), decided.placement());
        var scale = assertInstanceOf(Action.Scale.class, decided.action());
        assertEquals(2, scale.to());
        assertEquals(
                List.of(new Action.PreferVictims(decided.key(), "v", List.of("v-a-0")), scale), decision.actions());
    }

    @Test
    void noneWhereItMakesNoDifference() {
        TestFleet oneNode = three(40).nvidia("c", 4).running("v", "c", 3, GPU);
        assertEquals(List.of(), decide(oneNode.snapshot()).victims());

        TestFleet grows = three(80).running("v", "a", 1, GPU).running("v", "b", 2, GPU);
        assertEquals(List.of(), decide(grows.snapshot()).victims());
    }

    @Test
    void noneWhereAPodThatIsNotReadyGoesFirstAnyway() {
        TestFleet fleet = three(40).running("v", "a", 1, GPU).running("v", "b", 1, GPU);

        // The third has not been bound, so the live two are those to keep.
        assertEquals(List.of(), decide(fleet.snapshot()).victims());
    }

    @Test
    void noneWhereNothingIsCarriedOut() {
        TestFleet paused = three(40)
                .variant(TestVariant.onA100("v").replicas(3).paused())
                .running("v", "a", 1, GPU)
                .running("v", "b", 2, GPU);

        assertEquals(List.of(), decide(paused.snapshot()).victims());
    }
}
