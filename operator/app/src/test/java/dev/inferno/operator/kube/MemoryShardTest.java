package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.calibration.Calibration;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.DemandPeak;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.Memory.VariantMemory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MemoryShardTest {

    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Scaling UP = new Scaling(BEGUN, 1, 2);

    @Test
    void peaksOfDemandAloneAreNeverStale() {
        MemoryShard shard = stored(memory(List.of(new DemandPeak(BEGUN, 1)), List.of(UP)));

        assertFalse(shard.isStale(memory(List.of(new DemandPeak(BEGUN, 9)), List.of(UP))));
    }

    @Test
    void aNewScalingOrVariantCannotWait() {
        MemoryShard shard = stored(memory(List.of(), List.of()));

        assertTrue(shard.lacksDecision(memory(List.of(), List.of(UP))));
        assertTrue(shard.lacksDecision(Memory.EMPTY));
        assertTrue(MemoryShard.ABSENT.lacksDecision(memory(List.of(), List.of())));
        assertFalse(MemoryShard.ABSENT.lacksDecision(Memory.EMPTY));
    }

    @Test
    void anExpiredScalingCanWait() {
        MemoryShard shard = stored(memory(List.of(), List.of(UP)));

        assertFalse(shard.lacksDecision(memory(List.of(), List.of())));
        assertTrue(shard.isStale(memory(List.of(), List.of())));
    }

    @Test
    void whatWasLearnedGoesAlongWithTheNextLeisurelyWriteAndSurvivesACrash() {
        var law = new LatencyLaw.Iteration(6.5, 0.01, 0.02, 5.4e-5);
        var learned = new VariantMemory(BEGUN, List.of(), List.of(), Calibration.start("H100", law, BEGUN), List.of());
        Memory memory = new Memory(Memory.SCHEMA, new TreeMap<>(Map.of("ns/v", learned)));
        MemoryShard shard = stored(memory(List.of(), List.of()));

        assertFalse(shard.lacksDecision(memory));
        assertTrue(shard.isStale(memory));
        Memory afterCrash = MemoryShard.believed(memory, BEGUN, false, BEGUN.plusSeconds(60));
        assertEquals(
                learned.calibration(),
                Objects.requireNonNull(afterCrash.variants().get("ns/v")).calibration());
    }

    @Test
    void memoryNobodyHandedOverBeginsAnew() {
        Memory memory = memory(List.of(), List.of(UP));
        Instant now = BEGUN.plusSeconds(60);

        assertEquals(memory, MemoryShard.believed(memory, BEGUN, true, now));
        Memory afterCrash = MemoryShard.believed(memory, BEGUN, false, now);
        assertEquals(
                new VariantMemory(now, List.of(), List.of(UP), null, List.of()),
                afterCrash.variants().get("ns/v"));
        Instant muchLater = BEGUN.plusSeconds(3600);
        assertEquals(
                new VariantMemory(muchLater, List.of(), List.of(UP), null, List.of()),
                MemoryShard.believed(memory, BEGUN, true, muchLater).variants().get("ns/v"));
    }

    @Test
    void everyVariantIsInExactlyOneShard() {
        TreeMap<String, VariantMemory> variants = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            variants.put("ns/v" + i, new VariantMemory(BEGUN, List.of(), List.of(), null, List.of()));
        }
        Memory memory = new Memory(Memory.SCHEMA, variants);

        int total = 0;
        for (int shard = 0; shard < MemoryShard.COUNT; shard++) {
            total += MemoryShard.part(memory, shard).variants().size();
        }

        assertEquals(100, total);
    }

    private static MemoryShard stored(Memory memory) {
        return new MemoryShard("1", memory, BEGUN);
    }

    private static Memory memory(List<DemandPeak> demand, List<Scaling> scalings) {
        return new Memory(
                Memory.SCHEMA,
                new TreeMap<>(Map.of("ns/v", new VariantMemory(BEGUN, demand, scalings, null, List.of()))));
    }
}
