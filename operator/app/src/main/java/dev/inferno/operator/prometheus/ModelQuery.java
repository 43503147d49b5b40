package dev.inferno.operator.prometheus;

import dev.inferno.snapshot.ModelKey;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is asked about one model.
 *
 * @param readyPods names of the pods that are ready and should report; series of other pods are not read
 * @param replicas replicas asked for over all the model's workloads: tells scaled to zero from not ready yet
 */
public record ModelQuery(ModelKey model, SortedSet<String> readyPods, int replicas) {

    public ModelQuery {
        readyPods = new TreeSet<>(readyPods);
    }
}
