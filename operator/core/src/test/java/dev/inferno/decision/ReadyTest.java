package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertCondition;
import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.only;
import static dev.inferno.decision.Decisions.running;
import static dev.inferno.decision.Decisions.target;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The summary of the conditions. 25.3 requests/min per replica, so 60/min need 3. */
final class ReadyTest {

    private static final String GPU = "nvidia.com/gpu";

    @Test
    void readyNamesTheConditionNearestToTheCause() {
        var unknown =
                only(running(TestVariant.onA100("v").replicas(2)).perMinute(60).inventoryUnknown());
        assertCondition(unknown, Type.Ready, Status.False, "InventoryUnknown");
        assertNames(unknown.condition(Type.Ready).message(), "CapacityAvailable: ");
        var lacking = only(new TestFleet()
                .nvidia("n1", 2)
                .variant(target(1, 0, null).paused())
                .running("v", "n1", 1, GPU)
                .perMinute(60));
        assertCondition(lacking, Type.Actuated, Status.False, "Held");
        assertCondition(lacking, Type.Ready, Status.False, "InsufficientDevices");
        assertCondition(
                lacking.notCarriedOut("PatchFailed", "forbidden"), Type.Ready, Status.False, "InsufficientDevices");
        var failed = only(running(target(2, 2, null)).perMinute(60)).notCarriedOut("PatchFailed", "forbidden");
        assertCondition(failed, Type.Ready, Status.False, "PatchFailed");
        assertEquals("Actuated: forbidden", failed.condition(Type.Ready).message());
    }

    @Test
    void messagesStayWhileTheDecisionStays() {
        var first = only(new TestFleet()
                .nvidia("n1", 4)
                .variant(target(4, 4, null))
                .running("v", "n1", 4, GPU)
                .perMinute(20));
        var fleet = new TestFleet()
                .nvidia("n1", 4)
                .variant(target(4, 4, null))
                .running("v", "n1", 4, GPU)
                .remember("v", 20)
                .after(Duration.ofSeconds(90))
                .perMinute(20.4);
        assertNames(first.condition(Type.OptimizationReady).message(), "scale-down window (300 s)");
        assertEquals(first.conditions(), only(fleet).conditions());
    }
}
