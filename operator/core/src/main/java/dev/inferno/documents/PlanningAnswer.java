package dev.inferno.documents;

import dev.inferno.snapshot.Engine;
import dev.inferno.topology.placement.Pinning;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link PlanningCase}.
 *
 * @param unblocks for each model that lacks something the least that would let it have one more replica
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
        List<Unblock> unblocks,
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

    /**
     * One more replica of a model, and what it takes.
     *
     * @param serves part of the model's demand that it would serve more, 0..1
     * @param price what one more unit of what binds is worth: that part, by unit; absent where several things bind
     */
    public record Unblock(
            String namespace,
            String variant,
            String accelerator,
            List<Addition> additions,
            double serves,
            double costPerHour,
            @Nullable Double price) {}

    /** @param amount as Kubernetes writes it; of {@code costPerHour} a number */
    public record Addition(String resource, String where, String amount) {}

    /** Replicas of one variant on one node. */
    public record Placed(String namespace, String variant, String node, int replicas) {}
}
