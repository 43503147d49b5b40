package dev.inferno.topology;

import org.jspecify.annotations.Nullable;

/**
 * A pod that is bound to a node, or wants to be, and is not finished. A terminating pod still holds its devices.
 *
 * @param workload name of the Deployment that owns the pod, null when none does
 * @param node the node it is bound to, null while pending
 */
public record PodFacts(
        String namespace,
        String name,
        @Nullable String workload,
        @Nullable String node,
        boolean ready,
        boolean terminating,
        ResourceVector requests) {}
