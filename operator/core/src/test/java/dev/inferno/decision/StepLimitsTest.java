package dev.inferno.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.SelectPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected figures are those of the HorizontalPodAutoscaler v2 for the same policies. */
class StepLimitsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final List<Scaling> NONE = List.of();

    private static StepPolicy pods(int value) {
        return new StepPolicy(Type.PODS, value, Duration.ofSeconds(60));
    }

    private static StepPolicy percent(int value) {
        return new StepPolicy(Type.PERCENT, value, Duration.ofSeconds(60));
    }

    private static ScalingRules rules(SelectPolicy select, StepPolicy... policies) {
        return new ScalingRules(null, select, List.of(policies));
    }

    private static ScalingRules max(StepPolicy... policies) {
        return rules(SelectPolicy.MAX, policies);
    }

    private static ScalingRules min(StepPolicy... policies) {
        return rules(SelectPolicy.MIN, policies);
    }

    private static List<Scaling> changed(int secondsAgo, int from, int to) {
        return List.of(new Scaling(NOW.minusSeconds(secondsAgo), from, to));
    }

    private record Row(ScalingRules rules, int current, List<Scaling> changes, int expected) {}

    @Test
    void boundsGrowth() {
        for (Row row : List.of(
                new Row(max(pods(4)), 10, NONE, 14),
                new Row(max(pods(4)), 0, NONE, 4),
                new Row(max(percent(100)), 3, NONE, 6),
                new Row(max(percent(10)), 11, NONE, 13),
                new Row(max(percent(50)), 1, NONE, 2),
                new Row(max(percent(100)), 0, NONE, 1),
                new Row(max(percent(10)), 0, NONE, 1),
                new Row(max(percent(250)), 0, NONE, 3),
                new Row(max(percent(100)), 1, changed(30, 0, 1), 1),
                new Row(min(pods(4), percent(100)), 0, NONE, 1),
                new Row(max(pods(4), percent(100)), 0, NONE, 4),
                new Row(max(percent(10)), 100, NONE, 110),
                new Row(max(pods(Integer.MAX_VALUE)), 10, NONE, Integer.MAX_VALUE),
                new Row(max(percent(Integer.MAX_VALUE)), 1000, NONE, Integer.MAX_VALUE),
                new Row(max(percent(100)), 2, changed(30, 0, 5), 1),
                new Row(max(pods(4), percent(100)), 3, NONE, 7),
                new Row(max(pods(4), percent(100)), 10, NONE, 20),
                new Row(min(pods(4), percent(100)), 3, NONE, 6),
                new Row(min(pods(4), percent(100)), 10, NONE, 14),
                new Row(max(pods(4)), 12, changed(30, 10, 12), 14),
                new Row(max(pods(4)), 14, changed(30, 10, 14), 14),
                new Row(max(percent(100)), 6, changed(30, 4, 6), 8),
                new Row(max(pods(4)), 14, changed(61, 10, 14), 18),
                new Row(max(pods(4)), 14, changed(60, 10, 14), 18))) {
            assertEquals(
                    row.expected(), StepLimits.highest(row.rules(), row.current(), row.changes(), NOW), row::toString);
        }
    }

    @Test
    void boundsShrinking() {
        for (Row row : List.of(
                new Row(max(pods(4)), 10, NONE, 6),
                new Row(max(pods(4)), 3, NONE, -1),
                new Row(max(percent(100)), 10, NONE, 0),
                new Row(max(percent(7)), 100, NONE, 93),
                new Row(max(percent(10)), 1, NONE, 0),
                new Row(max(pods(Integer.MAX_VALUE)), 10, NONE, 10 - Integer.MAX_VALUE),
                new Row(max(percent(50)), 5, NONE, 2),
                new Row(max(percent(10)), 5, NONE, 4),
                new Row(max(pods(4), percent(10)), 10, NONE, 6),
                new Row(max(pods(4), percent(10)), 100, NONE, 90),
                new Row(min(pods(4), percent(10)), 10, NONE, 9),
                new Row(min(pods(4), percent(10)), 100, NONE, 96),
                new Row(max(pods(4)), 8, changed(30, 10, 8), 6),
                new Row(max(pods(4)), 6, changed(30, 10, 6), 6),
                new Row(max(pods(4)), 6, changed(61, 10, 6), 2))) {
            assertEquals(
                    row.expected(), StepLimits.lowest(row.rules(), row.current(), row.changes(), NOW), row::toString);
        }
    }

    @Test
    void disabledAllowsNoChange() {
        assertEquals(5, StepLimits.highest(rules(SelectPolicy.DISABLED, pods(4)), 5, NONE, NOW));
        assertEquals(5, StepLimits.lowest(rules(SelectPolicy.DISABLED, pods(4)), 5, NONE, NOW));
        assertEquals(5, StepLimits.highest(rules(SelectPolicy.DISABLED), 5, NONE, NOW));
    }

    @Test
    void withoutPoliciesNothingIsBounded() {
        assertEquals(Integer.MAX_VALUE, StepLimits.highest(ScalingRules.DEFAULT, 5, NONE, NOW));
        assertEquals(0, StepLimits.lowest(ScalingRules.DEFAULT, 5, NONE, NOW));
    }

    @Test
    void eachPolicyLooksBackOverItsOwnPeriod() {
        var slow = new StepPolicy(Type.PODS, 10, Duration.ofMinutes(5));
        var changes = changed(120, 4, 10);
        assertEquals(12, StepLimits.highest(min(pods(2), slow), 10, changes, NOW));
        assertEquals(14, StepLimits.highest(max(pods(2), slow), 10, changes, NOW));
    }

    @Test
    void whatTheOppositeDirectionTookBackMayBeChangedAgain() {
        var upAndDown = List.of(new Scaling(NOW.minusSeconds(40), 4, 8), new Scaling(NOW.minusSeconds(20), 8, 4));
        assertEquals(8, StepLimits.highest(max(pods(4)), 4, upAndDown, NOW));
        assertEquals(0, StepLimits.lowest(max(pods(4)), 4, upAndDown, NOW));
    }
}
