package dev.inferno.snapshot;

import dev.inferno.topology.Quantities;
import dev.inferno.topology.ResourceVector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ResourceQuota that counts every pod of its namespace, by the resources that pods request.
 *
 * @param hard limits, under the names of requests: {@code cpu}, {@code nvidia.com/gpu}, {@code pods}; absent = unlimited
 * @param used by all pods of the namespace, under the same names
 */
public record NamespaceQuota(String namespace, String name, ResourceVector hard, ResourceVector used) {

    private static final String REQUESTS = "requests.";

    /** Names under which a quota may limit requests without the prefix. */
    private static final Set<String> PLAIN = Set.of("cpu", "memory", "ephemeral-storage", Quantities.PODS);

    /**
     * The request that a quota limits under a name; null for {@code limits.cpu} and numbers of other objects, which bound
     * nothing that we ask for.
     */
    public static @Nullable String request(String name) {
        if (name.startsWith(REQUESTS)) {
            return name.substring(REQUESTS.length());
        }
        if (name.equals("count/" + Quantities.PODS)) {
            return Quantities.PODS;
        }
        return PLAIN.contains(name) ? name : null;
    }
}
