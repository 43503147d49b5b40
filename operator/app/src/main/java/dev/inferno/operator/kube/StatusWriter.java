package dev.inferno.operator.kube;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.inferno.cycle.CycleReport;
import dev.inferno.cycle.ReportSink;
import dev.inferno.decision.VariantDecision;
import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.operator.api.VariantAutoscalingStatus;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status of each variant when it matters, see {@link StatusDiff}: observed numbers at most once in five minutes
 * per variant. A failure is logged and made good by the next cycle. Variants are written
 * side by side, each by its own resourceVersion. Thread-safety: one report at a time.
 */
public final class StatusWriter implements ReportSink {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Duration NUMBERS_AT_MOST_EVERY = Duration.ofMinutes(5);

    private final FencedWrites api;
    private final ClusterView view;
    private final InstantSource clock;
    private final Map<VariantKey, Instant> written = new ConcurrentHashMap<>();

    public StatusWriter(KubeConnection connection, ClusterView view, Fence fence, InstantSource clock) {
        this.api = new FencedWrites(connection.requests(), fence);
        this.view = view;
        this.clock = clock;
    }

    @Override
    public void publish(CycleReport report) {
        StatusBuilder builder = new StatusBuilder(report);
        SideBySide.forEach(
                report.decision().variants(),
                decided -> publish(builder, report.seen().variant(decided.key()), decided));
    }

    private void publish(StatusBuilder builder, @Nullable VariantState seen, VariantDecision decided) {
        VariantKey key = decided.key();
        VariantAutoscaling variant = view.variant(key);
        if (seen == null || variant == null) {
            written.remove(key);
            return;
        }
        try {
            write(key, variant, builder.build(seen, decided));
        } catch (NotLeader e) {
            LOG.debug("Status of {} not written: {}", key, e.getMessage());
        } catch (ApiException e) {
            LOG.warn("Status of {} not written, next cycle tries again: {}", key, ApiErrors.message(e));
        }
    }

    private void write(VariantKey key, VariantAutoscaling variant, VariantAutoscalingStatus now)
            throws ApiException, NotLeader {
        StatusDiff diff = StatusDiff.between(variant.getStatus(), now);
        if (!isDue(key, diff.weight())) {
            return;
        }
        try {
            api.mergePatch(
                    ApiPaths.variant(key.namespace(), key.name()) + "/status",
                    patch(variant.getMetadata(), variant.getStatus(), diff.merged()));
            written.put(key, clock.instant());
        } catch (ApiException e) {
            if (!ApiErrors.isNotFound(e) && !ApiErrors.isConflict(e)) {
                throw e;
            }
            // Its change is on the way to the cache, and asks for a cycle of its own.
            LOG.debug("{} was changed or deleted before its status was written", key);
        }
    }

    private boolean isDue(VariantKey key, StatusDiff.Weight weight) {
        return switch (weight) {
            case DECISION -> true;
            case NOTHING -> false;
            case NUMBERS -> {
                Instant last = written.get(key);
                yield last == null || !last.plus(NUMBERS_AT_MOST_EVERY).isAfter(clock.instant());
            }
        };
    }

    static JsonObject patch(V1ObjectMeta of, @Nullable VariantAutoscalingStatus before, VariantAutoscalingStatus now) {
        Gson gson = JSON.getGson();
        JsonObject old =
                before == null ? new JsonObject() : gson.toJsonTree(before).getAsJsonObject();
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", of.getResourceVersion());
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        patch.add("status", MergePatch.between(old, gson.toJsonTree(now).getAsJsonObject()));
        return patch;
    }
}
