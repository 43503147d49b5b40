package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.OutOfReach;
import dev.inferno.queueing.ReplicaSizing.Overloaded;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.queueing.ReplicaSizing.TooMany;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaSizingTest {

    private static final QueueModel A100 = QueueModel.of(
            new LatencyLaw.Prefill2025(20.58, 0.41, 5.2, 0.1), TokenMix.fixed(128, 178), ServerLimits.ofBatch(4));

    private static Demand demand(double perMinute, double tps, int min, int max) {
        return new Demand(perMinute / 60, 178, Reference.level(500, 24, 0, tps), min, max);
    }

    @Test
    void aThroughputFloorAddsToTheLoadAndNeverReplacesIt() {
        Sized floorBelow = (Sized) ReplicaSizing.size(A100, demand(6000, 10, 1, 1000));
        Sized floorAbove = (Sized) ReplicaSizing.size(A100, demand(6, 1780, 1, 1000));

        assertEquals(100, floorBelow.demandPerSecond(), 1e-12);
        assertEquals(Math.ceil(6000 / 32.6072939218), floorBelow.replicas());
        assertEquals(10, floorAbove.demandPerSecond(), 1e-12);
    }

    @Test
    void withoutLoadTheMinimumIsIdleAndItsCapacityIsTheRealOne() {
        Sized sized = (Sized) ReplicaSizing.size(A100, demand(0, 10, 3, 1000));

        assertEquals(3, sized.replicas());
        assertEquals(20.99, sized.perReplica().itlMillis(), 1e-12);
        assertEquals(5.2 + 12.8, sized.perReplica().ttftMillis(), 1e-12);
        double capacity = ((LargestRate.Found) sized.largest()).at().carriedPerSecond();
        assertEquals(32.6072939218, capacity * 60, 1e-5);
    }

    @Test
    void withoutLoadAndMinimumNothingRuns() {
        assertEquals(0, ((Sized) ReplicaSizing.size(A100, demand(0, 0, 0, 10))).replicas());
    }

    @ParameterizedTest
    @CsvSource({"1e9, 2147483647, 30667985", "34, 1, -1"})
    void moreThanAllowedIsSaidWithItsNumber(double perMinute, int max, int expected) {
        ReplicaSizing.Answer answer = ReplicaSizing.size(A100, demand(perMinute, 0, 0, max));

        switch (answer) {
            case Sized sized -> assertEquals(expected, sized.replicas());
            case TooMany tooMany -> {
                assertEquals(-1, expected);
                assertEquals(max, tooMany.replicas());
                assertTrue(tooMany.needed() > max);
                assertTrue(tooMany.perReplica().ttftMillis() > 500);
                LevelAssertions.assertSane(tooMany.perReplica());
            }
            case Overloaded overload -> throw new AssertionError(overload);
            case OutOfReach why -> throw new AssertionError(why);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e30, 2147483647", "61, 1", "3000, 20"})
    void moreThanTheAllowedReplicasCarryAtAnyLatencyIsOverload(double perMinute, int max) {
        Overloaded overload =
                assertInstanceOf(Overloaded.class, ReplicaSizing.size(A100, demand(perMinute, 0, 0, max)));

        assertEquals(max, overload.replicas());
        assertTrue(overload.needed() > max);
        assertEquals(perMinute / 60, overload.demandPerSecond());
        assertEquals(max * A100.saturationPerSecond(), overload.carriedPerSecond());
        assertTrue(
                overload.perReplica().carriedPerSecond() < overload.perReplica().offeredPerSecond());
        LevelAssertions.assertSane(overload.perReplica());
    }

    @Test
    void anUnboundedQueueHasNoSteadyStateUnderOverload() {
        FleetModel fleet = FleetModel.of(
                new LatencyLaw.Iteration(8, 0.1, 0.02, 1e-4),
                new Traffic(TokenMix.fixed(512, 128), 1, Routing.LEAST_LOADED),
                ServerLimits.ofBatch(64));
        Demand twice =
                new Demand(2 * 3 * fleet.replica(3).saturationPerSecond(), 128, ServiceLevel.ofMeans(500, 0, 0), 3, 3);

        Overloaded overload = assertInstanceOf(Overloaded.class, ReplicaSizing.size(fleet, twice));

        assertFalse(overload.perReplica().steady());
        assertTrue(overload.needed() >= 6, overload::toString);
        assertEquals(twice.perSecond() / 2, overload.carriedPerSecond(), 1e-9);
    }

    @Test
    void aWholeNumberOfCapacitiesNeedsNoFurtherReplica() {
        LargestRate.Found found = (LargestRate.Found) A100.largestRate(Reference.level(500, 24, 0, 0));
        double capacity = found.at().carriedPerSecond();
        for (int r = 1; r <= 100; r++) {
            Demand exactly = demand(r * capacity * 60, 0, 0, 1000);
            assertEquals(r, ((Sized) ReplicaSizing.size(A100, exactly)).replicas());
        }
    }

    @Test
    void aLevelOutOfReachNamesItsLimitAndTheLeast() {
        Demand demand = new Demand(1, 178, ServiceLevel.ofMeans(10, 24, 0), 1, 100);

        OutOfReach answer = assertInstanceOf(OutOfReach.class, ReplicaSizing.size(A100, demand));

        assertEquals(Binding.TTFT, answer.why().limit());
        assertEquals(18, answer.why().minimumMillis(), 0.1);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 1, load",
        "NaN, 0, 1, load",
        "1, -1, 1, minReplicas",
        "1, 0, 0, maxReplicas",
        "1, 5, 4, maxReplicas"
    })
    void badDemandsAreRefusedByName(double perMinute, int min, int max, String name) {
        InvalidParameters refusal = assertThrows(InvalidParameters.class, () -> demand(perMinute, 0, min, max));

        assertTrue(refusal.toString().contains(": " + name), refusal::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 128, 128, 7",
        "7, 128, 129, 6",
        "4, 128, 178, 2",
        "85, 1024, 2, 43520",
        "4, 0, 178, 1",
        "4, 128, 0, 4",
        "2147483647, 1e300, 1, 1048576",
        "64, 512, 0.5, 65536"
    })
    void theBatchKeepsItsOutputTokens(int maxBatch, double atTokens, double output, int batch) {
        assertEquals(batch, BatchLimit.of(maxBatch, atTokens, output));
    }

    @Test
    void aPromptWithoutAnswerIsWorkToo() {
        QueueModel prefillOnly = QueueModel.of(
                new LatencyLaw.Prefill2025(20, 0.4, 10, 0.1), TokenMix.fixed(100, 0), ServerLimits.ofBatch(1));

        assertEquals(1000.0 / 20 * 0.999, prefillOnly.saturationPerSecond(), 1e-9);
    }
}
