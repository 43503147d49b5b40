package dev.inferno.operator.cli;

import dev.inferno.snapshot.CycleSnapshot;
import java.util.List;

/** Port of the commands that look at a cluster themselves; they never write to it. */
@FunctionalInterface
public interface LiveCluster {

    /**
     * @param flags those of the operator's configuration, such as {@code --kubeconfig=x}
     * @throws Unreachable when the cluster cannot be seen
     */
    CycleSnapshot snapshot(List<String> flags) throws Unreachable;
}
