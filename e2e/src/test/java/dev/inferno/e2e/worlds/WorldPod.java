package dev.inferno.e2e.worlds;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of a random world asks for, with all rules that topology.md claims.
 *
 * @param devices of the resource, 0 = none
 * @param tolerates the taint of {@link WorldNode}
 * @param terms required node affinity, OR-ed; null = none
 * @param near required affinity to pods
 * @param apart required anti-affinity to pods
 * @param port host port, null = none
 */
public record WorldPod(
        String namespace,
        SortedMap<String, String> labels,
        String resource,
        int devices,
        int cpu,
        SortedMap<String, String> selector,
        boolean tolerates,
        @Nullable List<NodeTerm> terms,
        List<PodTerm> near,
        List<PodTerm> apart,
        List<Spread> spread,
        @Nullable Integer port) {

    /** A term of a node affinity: a label expression, or a name of a node. */
    public record NodeTerm(String key, String operator, List<String> values) {

        static final String NAME = "metadata.name";
    }

    /** A term of an affinity to pods with a label. */
    public record PodTerm(String label, String value, String key, boolean everyNamespace) {}

    /** A constraint of DoNotSchedule over pods with a label. */
    public record Spread(
            String label,
            String value,
            String key,
            int maxSkew,
            int minDomains,
            boolean honorAffinity,
            boolean honorTaints) {}

    boolean namesNodes() {
        return terms != null && terms.stream().anyMatch(term -> term.key().equals(NodeTerm.NAME));
    }
}
