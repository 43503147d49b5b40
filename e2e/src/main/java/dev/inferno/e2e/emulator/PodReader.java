package dev.inferno.e2e.emulator;

import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the emulator's annotations from a pod; what they leave out comes from the emulator's own flags. */
final class PodReader {

    static final String PREFIX = "emulator.inferno.llmd.ai/";

    private final ServerProfile fallback;

    PodReader(ServerProfile fallback) {
        this.fallback = fallback;
    }

    /** Empty if the pod is not Ready, is being deleted, or names no model; throws on an annotation that cannot be used. */
    Optional<EmulatedPod> read(V1Pod pod) {
        V1ObjectMeta meta = pod.getMetadata();
        if (meta == null || meta.getAnnotations() == null || meta.getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        String model = meta.getAnnotations().get(PREFIX + "model");
        if (model == null || !isReady(pod.getStatus())) {
            return Optional.empty();
        }
        return Optional.of(new EmulatedPod(
                Objects.requireNonNullElse(meta.getNamespace(), ""),
                Objects.requireNonNullElse(meta.getName(), ""),
                Objects.requireNonNullElse(meta.getUid(), ""),
                model,
                profile(meta.getAnnotations())));
    }

    ServerProfile profile(Map<String, String> annotations) {
        String law = annotations.get(PREFIX + "law");
        return new ServerProfile(
                law == null ? fallback.law() : ServerProfile.parseLaw(law),
                integer(annotations, "max-num-seqs", 1, fallback.maxNumSeqs()),
                annotations.containsKey(PREFIX + "max-queue")
                        ? Integer.valueOf(integer(annotations, "max-queue", 0, 0))
                        : fallback.maxQueue(),
                integer(annotations, "max-num-batched-tokens", 1, fallback.maxBatchedTokens()),
                integer(annotations, "kv-tokens", 1, (int) fallback.kvTokens()),
                integer(annotations, "max-model-len", 2, fallback.maxModelLen()),
                integer(annotations, "default-max-tokens", 1, fallback.defaultMaxTokens()),
                percent(annotations, "prefix-cache-hit-percent", fallback.prefixCacheHitPercent()));
    }

    private static int integer(Map<String, String> annotations, String name, int min, int fallback) {
        String value = annotations.get(PREFIX + name);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the allowed form
        }
        throw new IllegalArgumentException(
                "annotation %s%s is %s; give an integer of at least %d".formatted(PREFIX, name, value, min));
    }

    private static int percent(Map<String, String> annotations, String name, int fallback) {
        int percent = integer(annotations, name, 0, fallback);
        if (percent > 100) {
            throw new IllegalArgumentException(
                    "annotation %s%s is %d; give an integer from 0 to 100".formatted(PREFIX, name, percent));
        }
        return percent;
    }

    private static boolean isReady(@Nullable V1PodStatus status) {
        return status != null
                && status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
