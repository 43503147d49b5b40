package dev.inferno.optimizer;

import java.util.List;

/**
 * Nodes of a pool that are alike to its pods.
 *
 * @param free amount of each resource, in the order of {@link PodKind#asks}
 * @param admits whether each kind of the pool may stand there
 * @param nodes how many there are
 */
record NodeClass(List<Long> free, List<Boolean> admits, int nodes) {

    NodeClass times(int count) {
        return new NodeClass(free, admits, count);
    }
}
