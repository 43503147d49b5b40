package dev.inferno.snapshot;

import dev.inferno.serving.ServiceLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wrote in one VariantAutoscaling, read once and with the contract's defaults that depend on the object
 * alone already applied.
 *
 * @param sloClass name of {@code spec.sloClassRef}; with {@code sloKey} as its key
 * @param slo inline SLO, wins over any class; null when absent
 * @param variantCost cost units per replica and hour; null = take the accelerator table's (also for the schema default of
 *     the originals, 10.0)
 * @param maxReplicas null = unbounded
 * @param actuation null = decided by what targets the workload
 * @param maxPendingReplicas that may wait for nodes of elastic pools
 * @param currentAccelerator label {@code inference.optimization/acceleratorName}; null when absent
 * @param paused observe and report, change nothing
 * @param problems what could not be read, each naming field, value and allowed form
 */
public record VariantSpec(
        String modelId,
        @Nullable String sloClass,
        @Nullable String sloKey,
        @Nullable ServiceLevel slo,
        List<AcceleratorProfile> accelerators,
        @Nullable Double variantCost,
        int minReplicas,
        @Nullable Integer maxReplicas,
        ScalingRules scaleUp,
        ScalingRules scaleDown,
        AcceleratorPolicy acceleratorPolicy,
        @Nullable ActuationMode actuation,
        PlacementMode placement,
        int maxPendingReplicas,
        @Nullable String currentAccelerator,
        boolean paused,
        List<String> problems) {

    public VariantSpec {
        accelerators = List.copyOf(accelerators);
        problems = List.copyOf(problems);
    }

    /** The same with other rows of the profile. */
    public VariantSpec withAccelerators(List<AcceleratorProfile> rows) {
        return new VariantSpec(
                modelId,
                sloClass,
                sloKey,
                slo,
                rows,
                variantCost,
                minReplicas,
                maxReplicas,
                scaleUp,
                scaleDown,
                acceleratorPolicy,
                actuation,
                placement,
                maxPendingReplicas,
                currentAccelerator,
                paused,
                problems);
    }
}
