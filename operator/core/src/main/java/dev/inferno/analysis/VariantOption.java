package dev.inferno.analysis;

import dev.inferno.queueing.Binding;
import dev.inferno.sizing.FleetCapacity;
import dev.inferno.topology.PodShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One variant on one accelerator.
 *
 * @param product catalogue product replicas are steered to; null = wherever the pod's own rules allow
 * @param capacity requests/s within the SLO of 1..R replicas, non-decreasing; R covers the demand or the variant's
 *     maximum, whichever is less
 * @param wanted replicas this option alone needs for the planned demand, before any limit of room
 * @param servers what like replicas do at any load; null in planning cases, which give capacities only
 */
public record VariantOption(
        String accelerator,
        @Nullable String product,
        int devicesPerReplica,
        PodShape pod,
        int batch,
        double costPerReplicaHour,
        List<Double> capacity,
        int wanted,
        @Nullable Binding binding,
        @Nullable FleetCapacity servers) {

    public VariantOption {
        capacity = List.copyOf(capacity);
    }

    public VariantOption withCapacity(List<Double> other) {
        return new VariantOption(
                accelerator,
                product,
                devicesPerReplica,
                pod,
                batch,
                costPerReplicaHour,
                other,
                wanted,
                binding,
                servers);
    }

    /** Requests/s of that many replicas; 0 for none, the last entry beyond the end. */
    public double capacityOf(int replicas) {
        return replicas <= 0 || capacity.isEmpty() ? 0 : capacity.get(Math.min(replicas, capacity.size()) - 1);
    }
}
