package dev.inferno.decision;

import static dev.inferno.decision.Decisions.assertCondition;
import static dev.inferno.decision.Decisions.assertNames;
import static dev.inferno.decision.Decisions.decide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.snapshot.VariantKey;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** 25.3 requests/min per replica. "out" and "more" must grow, "in" must shrink. */
class ChangeLimitTest {

    private static TestFleet fleet() {
        return new TestFleet()
                .nvidia("n1", 16)
                .variant(TestVariant.onA100("in")
                        .model("in")
                        .slo(TestFleet.premium())
                        .replicas(4))
                .variant(TestVariant.onA100("more")
                        .model("more")
                        .slo(TestFleet.premium())
                        .replicas(2))
                .variant(TestVariant.onA100("out")
                        .model("out")
                        .slo(TestFleet.premium())
                        .replicas(1))
                .running("in", "n1", 4, "nvidia.com/gpu")
                .running("more", "n1", 2, "nvidia.com/gpu")
                .running("out", "n1", 1, "nvidia.com/gpu")
                .remembered("in", 20, 20)
                .perMinute("in", 20)
                .perMinute("more", 60)
                .perMinute("out", 60);
    }

    private static List<String> changed(Decision decision) {
        return decision.variants().stream()
                .filter(decided -> decided.action() instanceof Action.Scale)
                .map(decided -> decided.key().name())
                .toList();
    }

    @Test
    void changesEverythingAtOnceWithoutALimit() {
        assertEquals(List.of("in", "more", "out"), changed(decide(fleet().snapshot())));
    }

    @Test
    void whatLacksMostGrowsFirstAndShrinkingComesLast() {
        assertEquals(List.of("out"), changed(decide(fleet().changesPerCycle(1).snapshot())));
        assertEquals(
                List.of("more", "out"),
                changed(decide(fleet().changesPerCycle(2).snapshot())));
        assertEquals(
                List.of("in", "more", "out"),
                changed(decide(fleet().changesPerCycle(3).snapshot())));
    }

    @Test
    void theMoreImportantGrowsFirst() {
        TestFleet classes = fleet().classes(
                        TestVariant.classOf("low.yaml", "Low", 5, "out", TestFleet.premium()),
                        TestVariant.classOf("high.yaml", "High", 1, "more", TestFleet.premium()));
        assertEquals(List.of("more"), changed(decide(classes.changesPerCycle(1).snapshot())));
    }

    @Test
    void whatWaitsSaysSoKeepsItsDecisionAndRemembersNoChange() {
        Decision decision = decide(fleet().changesPerCycle(1).snapshot());
        VariantDecision more = decision.variants().get(1);

        assertEquals(3, more.desired());
        assertInstanceOf(Action.Hold.class, more.action());
        assertCondition(more, Type.Actuated, Status.False, "Held");
        assertNames(more.condition(Type.Actuated).message(), "at most 1 Deployments", "INFERNO_CHANGES_PER_CYCLE");
        var key = new VariantKey("default", "more");
        assertEquals(
                List.of(), Objects.requireNonNull(decision.memory().of(key)).scalings());
    }
}
