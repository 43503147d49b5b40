package dev.inferno.topology;

import org.jspecify.annotations.Nullable;

/**
 * A topology spread constraint with {@code DoNotSchedule}; the others never exclude a node.
 *
 * @param maxSkew most pods a domain may have above the emptiest one, 1 or more
 * @param minDomains with fewer domains than this the emptiest one counts as 0; 1 = no such rule
 * @param selector pods counted, with the values behind {@code matchLabelKeys}; null counts none
 * @param honorAffinity only nodes that match the pod's selector and affinity are domains
 * @param honorTaints only nodes whose taints the pod tolerates are domains
 */
public record SpreadConstraint(
        String topologyKey,
        int maxSkew,
        int minDomains,
        @Nullable LabelSelector selector,
        boolean honorAffinity,
        boolean honorTaints) {}
