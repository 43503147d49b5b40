package dev.inferno.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetCheckTest {

    private static final long SEED = 11;
    private static final Iteration LAW = new Iteration(8, 0.1, 0.02, 1e-4);
    private static final ServiceLevel P95 = new ServiceLevel(150, 0, 0, 0, "p95", "mean");

    private static FleetCheck check(Routing routing, ServiceLevel level) {
        var tokens = new TokenMix(TokenCount.fixed(100), new TokenCount(50, 1));
        return new FleetCheck(LAW, ServerLimits.ofBatch(16), new Traffic(tokens, 1, routing), level, 80, 12, SEED);
    }

    private static int replicas(FleetCheck check, int guess, int least) {
        return ((FleetCheck.Settled) check.smallest(guess, least)).replicas();
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    void theSameCountIsFoundFromAnyGuess(Routing routing) {
        int found = replicas(check(routing, P95), 5, 1);

        assertTrue(found > 1 && found < 20, "found " + found);
        assertEquals(found, replicas(check(routing, P95), 1, 1));
        assertEquals(found, replicas(check(routing, P95), 20, 1));
        assertEquals(found + 3, replicas(check(routing, P95), found, found + 3), "the minimum");
    }

    @Test
    void theCountFoundKeepsTheLevelInALongRunAndOneLessDoesNot() {
        int found = replicas(check(Routing.ROUND_ROBIN, P95), 5, 1);
        var tokens = new TokenMix(TokenCount.fixed(100), new TokenCount(50, 1));
        var traffic = new Traffic(tokens, 1, Routing.ROUND_ROBIN);

        Trial enough = Trial.run(LAW, ServerLimits.ofBatch(16), traffic, found, 80, 60_000, 99);
        Trial fewer = Trial.run(LAW, ServerLimits.ofBatch(16), traffic, found - 1, 80, 60_000, 99);

        assertTrue(enough.ttftMillis(0.95) <= 150 && fewer.ttftMillis(0.95) > 150);
    }

    @Test
    void aLimitCloseToTheIdleServerNeedsManyReplicasAndIsFoundAllTheSame() {
        // The idle server takes 8 + 100 x 0.02 = 10 ms; whoever meets another request waits for its iteration as well.
        ServiceLevel tight = new ServiceLevel(10.0001, 0, 0, 0, "p95", "mean");

        assertTrue(replicas(check(Routing.RANDOM, tight), 5, 1) > 100);
    }

    @Test
    void aLimitBelowTheIdleServerIsOutOfReachAndItsLeastIsTold() {
        var out = assertInstanceOf(
                FleetCheck.OutOfReach.class,
                check(Routing.RANDOM, new ServiceLevel(9.9, 0, 0, 0, "p95", "mean"))
                        .smallest(5, 1));

        assertEquals(10, out.idle().ttftMillis(0.95), 1e-6);
    }
}
