package dev.inferno.operator.kube;

import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.VariantMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One sixteenth of the memory, as it was stored last.
 *
 * @param resourceVersion of the ConfigMap; null while there is none
 * @param stored what it holds
 */
record MemoryShard(@Nullable String resourceVersion, Memory stored, Instant writtenAt) {

    static final int COUNT = 16;

    /** A gap in which nobody can have missed a peak that matters. */
    private static final Duration HANDOVER = Duration.ofMinutes(2);

    static final MemoryShard ABSENT = new MemoryShard(null, Memory.EMPTY, Instant.EPOCH);

    /** Which shard a variant belongs to; {@code key} is {@code namespace/name}. */
    static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }

    /** The part of a memory that belongs to a shard. */
    static Memory part(Memory memory, int shard) {
        SortedMap<String, VariantMemory> part = new TreeMap<>();
        memory.variants().forEach((key, variant) -> {
            if (of(key) == shard) {
                part.put(key, variant);
            }
        });
        return new Memory(memory.schema(), part);
    }

    /** Whether a write cannot wait: other variants, or a scaling that is not stored yet. Peaks of demand never. */
    boolean lacksDecision(Memory next) {
        return !next.variants().keySet().equals(stored.variants().keySet())
                || next.variants().entrySet().stream()
                        .anyMatch(e -> !storedOf(e.getKey())
                                .scalings()
                                .containsAll(e.getValue().scalings()));
    }

    /** Whether anything but peaks of demand is out of date. */
    boolean isStale(Memory next) {
        return lacksDecision(next)
                || next.variants().entrySet().stream()
                        .anyMatch(e -> !storedOf(e.getKey())
                                .equals(e.getValue()
                                        .withDemand(storedOf(e.getKey()).demand())));
    }

    private VariantMemory storedOf(String key) {
        return Objects.requireNonNull(stored.variants().get(key), key);
    }

    /**
     * What a new leader may believe. Unless its predecessor released it just now, peaks of demand may be missing, so the
     * memory begins anew: no scale-in for one window.
     */
    static Memory believed(Memory read, Instant writtenAt, boolean released, Instant now) {
        if (released && Duration.between(writtenAt, now).compareTo(HANDOVER) <= 0) {
            return read;
        }
        SortedMap<String, VariantMemory> anew = new TreeMap<>();
        read.variants().forEach((key, variant) -> anew.put(key, variant.begun(now)));
        return new Memory(read.schema(), anew);
    }
}
