package dev.inferno.operator.prometheus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the KV cache of one engine holds, by pod: what vLLM tells in the labels of {@code vllm:cache_config_info}, which
 * names no model. Of a pod with several engines the smallest. Thread-safety: immutable.
 */
final class KvCaches {

    static final KvCaches UNKNOWN = new KvCaches(List.of());

    private final Map<String, Long> tokensByPod = new HashMap<>();

    /** @param series one for each engine, with its labels */
    KvCaches(List<Series> series) {
        for (Series engine : series) {
            Long tokens = tokens(engine);
            if (tokens != null && !engine.label("pod").isEmpty()) {
                tokensByPod.merge(key(engine.label("namespace"), engine.label("pod")), tokens, Math::min);
            }
        }
    }

    /** Null when the pod does not tell. */
    @Nullable
    Long tokens(String namespace, String pod) {
        return tokensByPod.get(key(namespace, pod));
    }

    private static String key(String namespace, String pod) {
        return namespace + "/" + pod;
    }

    /** Newer versions tell tokens, older ones blocks and their size; until the cache is made both are {@code None}. */
    private static @Nullable Long tokens(Series engine) {
        Long tokens = count(engine.label("kv_cache_size_tokens"));
        Long blocks = count(engine.label("num_gpu_blocks"));
        Long size = count(engine.label("block_size"));
        return tokens != null ? tokens : blocks == null || size == null ? null : (Long) (blocks * size);
    }

    private static @Nullable Long count(String label) {
        return label.matches("[1-9][0-9]{0,8}") ? Long.valueOf(label) : null;
    }
}
