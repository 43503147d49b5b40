package dev.inferno.e2e.emulator;

import org.jspecify.annotations.Nullable;

/** Label text of the exposition format. */
final class Labels {

    private Labels() {}

    /** Labels every series of a server has. */
    static String of(@Nullable EmulatedPod pod) {
        String engine = "engine=\"0\"";
        return pod == null
                ? engine
                : engine + ",namespace=\"" + escape(pod.namespace()) + "\",pod=\"" + escape(pod.name()) + "\"";
    }

    static String cacheConfig(ServerProfile profile) {
        return ",block_size=\"%d\",num_gpu_blocks=\"%d\",kv_cache_size_tokens=\"%d\",cache_dtype=\"auto\""
                .formatted(ServerProfile.BLOCK_SIZE, profile.kvTokens() / ServerProfile.BLOCK_SIZE, profile.kvTokens());
    }

    static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
