package dev.inferno.snapshot;

import dev.inferno.topology.ResourceVector;

/**
 * A ResourceQuota that counts every pod of its namespace, by the resources that pods request.
 *
 * @param hard limits, under the names of requests: {@code cpu}, {@code nvidia.com/gpu}, {@code pods}; absent = unlimited
 * @param used by all pods of the namespace, under the same names
 */
public record NamespaceQuota(String namespace, String name, ResourceVector hard, ResourceVector used) {}
