package dev.inferno.topology.placement;

import dev.inferno.topology.NodeFacts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes whose devices are being repartitioned or get a new driver: still Ready for the scheduler, but what is bound
 * there now is about to be thrown out. Our policy, from the labels of the vendors' operators: any state that is not
 * known to be idle counts as busy.
 */
final class Maintenance {

    private static final Map<String, Set<String>> IDLE_STATES = Map.of(
            "nvidia.com/mig.config.state", Set.of("", "success"),
            "nvidia.com/gpu-driver-upgrade-state", Set.of("", "upgrade-done", "upgrade-required"),
            "operator.amd.com/gpu-driver-upgrade-state",
                    Set.of("", "Upgrade-Not-Started", "Install-Complete", "Upgrade-Complete"));

    private Maintenance() {}

    /** The label that says so, as {@code key=value}. */
    static Optional<String> busy(NodeFacts node) {
        return IDLE_STATES.entrySet().stream()
                .filter(idle -> !idle.getValue().contains(node.labels().getOrDefault(idle.getKey(), "")))
                .map(idle -> idle.getKey() + "=" + node.labels().get(idle.getKey()))
                .sorted()
                .findFirst();
    }
}
