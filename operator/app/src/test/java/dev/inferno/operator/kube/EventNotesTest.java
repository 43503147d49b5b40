package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.operator.kube.EventNotes.Note;
import dev.inferno.operator.kube.EventNotes.Told;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventNotesTest {

    private static final VariantKey KEY = new VariantKey("ns", "v");

    private final Reports reports = Reports.of(new VariantState(
            KEY,
            1,
            Instant.EPOCH,
            VariantTranslator.spec(
                    Manifests.read(VariantAutoscaling.class, "{metadata: {name: v}, spec: {modelID: m}}")),
            new Target.NotFound("v")));

    @Test
    void aScalingIsToldWithItsReason() {
        Action scale = new Action.Scale(KEY, "chat", "7", 1, 2, "load");

        List<Note> notes = EventNotes.of(null, reports.decision(scale), new ActionResult.Done(scale));

        assertEquals(
                List.of(new Note(
                        false, "Scale", "ScaledUp", "Scaled Deployment chat from 1 to 2: the load needs 2 replicas")),
                notes);
    }

    @Test
    void aRefusalIsAWarning() {
        Action scale = new Action.Scale(KEY, "chat", "7", 1, 2, "load");

        List<Note> notes = EventNotes.of(null, reports.decision(scale), new ActionResult.Refused(scale, "it moved"));

        assertEquals(List.of(new Note(true, "Actuate", "Held", "it moved")), notes);
    }

    @Test
    void nothingNewIsNotTold() {
        VariantDecision held = reports.decision(new Action.Hold(KEY, 2, "steady"));

        assertEquals(List.of(), EventNotes.of(Told.of(held), held, new ActionResult.Done(held.action())));
    }

    @Test
    void aConditionThatTurnsIsToldBothWays() {
        VariantDecision fits = reports.decision(new Action.Hold(KEY, 2, "steady"));
        VariantDecision full =
                reports.withFits(Condition.Status.False, "no room").decision(fits.action());
        ActionResult done = new ActionResult.Done(fits.action());

        assertEquals(
                List.of(new Note(true, "Decide", "InsufficientDevices", "no room")),
                EventNotes.of(Told.of(fits), full, done));
        assertEquals(
                List.of(new Note(false, "Decide", "Fits", "2 replicas fit")), EventNotes.of(Told.of(full), fits, done));
    }

    @Test
    void aNewDecisionThatIsOnlyPublishedIsTold() {
        VariantDecision two = reports.decision(new Action.Publish(KEY, 2, "HPA scales"));
        VariantDecision three = reports.withDesired(3).decision(new Action.Publish(KEY, 3, "HPA scales"));

        assertEquals(
                List.of(new Note(
                        false, "Publish", "DecisionPublished", "Published 3 replicas: the load needs 3 replicas")),
                EventNotes.of(Told.of(two), three, new ActionResult.Done(three.action())));
    }
}
