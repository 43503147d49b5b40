package dev.inferno.optimizer;

import dev.inferno.analysis.VariantOption;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.NodeAdmission;
import java.util.Collection;
import java.util.Collections;

/**
 * Whether a replica fits by what a node has free, and by nothing else: no pod has rules about other pods, and nothing runs
 * where no new replica may go.
 */
final class PlainWorld {

    private PlainWorld() {}

    static boolean leaves(Collection<PodFacts> occupants) {
        return occupants.stream().allMatch(pod -> pod.podAntiAffinity().isEmpty());
    }

    static boolean allows(World world, CapacityLedger ledger) {
        return isAlone(world)
                && world.items().stream()
                        .allMatch(item -> item.variant().options().stream()
                                .allMatch(option -> runsWhereAdmitted(item, option, ledger)));
    }

    /** Whether no pod of the world itself has rules about others. */
    static boolean isAlone(World world) {
        return world.items().stream()
                .flatMap(item -> item.variant().options().stream())
                .allMatch(option -> alone(option.pod()));
    }

    private static boolean alone(PodShape pod) {
        return pod.podAffinity().isEmpty()
                && pod.podAntiAffinity().isEmpty()
                && pod.spread().isEmpty()
                && pod.hostPorts().isEmpty();
    }

    private static boolean runsWhereAdmitted(Item item, VariantOption option, CapacityLedger ledger) {
        var admission = NodeAdmission.of(item.request(option, 0, Collections.emptySortedMap()));
        return item.keepable(option).keySet().stream()
                .flatMap(name -> ledger.topology().node(name).stream())
                .allMatch(node -> admission.refusal(node).isEmpty());
    }
}
