package dev.inferno.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition.Status;
import dev.inferno.decision.Condition.Type;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What real analyzer, optimizer and guardrails make of a fleet. */
final class Decisions {

    private static final String GPU = "nvidia.com/gpu";

    private Decisions() {}

    static Decision decide(CycleSnapshot seen) {
        var groups = Analyzer.create().analyse(seen);
        var plan = Optimizer.fast(StopSignal.NEVER).plan(groups, seen);
        return Guardrails.standard().decide(plan, groups, seen);
    }

    static VariantDecision only(TestFleet fleet) {
        Decision decision = decide(fleet.snapshot());
        assertEquals(1, decision.variants().size());
        return decision.variants().getFirst();
    }

    static void assertCondition(VariantDecision decided, Type type, Status status, String reason) {
        Condition condition = decided.condition(type);
        assertEquals(status + " " + reason, condition.status() + " " + condition.reason(), condition::message);
    }

    static void assertNames(String message, String... named) {
        for (String text : named) {
            assertTrue(message.contains(text), () -> "\"" + message + "\" must name " + text);
        }
    }

    static TestVariant target(int replicas, int ready, @Nullable String scaler) {
        var like = (Target.Found) TestVariant.onA100("v").state().target();
        return TestVariant.onA100("v")
                .target(new Target.Found("v", "77", replicas, replicas, ready, like.pod(), scaler, null, false));
    }

    /** A node with room for 4, two of which run, and a remembered peak and change. */
    static TestFleet running(TestVariant variant) {
        return new TestFleet()
                .nvidia("n1", 4)
                .variant(variant)
                .running("v", "n1", 2, GPU)
                .remembered("v", 44, 40)
                .rescaled("v", Duration.ofMinutes(2), 1, 2);
    }
}
