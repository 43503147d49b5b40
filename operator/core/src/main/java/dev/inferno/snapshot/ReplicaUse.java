package dev.inferno.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * How full one replica was at most in the last window; null = it does not say.
 *
 * @param name of its pod, or its scrape address where pods are not told apart
 * @param kvUsage part of its KV cache in use, 0 to 1; of several engines the fullest
 * @param running requests in its batch
 * @param waiting requests in its queue
 * @param kvTokens what the KV cache of one of its engines holds
 */
public record ReplicaUse(
        String name,
        @Nullable Double kvUsage,
        double running,
        @Nullable Double waiting,
        @Nullable Long kvTokens) {

    /** Of a server that does not tell how large its KV cache is. */
    public ReplicaUse(String name, @Nullable Double kvUsage, double running, @Nullable Double waiting) {
        this(name, kvUsage, running, waiting, null);
    }
}
