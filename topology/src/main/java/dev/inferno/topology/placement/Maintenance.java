package dev.inferno.topology.placement;

import dev.inferno.topology.NodeFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes whose devices are being repartitioned, get a new driver or are given to virtual machines: still Ready for the scheduler, but what is bound
 * there now is about to be thrown out. Our policy, from the labels of the vendors' operators: any state that is not
 * known to be idle counts as busy.
 */
final class Maintenance {

    private record IdleStates(String label, Set<String> states) {}

    private static final List<IdleStates> LABELS = List.of(
            new IdleStates("nvidia.com/mig.config.state", Set.of("", "success")),
            new IdleStates("nvidia.com/gpu-driver-upgrade-state", Set.of("", "upgrade-done", "upgrade-required")),
            new IdleStates("amd.com/gpu.mode", Set.of("", "container")),
            new IdleStates(
                    "operator.amd.com/gpu-driver-upgrade-state",
                    Set.of("", "Upgrade-Not-Started", "Install-Complete", "Upgrade-Complete")));

    private Maintenance() {}

    /** The label that says so, as {@code key=value}. */
    static Optional<String> busy(NodeFacts node) {
        for (IdleStates idle : LABELS) {
            String state = node.labels().get(idle.label());
            if (state != null && !idle.states().contains(state)) {
                return Optional.of(idle.label() + "=" + state);
            }
        }
        return Optional.empty();
    }
}
