package dev.inferno.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.LargestRate;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetCapacityTest {

    private static final LatencyLaw H100 = new LatencyLaw.Iteration(6.55, 0.01, 0.0197, 5.4e-5);
    private static final ServiceLevel LEVEL = new ServiceLevel(300, 30, 0, 0, "p95", "mean");
    private static final int MOST = 60;

    private static FleetCapacity capacity(LatencyLaw law, Routing routing, ServiceLevel level) {
        var tokens = new TokenMix(new TokenCount(1500, 0.5), new TokenCount(200, 1));
        FleetModel fleet = FleetModel.of(law, new Traffic(tokens, 1, routing), ServerLimits.ofBatch(64));
        return FleetCapacity.of(
                fleet,
                level,
                assertInstanceOf(LargestRate.Found.class, fleet.replica(1).largestRate(level)));
    }

    private static double searched(FleetCapacity capacity, int replicas) {
        var found = assertInstanceOf(
                LargestRate.Found.class, capacity.fleet().replica(replicas).largestRate(LEVEL));
        return replicas * found.at().carriedPerSecond();
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    void capacityOfEveryCountIsAtMostWhatASearchFindsAndHardlyLess(Routing routing) {
        FleetCapacity capacity = capacity(H100, routing, LEVEL);

        List<Double> carried = capacity.upTo(MOST);

        assertEquals(MOST, carried.size());
        double before = 0;
        for (int replicas = 1; replicas <= MOST; replicas++) {
            double exact = searched(capacity, replicas);
            double listed = carried.get(replicas - 1);
            int count = replicas;
            assertTrue(listed <= exact * (1 + 1e-4), () -> count + " carry " + exact + ", listed " + listed);
            assertTrue(listed >= exact * 0.97, () -> count + " carry " + exact + ", listed " + listed);
            assertTrue(listed >= before, () -> "fewer with " + count);
            before = listed;
        }
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    void neededIsTheFirstCountThatCarriesTheDemandAndTheListReachesIt(Routing routing) {
        FleetCapacity capacity = capacity(H100, routing, LEVEL);
        for (double demand = 1; demand < capacity.of(MOST); demand *= 1.37) {
            double asked = demand;
            int needed = capacity.needed(demand, MOST);
            assertTrue(searched(capacity, needed) >= demand * (1 - 1e-4), () -> asked + " by " + needed);
            assertTrue(
                    needed == 1 || searched(capacity, needed - 1) <= demand * (1 + 1e-4),
                    () -> asked + " needs fewer than " + needed);
            assertTrue(capacity.upTo(needed).getLast() >= demand * (1 - 1e-4), () -> asked + " by " + needed);
        }
    }

    @Test
    void aPoolCarriesMoreThanItsServersOnTheirOwn() {
        double alone = capacity(H100, Routing.RANDOM, LEVEL).of(16);

        assertTrue(capacity(H100, Routing.LEAST_LOADED, LEVEL).of(16) > 1.1 * alone);
        assertTrue(capacity(H100, Routing.ROUND_ROBIN, LEVEL).of(16) > 1.02 * alone);
    }

    @Test
    void serversOfTheOriginalsLawsCarryTheSameInAnyCompany() {
        LatencyLaw law = new LatencyLaw.Prefill2025(20.58, 0.41, 5.2, 0.02);
        FleetCapacity capacity = capacity(law, Routing.LEAST_LOADED, ServiceLevel.ofMeans(500, 30, 0));
        double alone = capacity.alone().at().carriedPerSecond();

        assertEquals(10 * alone, capacity.upTo(10).getLast(), 1e-9);
        assertEquals(7, capacity.needed(7 * alone, MOST));
        assertEquals(8, capacity.needed(7 * alone * 1.0001, MOST));
    }

    @Test
    void aDemandBeyondTheMostTakesTheMost() {
        FleetCapacity capacity = capacity(H100, Routing.ROUND_ROBIN, LEVEL);

        assertEquals(MOST, capacity.needed(1e6, MOST));
        assertEquals(0, capacity.needed(0, MOST));
    }
}
