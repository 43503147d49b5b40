package dev.inferno.operator.prometheus;

import dev.inferno.snapshot.ModelKey;
import java.util.Set;

/**
 * One model whose load is asked for.
 *
 * @param readyPods pods that are expected to report; series of other pods are of dead ones and do not count
 */
public record ModelQuery(ModelKey model, Set<String> readyPods) {

    public ModelQuery {
        readyPods = Set.copyOf(readyPods);
    }
}
