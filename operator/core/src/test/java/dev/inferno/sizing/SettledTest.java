package dev.inferno.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettledTest {

    private static final ServiceLevel LEVEL = new ServiceLevel(90, 0, 0, 0, "p95", "mean");
    private static final int MOST = 10_000;

    /** Long prompts of one length and short answers: the formula asks for far too many. */
    private static FleetCapacity servers(LatencyLaw law, ServiceLevel level) {
        var tokens = new TokenMix(new TokenCount(1000, 0), new TokenCount(16, 1.5));
        var traffic = new Traffic(tokens, 1, Routing.ROUND_ROBIN);
        FleetModel fleet = FleetModel.of(law, traffic, ServerLimits.ofBatch(32));
        return FleetCapacity.of(
                fleet,
                level,
                assertInstanceOf(LargestRate.Found.class, fleet.replica(1).largestRate(level)));
    }

    private static FleetCapacity servers() {
        return servers(new LatencyLaw.Iteration(13.9, 0.03, 0.041, 7.5e-5), LEVEL);
    }

    @ParameterizedTest
    @CsvSource({"40", "150", "360"})
    void withItsFactorTheFormulaGivesTheCountOfTheSimulation(double perSecond) {
        FleetCapacity servers = servers();

        Settled settled = Settled.by("H100", servers, perSecond);

        assertNotEquals(servers.needed(perSecond, MOST), settled.replicas(), "a case where the formula is off");
        FleetCapacity known = servers.times(settled.factor());
        assertEquals(settled.replicas(), known.needed(perSecond, MOST));
        assertTrue(known.of(settled.replicas()) >= perSecond && known.of(settled.replicas() - 1) < perSecond);
        assertEquals(
                settled, Settled.by("H100", known, perSecond), "what is known already does not change what is found");
    }

    @Test
    void itAnswersForTheSameServersUnderAboutTheSameDemand() {
        FleetCapacity servers = servers();
        Settled settled = Settled.by("H100", servers, 150);

        assertTrue(settled.answers(servers, 150));
        assertTrue(settled.answers(servers.times(1.3), 160));
        assertFalse(settled.answers(servers, 170));
        assertFalse(settled.answers(servers, 130));
        assertFalse(settled.answers(servers, 0));
        FleetCapacity slower = servers(new LatencyLaw.Iteration(14.9, 0.03, 0.044, 7.5e-5), LEVEL);
        assertFalse(settled.answers(slower, 150));
    }

    @Test
    void whereTheFormulaIsRightNothingIsChanged() {
        var law = new LatencyLaw.Iteration(10, 0.1, 0.001, 1e-6);
        var level = new ServiceLevel(0, 15, 0, 0, "mean", "mean");
        FleetCapacity servers = servers(law, level);
        double perSecond = 2.5 * servers.of(1);

        Settled settled = Settled.by("H100", servers, perSecond);

        assertEquals(3, settled.replicas());
        assertEquals(1, settled.factor());
    }

    @Test
    void onlyLatenciesOfTheIterationLawAreSimulated() {
        assertTrue(Settled.concerns(servers()));
        assertFalse(Settled.concerns(servers(new LatencyLaw.Iteration(10, 0.1, 0.01, 1e-5), ServiceLevel.NONE)));
        assertFalse(Settled.concerns(servers(new LatencyLaw.Prefill2025(10, 0.1, 5, 0.01), LEVEL)));
    }
}
