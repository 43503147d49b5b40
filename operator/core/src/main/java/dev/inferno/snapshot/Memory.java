package dev.inferno.snapshot;

import dev.inferno.calibration.Calibration;
import dev.inferno.sizing.Settled;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a decision remembers of earlier ones, by {@code namespace/name}. It comes in with the snapshot and the next one
 * goes out with the decision; missing memory means: start from what runs and hold scale-in for one window.
 */
public record Memory(int schema, SortedMap<String, VariantMemory> variants) {

    /** Version of this record's shape; a newer one found in the store is treated as missing. */
    public static final int SCHEMA = 3;

    public static final Memory EMPTY = new Memory(SCHEMA, new TreeMap<>());

    public Memory {
        variants = Collections.unmodifiableSortedMap(new TreeMap<>(variants));
    }

    /** What is remembered of one variant, null when nothing is. */
    public @Nullable VariantMemory of(VariantKey key) {
        return variants.get(key.toString());
    }

    /**
     * @param firstSeen when this memory began: no scale-in before one window has passed since
     * @param demand the peaks of the demand still inside the stabilisation window, oldest first, falling
     * @param scalings replica changes made lately, for the step limits of {@code spec.behavior}
     * @param calibration what its servers taught; null when nothing
     * @param settled what simulations found, at most one per accelerator
     * @param fullBatch of servers without a profile; null while it is not known
     * @param steered when its running pods were last steered to another accelerator; null = not as far as anybody knows
     * @param waits for nodes of elastic pools, each pool once
     */
    public record VariantMemory(
            Instant firstSeen,
            List<DemandPeak> demand,
            List<Scaling> scalings,
            @Nullable Calibration calibration,
            List<Settled> settled,
            @Nullable FullBatch fullBatch,
            @Nullable Instant steered,
            List<PoolWait> waits) {
        public VariantMemory {
            demand = List.copyOf(demand);
            scalings = List.copyOf(scalings);
            settled = List.copyOf(settled);
            waits = List.copyOf(waits);
        }

        /** The same, begun at another time. */
        public VariantMemory begun(Instant at) {
            return new VariantMemory(at, demand, scalings, calibration, settled, fullBatch, steered, waits);
        }

        public VariantMemory withDemand(List<DemandPeak> peaks) {
            return new VariantMemory(firstSeen, peaks, scalings, calibration, settled, fullBatch, steered, waits);
        }

        public VariantMemory withScalings(List<Scaling> changes) {
            return new VariantMemory(firstSeen, demand, changes, calibration, settled, fullBatch, steered, waits);
        }

        public VariantMemory withSettled(List<Settled> found) {
            return new VariantMemory(firstSeen, demand, scalings, calibration, found, fullBatch, steered, waits);
        }

        /** Of servers with a profile. */
        public VariantMemory(
                Instant firstSeen,
                List<DemandPeak> demand,
                List<Scaling> scalings,
                @Nullable Calibration calibration,
                List<Settled> settled) {
            this(firstSeen, demand, scalings, calibration, settled, null, null, List.of());
        }

        public VariantMemory withSteered(@Nullable Instant at) {
            return new VariantMemory(firstSeen, demand, scalings, calibration, settled, fullBatch, at, waits);
        }

        public VariantMemory withWaits(List<PoolWait> others) {
            return new VariantMemory(firstSeen, demand, scalings, calibration, settled, fullBatch, steered, others);
        }

        /** Null when nothing is remembered of waiting for that pool. */
        @Nullable
        PoolWait waitFor(String pool) {
            return waits.stream()
                    .filter(wait -> wait.pool().equals(pool))
                    .findFirst()
                    .orElse(null);
        }

        public VariantMemory withFullBatch(@Nullable FullBatch other) {
            return new VariantMemory(firstSeen, demand, scalings, calibration, settled, other, steered, waits);
        }
    }

    /** Pods that wait for a node of a pool: since when, and how many it had then. */
    public record PoolWait(String pool, Instant since, int nodes) {}

    /** Requests a replica ran when others had to wait for it, and when that was seen last. */
    public record FullBatch(Instant at, double running) {}

    /** Demand in requests/s seen at a time. */
    public record DemandPeak(Instant at, double perSecond) {}

    /** A change of the replica count. */
    public record Scaling(Instant at, int from, int to) {}
}
