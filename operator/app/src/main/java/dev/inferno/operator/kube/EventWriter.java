package dev.inferno.operator.kube;

import com.google.gson.JsonObject;
import dev.inferno.cycle.ActionResult;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.operator.kube.EventNotes.Note;
import dev.inferno.operator.kube.EventNotes.Told;
import dev.inferno.snapshot.VariantKey;
import io.kubernetes.client.openapi.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every change of decision, refusal and actuation as an Event of the variant, so that {@code kubectl describe} reads as
 * a history. The same text is not repeated within ten minutes. Events are told once and never retried; publish a report here
 * before its status is written. Thread-safety: one report at a time.
 */
public final class EventWriter implements ReportSink {

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final Duration NO_REPETITION = Duration.ofMinutes(10);
    private static final int REMEMBERED = 10_000;

    /** Limits of the Event API. */
    private static final int MOST_NOTE_BYTES = 1024;

    private static final int MOST_INSTANCE_BYTES = 128;
    private static final int MOST_NAME_BYTES = 230;

    private final FencedWrites api;
    private final ClusterView view;
    private final String identity;
    private final InstantSource clock;
    private long sequence;
    private final Map<VariantKey, Told> told = new HashMap<>();
    private final Map<String, Instant> sent = new LinkedHashMap<>();

    public EventWriter(
            KubeConnection connection, ClusterView view, Fence fence, KubeSettings settings, InstantSource clock) {
        this.api = new FencedWrites(connection.requests(), fence);
        this.view = view;
        this.identity = settings.identity();
        this.clock = clock;
        this.sequence = clock.millis() << 16;
    }

    @Override
    public void publish(CycleReport report) {
        Map<VariantKey, ActionResult> results = report.results().stream()
                .collect(Collectors.toMap(r -> r.action().variant(), r -> r, (label, step) -> step));
        told.keySet().removeIf(key -> report.seen().variant(key) == null);
        Map<VariantKey, List<JsonObject>> events = new LinkedHashMap<>();
        for (VariantDecision decided : report.decision().variants()) {
            VariantAutoscaling variant = view.variant(decided.key());
            if (variant == null) {
                continue;
            }
            Told before = told.getOrDefault(decided.key(), toldBy(variant));
            events.put(decided.key(), events(variant, EventNotes.of(before, decided, results.get(decided.key()))));
            told.put(decided.key(), Told.of(decided));
        }
        SideBySide.forEach(events.entrySet(), ofOne -> ofOne.getValue().forEach(event -> send(ofOne.getKey(), event)));
    }

    private static @Nullable Told toldBy(VariantAutoscaling variant) {
        return variant.getStatus() == null ? null : Told.of(variant.getStatus());
    }

    private List<JsonObject> events(VariantAutoscaling variant, List<Note> notes) {
        Instant now = clock.instant();
        String of = variant.getMetadata().getNamespace() + "/"
                + variant.getMetadata().getName();
        return notes.stream()
                .filter(note -> !isRepetition(of + " " + note.reason() + " " + note.text(), now))
                .map(note -> event(variant, note, now))
                .toList();
    }

    private void send(VariantKey key, JsonObject event) {
        String reason = event.get("reason").getAsString();
        try {
            api.create(ApiPaths.events(key.namespace()), event);
        } catch (NotLeader e) {
            LOG.debug("Event {} of {} not told: {}", reason, key, e.getMessage());
        } catch (ApiException e) {
            LOG.warn("Event {} of {} not told: {}", reason, key, ApiErrors.message(e));
        }
    }

    private boolean isRepetition(String what, Instant now) {
        sent.values().removeIf(at -> at.plus(NO_REPETITION).isBefore(now));
        if (sent.size() >= REMEMBERED) {
            sent.remove(sent.keySet().iterator().next());
        }
        return sent.putIfAbsent(what, now) != null;
    }

    private JsonObject event(VariantAutoscaling variant, Note note, Instant now) {
        String namespace = Lists.orEmpty(variant.getMetadata().getNamespace());
        String name = Lists.orEmpty(variant.getMetadata().getName());
        JsonObject regarding = new JsonObject();
        regarding.addProperty("apiVersion", VariantAutoscaling.API_VERSION);
        regarding.addProperty("kind", VariantAutoscaling.KIND);
        regarding.addProperty("namespace", namespace);
        regarding.addProperty("name", name);
        regarding.addProperty("uid", variant.getMetadata().getUid());
        JsonObject metadata = new JsonObject();
        metadata.addProperty("namespace", namespace);
        metadata.addProperty("name", cut(name, MOST_NAME_BYTES) + "." + Long.toHexString(++sequence));
        JsonObject event = new JsonObject();
        event.addProperty("apiVersion", "events.k8s.io/v1");
        event.addProperty("kind", "Event");
        event.add("metadata", metadata);
        event.addProperty("eventTime", KubeLeaseApi.MICRO_TIME.format(now));
        event.addProperty("reportingController", ApiRequests.FIELD_MANAGER);
        event.addProperty("reportingInstance", cut(identity, MOST_INSTANCE_BYTES));
        event.addProperty("type", note.warning() ? "Warning" : "Normal");
        event.addProperty("action", note.action());
        event.addProperty("reason", note.reason());
        event.addProperty("note", cut(note.text(), MOST_NOTE_BYTES));
        event.add("regarding", regarding);
        return event;
    }

    /** The API server counts bytes. */
    private static String cut(String text, int mostBytes) {
        String cut = text.length() <= mostBytes ? text : text.substring(0, mostBytes);
        while (cut.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut;
    }
}
