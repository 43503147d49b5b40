package dev.inferno.analysis;

import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Memory.FullBatch;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.SaturationThresholds;
import dev.inferno.snapshot.VariantState;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a server nobody profiled runs at most.
 *
 * <p>Problem: where the batch limit binds, KV caches and queues are near empty until a queue is suddenly long, so replicas would
 * go and come again for ever. Method: what the replicas of a model ran while their queues were saturated is their limit; it is
 * believed for an hour, for traffic changes. Thread-safety: stateless.
 */
public final class FullBatches {

    private static final Duration BELIEVED = Duration.ofHours(1);

    private FullBatches() {}

    /** What to remember of a variant after this snapshot; null = nothing is known, or no more. */
    public static @Nullable FullBatch next(CycleSnapshot seen, VariantState variant) {
        if (!variant.spec().accelerators().isEmpty()) {
            return null;
        }
        SaturationThresholds limits = seen.policy().saturationOf(variant.model());
        return seen(seen.load(variant.model()).observed().replicas(), limits)
                .map(full -> new FullBatch(seen.takenAt(), full))
                .or(() -> Optional.ofNullable(believed(seen, variant)))
                .orElse(null);
    }

    /** Requests that those with a full queue run. */
    static Optional<Double> seen(List<ReplicaUse> replicas, SaturationThresholds limits) {
        OptionalDouble full = replicas.stream()
                .filter(replica -> replica.waiting() != null && replica.waiting() >= limits.queueLengthThreshold())
                .mapToDouble(ReplicaUse::running)
                .filter(running -> running > 0)
                .average();
        return full.isPresent() ? Optional.of(full.getAsDouble()) : Optional.empty();
    }

    /** The one seen last of all the variants of a model; null = none is. */
    static @Nullable Double of(CycleSnapshot seen, Collection<VariantState> variants) {
        return variants.stream()
                .map(variant -> next(seen, variant))
                .filter(Objects::nonNull)
                .max(Comparator.comparing(FullBatch::at))
                .map(FullBatch::running)
                .orElse(null);
    }

    private static @Nullable FullBatch believed(CycleSnapshot seen, VariantState variant) {
        VariantMemory memory = seen.memory().of(variant.key());
        FullBatch before = memory == null ? null : memory.fullBatch();
        return before == null || before.at().isBefore(seen.takenAt().minus(BELIEVED)) ? null : before;
    }
}
