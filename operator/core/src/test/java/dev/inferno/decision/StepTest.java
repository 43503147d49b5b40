package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.only;
import static dev.inferno.decision.Decisions.running;
import static dev.inferno.decision.Decisions.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.SelectPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far one decision goes. 25.3 requests/min per replica, so 60/min need 3. */
final class StepTest {

    private static final String GPU = "nvidia.com/gpu";

    private static ScalingRules pods(int value) {
        return new ScalingRules(
                null, SelectPolicy.MAX, List.of(new StepPolicy(StepPolicy.Type.PODS, value, Duration.ofMinutes(1))));
    }

    /** Three of four run on a node that is gone. */
    private static TestFleet fallingBelow(TestVariant variant) {
        return new TestFleet()
                .nvidia("n1", 1)
                .variant(variant)
                .running("v", "n1", 1, GPU)
                .remembered("v", 10, 10)
                .perMinute(10);
    }

    @Test
    void fallingToTheMinimumKeepsToTheStepLimits() {
        var step = only(fallingBelow(target(4, 1, null).min(2).scaleDown(pods(1))));
        assertEquals(1, step.granted());
        assertEquals(3, step.desired());
        assertNames(step.because(), "spec.behavior.scaleDown allows 3");
        var never = new ScalingRules(null, SelectPolicy.DISABLED, List.of());
        assertEquals(
                4,
                only(fallingBelow(target(4, 1, null).min(2).scaleDown(never))).desired());
        assertEquals(2, only(fallingBelow(target(4, 1, null).min(2))).desired());
        var spent =
                fallingBelow(target(4, 1, null).min(2).scaleDown(pods(1))).rescaled("v", Duration.ofSeconds(30), 5, 4);
        assertEquals(4, only(spent).desired());
    }

    @Test
    void fallingToTheMaximumKeepsToTheStepLimits() {
        var fleet = running(target(4, 4, null).max(2).scaleDown(pods(1))).perMinute(60);
        assertEquals(3, only(fleet).desired());
    }

    @Test
    void risesToTheMinimumAtOnceAndNoFurtherThanTheStepLimits() {
        var none = new ScalingRules(null, SelectPolicy.DISABLED, List.of());
        for (ScalingRules rules : List.of(pods(1), none)) {
            var variant = target(1, 1, null).min(3).scaleUp(rules);
            var decided = only(new TestFleet()
                    .nvidia("n1", 8)
                    .variant(variant)
                    .running("v", "n1", 1, GPU)
                    .remembered("v", 100, 100)
                    .perMinute(100));
            assertEquals(4, decided.granted());
            assertEquals(3, decided.desired());
        }
    }

    @Test
    void leavesZeroByPercentAlone() {
        var percent = new ScalingRules(
                null, SelectPolicy.MAX, List.of(new StepPolicy(StepPolicy.Type.PERCENT, 100, Duration.ofMinutes(1))));
        var decided = only(new TestFleet()
                .nvidia("n1", 4)
                .variant(target(0, 0, null).min(0).scaleUp(percent))
                .remembered("v", 60, 60)
                .perMinute(60));
        assertEquals(3, decided.granted());
        assertEquals(1, decided.desired());
    }

    @Test
    void goesNoFurtherThanTheStepLimits() {
        var up = only(running(target(2, 2, null).scaleUp(pods(1))).perMinute(100));
        assertEquals(4, up.granted());
        assertEquals(3, up.desired());
        assertNames(up.because(), "spec.behavior.scaleUp allows 3");
        var down = only(new TestFleet()
                .nvidia("n1", 4)
                .variant(target(4, 4, null).scaleDown(pods(1)))
                .running("v", "n1", 4, GPU)
                .remembered("v", 20, 20)
                .perMinute(20));
        assertEquals(1, down.granted());
        assertEquals(3, down.desired());
        assertNames(down.because(), "spec.behavior.scaleDown allows 3");
    }

    @Test
    void keepsTheMinimumAlthoughItsNodeIsGone() {
        var fleet = new TestFleet()
                .nvidia("n1", 1)
                .variant(target(2, 1, null).min(2))
                .running("v", "n1", 1, GPU)
                .remembered("v", 10, 10)
                .perMinute(10);
        var decided = only(fleet);
        assertEquals(1, decided.granted());
        assertEquals(2, decided.desired());
        assertInstanceOf(Action.Hold.class, decided.action());
        assertNames(decided.because(), "minReplicas (2)");
    }
}
