package dev.inferno.operator.cli;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import java.util.List;

/** Port of the commands that look at a cluster themselves; they never write to it. */
@FunctionalInterface
public interface LiveCluster {

    /**
     * Everything a decision looks at.
     *
     * @param flags those of the operator's configuration, such as {@code --kubeconfig=x}
     * @throws Unreachable when the cluster cannot be seen
     */
    CycleSnapshot snapshot(List<String> flags) throws Unreachable;

    /**
     * Nodes and pods alone. A port that reads no more for it needs neither Prometheus nor our own resources.
     *
     * @param flags as above
     * @throws Unreachable when the cluster cannot be seen
     */
    default Inventory inventory(List<String> flags) throws Unreachable {
        return snapshot(flags).inventory();
    }
}
