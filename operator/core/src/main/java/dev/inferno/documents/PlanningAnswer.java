package dev.inferno.documents;

import dev.inferno.snapshot.Engine;
import dev.inferno.topology.placement.Pinning;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link PlanningCase}.
 *
 * @param lowerBound proven lower bound on the cost of any plan that serves the same; null when nothing is proven
 * @param transition what the plan costs more than what runs, and a tenth of both costs where the accelerator changes
 * @param guaranteed binds whole whatever allowed node the scheduler picks, in any order
 * @param pinning what it takes that it does: {@code none}, {@code nodes} (to every pod the nodes planned for its variant) or
 *     {@code replicas} (to every pod its own node); null when nothing is proven to do
 * @param engine that made the plan
 * @param proven no plan that leaves running replicas where they are serves more, nor as much for less
 * @param note why the exact engine, when it was asked for, did not make or better the plan
 * @param solveMillis optimise and place, without parsing; wall clock, so it differs from run to run
 */
public record PlanningAnswer(
        @Nullable String name,
        List<Variant> variants,
        List<Placed> placement,
        double costPerHour,
        double transition,
        SortedMap<String, Double> unmetByPriority,
        @Nullable Double lowerBound,
        @Nullable Double optimalityGap,
        boolean guaranteed,
        @Nullable Pinning pinning,
        double fragmentation,
        @Nullable Long stoppedAtStep,
        Engine engine,
        boolean proven,
        @Nullable String note,
        double solveMillis) {

    /** What one variant gets. */
    public record Variant(
            String namespace,
            String name,
            @Nullable String accelerator,
            int wanted,
            int granted,
            double share,
            @Nullable Blocked blockedBy) {}

    /** Why fewer were granted than wanted. */
    public record Blocked(String reason, String resource, String message) {}

    /** Replicas of one variant on one node. */
    public record Placed(String namespace, String variant, String node, int replicas) {}
}
