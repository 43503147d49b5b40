package dev.inferno.decision;

import dev.inferno.snapshot.VariantKey;
import java.util.List;
import java.util.SortedMap;

/**
 * The only things the shell may do. Each change of a workload carries the resourceVersion it was computed from; the shell
 * refuses it when the world has moved.
 */
public sealed interface Action {

    VariantKey variant();

    /** Set {@code spec.replicas} of the Deployment through its scale subresource. */
    record Scale(VariantKey variant, String deployment, String resourceVersion, int from, int to, String reason)
            implements Action {}

    /**
     * Put our node affinity term into the pod template, which replaces every pod that runs.
     *
     * @param labelKey node label that names the product
     * @param labelValues values of that label on the planned nodes
     */
    record SteerTemplate(
            VariantKey variant,
            String deployment,
            String resourceVersion,
            String accelerator,
            String labelKey,
            List<String> labelValues)
            implements Action {}

    /** Put or remove our label on nodes. */
    record LabelNodes(VariantKey variant, String labelKey, SortedMap<String, Boolean> nodes) implements Action {}

    /** Mark which pods of a Deployment a scale-in should take first. */
    record PreferVictims(VariantKey variant, String deployment, List<String> pods) implements Action {}

    /** Set {@code --max-num-seqs} in the pod template. */
    record SetBatchLimit(VariantKey variant, String deployment, String resourceVersion, int batch) implements Action {}

    /** Publish the desired count for another scaler. */
    record Publish(VariantKey variant, int replicas, String reason) implements Action {}

    /** Change nothing, and say why. */
    record Hold(VariantKey variant, int replicas, String reason) implements Action {}
}
