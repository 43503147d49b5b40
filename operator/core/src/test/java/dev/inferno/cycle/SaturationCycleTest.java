package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.decision.Condition;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.SelectPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Variants without a profile, from their first traffic on. */
final class SaturationCycleTest {

    private static Condition optimization(SaturationWorld world) {
        return world.decided().condition(Condition.Type.OptimizationReady);
    }

    @Test
    void saturatedReplicasGetCompanyAndLoseItWhenTheLoadIsGone() {
        var world = new SaturationWorld(8, 1, variant -> variant);
        world.load(5).run(10);
        assertEquals(1, world.replicas(), world.decided().because());

        world.load(25).run(10);
        assertEquals(4, world.replicas(), world.decided().because());
        assertEquals("SaturationOnly", optimization(world).reason());
        assertEquals(Condition.Status.True, optimization(world).status());
        assertTrue(
                world.decided().conditions().stream()
                        .anyMatch(condition -> condition.type() == Condition.Type.Ready
                                && condition.status() == Condition.Status.True),
                () -> world.decided().conditions().toString());

        world.load(0).run(4);
        assertEquals(4, world.replicas(), "the scale-down window has not passed");
        world.run(8);
        assertEquals(1, world.replicas(), world.decided().because());
    }

    @Test
    void aLoadThatEndsSlowlyTakesHalfOfTheReplicasAtATime() {
        var world = new SaturationWorld(8, 8, variant -> variant).load(4);
        world.run(6);
        assertEquals(4, world.replicas());
        world.run(5);
        assertEquals(2, world.replicas());
        world.run(5);
        assertEquals(1, world.replicas());
        world.run(30);
        assertEquals(1, world.replicas());
    }

    @Test
    void aSteadyLoadMovesNothingAndSaysTheSameWords() {
        var world = new SaturationWorld(8, 4, variant -> variant).load(25).run(20);
        int replicas = world.replicas();
        for (int minute = 0; minute < 60; minute++) {
            world.load(25 + 2 * Math.sin(minute)).run(1);
            assertEquals(replicas, world.replicas(), world.decided().because());
        }
        List<String> words = world.messages().subList(20, 80).stream()
                .map(message -> message.replaceAll("[0-9]+([.][0-9]+)?", "#"))
                .distinct()
                .toList();
        assertEquals(1, words.size(), words.toString());
    }

    @Test
    void replicasWhoseBatchIsFullLongBeforeTheirCacheDoNotComeAndGo() {
        var world = new SaturationWorld(8, 1, variant -> variant).kvCache(0.1).load(25);
        world.run(25);
        assertEquals(3, world.replicas(), world.decided().because());
        for (int minute = 0; minute < 30; minute++) {
            world.run(1);
            assertEquals(3, world.replicas(), world.decided().because());
        }
        world.load(5).run(15);
        assertEquals(1, world.replicas(), world.decided().because());
    }

    @Test
    void missingMetricsHoldWhatRuns() {
        var world = new SaturationWorld(8, 3, variant -> variant)
                .load(1)
                .silent(true)
                .run(30);
        assertEquals(3, world.replicas());
        assertEquals("MetricsUnavailable", optimization(world).reason());
        world.silent(false).run(1);
        assertEquals(2, world.replicas(), "nothing was seen in the window that needs more");
    }

    @Test
    void neitherMaximumNorRoomAreExceeded() {
        var few = new SaturationWorld(2, 1, variant -> variant).load(80).run(10);
        assertEquals(2, few.replicas());
        Condition capacity = few.decided().condition(Condition.Type.CapacityAvailable);
        assertEquals("InsufficientDevices", capacity.reason(), capacity.message());

        var bounded =
                new SaturationWorld(8, 1, variant -> variant.max(3)).load(80).run(10);
        assertEquals(3, bounded.replicas());
    }

    @Test
    void aMinimumIsKeptAndReached() {
        var world = new SaturationWorld(8, 1, variant -> variant.min(2)).load(0).run(20);
        assertEquals(2, world.replicas());
    }

    @Test
    void stepLimitsHoldBackWhatTheQueueAsksFor() {
        var policy = new StepPolicy(StepPolicy.Type.PODS, 1, Duration.ofMinutes(3));
        var slow = new SaturationWorld(
                        8, 2, variant -> variant.scaleUp(new ScalingRules(null, SelectPolicy.MAX, List.of(policy))))
                .load(60)
                .run(2);
        assertEquals(3, slow.replicas(), slow.decided().because());

        var free = new SaturationWorld(8, 2, variant -> variant).load(60).run(2);
        assertEquals(4, free.replicas(), free.decided().because());
    }
}
