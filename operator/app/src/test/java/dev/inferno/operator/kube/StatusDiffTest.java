package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.operator.api.VariantAutoscalingStatus;
import dev.inferno.operator.kube.StatusDiff.Weight;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StatusDiffTest {

    private static final Instant LATER = Instant.parse("2026-01-01T01:00:00Z");

    private final Reports first = Reports.of(state(1));
    private final VariantAutoscalingStatus before = status(first);

    @Test
    void theFirstStatusIsComplete() {
        assertEquals(Weight.DECISION, StatusDiff.between(null, before).weight());

        JsonObject json = json(before);
        assertEquals(Manifests.json("""
                accelerator: A100
                numReplicas: 2
                maxBatch: 64
                lastRunTime: '2026-01-01T00:00:00Z'
                """), json.getAsJsonObject("desiredOptimizedAlloc"));
        assertEquals(
                Manifests.json("{arrivalRate: '600', avgInputTokens: '512', avgOutputTokens: '128', avgLength: '640'}"),
                json.getAsJsonObject("currentAlloc").getAsJsonObject("load"));
        assertEquals(
                Manifests.json("{ttft: 100ms, itl: 20ms, utilisation: '0.5'}"),
                json.getAsJsonObject("decision").getAsJsonObject("predicted"));
        assertEquals(6, json.getAsJsonArray("conditions").size());
        assertEquals("Direct", json.getAsJsonObject("actuation").get("mode").getAsString());
    }

    @Test
    void smallMovesOfNumbersAreNotWorthAWrite() {
        StatusDiff diff =
                StatusDiff.between(before, status(first.at("d-2", LATER).withLoad(11)));

        assertEquals(Weight.NOTHING, diff.weight());
        assertEquals("d-1", decisionOf(diff).id());
    }

    @Test
    void aFifthAwayIsWorthOne() {
        StatusDiff diff =
                StatusDiff.between(before, status(first.at("d-2", LATER).withLoad(14)));

        assertEquals(Weight.NUMBERS, diff.weight());
        assertEquals("d-1", decisionOf(diff).id());
        assertEquals(before.desiredOptimizedAlloc(), diff.merged().desiredOptimizedAlloc());
    }

    @Test
    void anotherDecisionHasItsOwnIdAndTime() {
        StatusDiff diff =
                StatusDiff.between(before, status(first.at("d-2", LATER).withDesired(3)));

        assertEquals(Weight.DECISION, diff.weight());
        assertEquals("d-2", decisionOf(diff).id());
        assertNotNull(diff.merged().desiredOptimizedAlloc());
        assertEquals(
                "2026-01-01T01:00:00Z", diff.merged().desiredOptimizedAlloc().lastRunTime());
    }

    @Test
    void onlyTheConditionThatTurnedGetsANewTime() {
        StatusDiff diff = StatusDiff.between(
                before, status(first.at("d-2", LATER).withFits(Condition.Status.False, "no node has room")));

        assertEquals(Weight.DECISION, diff.weight());
        for (var condition : Lists.orEmpty(diff.merged().conditions())) {
            boolean turned = "CapacityAvailable".equals(condition.type());
            assertEquals(
                    turned ? "2026-01-01T01:00:00Z" : "2026-01-01T00:00:00Z",
                    condition.lastTransitionTime(),
                    condition::toString);
        }
    }

    @Test
    void anotherNumberInAMessageIsNoNewsButOtherWordsAre() {
        assertEquals(
                Weight.NOTHING,
                StatusDiff.between(before, status(first.withFits(Condition.Status.True, "3 replicas fit")))
                        .weight());
        assertEquals(
                Weight.DECISION,
                StatusDiff.between(before, status(first.withFits(Condition.Status.True, "they fit")))
                        .weight());
    }

    @Test
    void anotherNumberOfPodsIsWrittenAtOnce() {
        assertEquals(
                Weight.DECISION,
                StatusDiff.between(before, status(Reports.of(state(2)))).weight());
    }

    @Test
    void aCycleWithoutAWriteKeepsTheTimesOfTheLast() {
        VariantAutoscalingStatus held =
                build(first.at("d-2", LATER), new Action.Hold(first.state().key(), 2, "steady"));

        StatusDiff diff = StatusDiff.between(before, held);

        assertNotNull(diff.merged().actuation());
        assertEquals("2026-01-01T00:00:00Z", diff.merged().actuation().lastSuccessTime());
    }

    @Test
    void thePatchHoldsOnlyWhatChangedAndClearsWhatIsGone() {
        VariantAutoscalingStatus now = new VariantAutoscalingStatus(
                before.observedGeneration(),
                null,
                before.currentAlloc(),
                before.desiredOptimizedAlloc(),
                before.actuation(),
                before.decision(),
                null,
                before.conditions());

        JsonObject patch = StatusWriter.patch(new V1ObjectMeta().resourceVersion("9"), before, now);

        assertEquals("{\"metadata\":{\"resourceVersion\":\"9\"},\"status\":{\"sloAttained\":null}}", patch.toString());
    }

    @Test
    void staysBelow64KibibytesWhateverThePlan() {
        String longText = "x".repeat(10_000);
        Reports reports = first.withFits(Condition.Status.False, longText).withDesired(2);

        assertTrue(json(status(reports)).toString().length() < 64 * 1024);
    }

    private static VariantAutoscalingStatus.Decision decisionOf(StatusDiff diff) {
        assertNotNull(diff.merged().decision());
        return diff.merged().decision();
    }

    private static VariantAutoscalingStatus status(Reports reports) {
        return build(reports, new Action.Scale(reports.state().key(), "v", "7", 1, reports.desired(), "load"));
    }

    private static VariantAutoscalingStatus build(Reports reports, Action action) {
        var report = reports.report(new ActionResult.Done(action));
        return new StatusBuilder(report)
                .build(reports.state(), report.decision().variants().getFirst());
    }

    private static JsonObject json(VariantAutoscalingStatus status) {
        return JSON.getGson().toJsonTree(status).getAsJsonObject();
    }

    private static VariantState state(int pods) {
        VariantAutoscaling variant = Manifests.read(VariantAutoscaling.class, """
                metadata: {namespace: ns, name: v, labels: {inference.optimization/acceleratorName: A100}}
                spec:
                  modelID: m
                  modelProfile: {accelerators: [{acc: A100, accCount: 1, alpha: "1", beta: "1", maxBatchSize: 64}]}
                """);
        V1Deployment deployment = Manifests.read(V1Deployment.class, """
                metadata: {namespace: ns, name: v, resourceVersion: "7"}
                spec: {replicas: 1, selector: {}, template: {spec: {containers: []}}}
                status: {replicas: %d, updatedReplicas: %d}
                """.formatted(pods, pods));
        return new VariantState(
                new VariantKey("ns", "v"),
                1,
                Instant.EPOCH,
                VariantTranslator.spec(variant),
                TargetTranslator.target(variant, deployment, variant, null));
    }
}
