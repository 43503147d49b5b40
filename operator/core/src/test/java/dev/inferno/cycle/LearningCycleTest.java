package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.RecordJson;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.snapshot.CycleSnapshot;
import org.junit.jupiter.api.Test;

/** What the decision does about servers that are not what their profile says. */
final class LearningCycleTest {

    @Test
    void aProfileTwiceTooFastIsCorrectedWithinTenMinutes() {
        var world = new LearningWorld(LearningWorld.scaled(0.5), 2, true);
        assertTrue(
                world.decided().wanted() < 4,
                "the profile alone asks for too few: " + world.decided().because());

        world.run(10);

        assertEquals(4, world.replicas(), world.decided().because());
        assertTrue(world.message().contains("slower than the profile says"), world.message());
        world.run(20);
        assertTrue(
                world.replicas() == 4 || world.replicas() == 5, world.decided().because());
    }

    @Test
    void aProfileTwiceTooSlowIsCorrectedWithinAQuarterOfAnHour() {
        var world = new LearningWorld(LearningWorld.scaled(2), 9, true);

        world.run(15);

        assertTrue(
                world.replicas() == 4 || world.replicas() == 5, world.decided().because());
        assertTrue(world.message().contains("faster than the profile says"), world.message());
    }

    @Test
    void serversThatBecomeSlowerAreNoticedAndGetMoreReplicas() {
        var world = new LearningWorld(LearningWorld.LAW, 4, true);
        world.run(20);
        assertNull(world.learned().changed());
        int before = world.replicas();

        world.slower(1.3);
        world.run(12);

        assertNotNull(world.learned().changed());
        assertTrue(world.message().contains("changed their speed"), world.message());
        assertTrue(world.replicas() > before, world.decided().because());
    }

    @Test
    void switchedOffOrWithALawOfTheOriginalsTheProfileCounts() {
        var off = new LearningWorld(LearningWorld.scaled(0.5), 2, false);
        var original = new LearningWorld(new LatencyLaw.Legacy2025(8, 0.05), 4, true);
        int wanted = original.decided().wanted();

        off.run(12);
        original.run(12);

        assertEquals(2, off.replicas(), off.decided().because());
        assertNull(off.remembered());
        assertEquals(wanted, original.decided().wanted());
        assertNull(original.remembered());
    }

    @Test
    void whatWasLearnedReplaysFromTheSnapshotToTheSameBytes() {
        var world = new LearningWorld(LearningWorld.scaled(0.5), 2, true);
        world.run(8);

        String recorded = RecordJson.write(world.seen());
        var again = LearningWorld.BRAIN.decide(RecordJson.read(recorded, CycleSnapshot.class));

        assertTrue(world.learned().windows() >= 5, world.learned().toString());
        assertEquals(RecordJson.write(LearningWorld.BRAIN.decide(world.seen())), RecordJson.write(again));
    }

    @Test
    void serversNobodyProfiledAreSizedByTheirLawOnceTheTrafficHasTaughtIt() {
        var world = new LearningWorld(null, 1, true).swinging(0.3);
        world.run(3);
        assertEquals("SaturationOnly", world.optimization().reason());
        assertTrue(world.message().contains("law not known yet: "), world.message());

        world.run(40);

        assertEquals("OptimizationSucceeded", world.optimization().reason(), world.message());
        assertTrue(world.message().contains("sized by the law learned"), world.message());
        assertNotNull(world.decided().predicted());
        assertTrue(
                world.replicas() == 5 || world.replicas() == 6,
                "3.4 x 1.3: " + world.decided().because());
        assertEquals(1.0, ratio(world), 0.05);
    }

    @Test
    void whenTheyChangeTheSaturationRuleDecidesUntilTheyAreKnownAgain() {
        var world = new LearningWorld(null, 5, true).swinging(0.3);
        world.run(40);
        assertEquals("OptimizationSucceeded", world.optimization().reason(), world.message());
        int before = world.replicas();

        world.slower(1.6);
        world.run(7);
        assertEquals("SaturationOnly", world.optimization().reason(), world.message());
        assertNotNull(world.learned().changed());
        assertTrue(world.message().contains("changed their speed"), world.message());
        assertTrue(world.replicas() >= before, world.decided().because());

        world.run(30);
        assertEquals("OptimizationSucceeded", world.optimization().reason(), world.message());
        assertTrue(world.replicas() > before, world.decided().because());
    }

    @Test
    void withoutAServiceLevelOrLearningTheSaturationRuleDecidesForGood() {
        var aimless = new LearningWorld(null, 5, true).withoutLevel().swinging(0.3);
        var off = new LearningWorld(null, 5, false).swinging(0.3);

        aimless.run(40);
        off.run(40);

        assertEquals("SaturationOnly", aimless.optimization().reason());
        assertTrue(aimless.message().contains("no service level"), aimless.message());
        assertEquals("SaturationOnly", off.optimization().reason());
        assertTrue(off.message().contains("INFERNO_CALIBRATION"), off.message());
        assertNull(off.remembered());
    }

    /** Time of a request by the law in force, as a multiple of what it takes. */
    private static double ratio(LearningWorld world) {
        var learned = world.learned().inForce();
        var law = LearningWorld.LAW;
        return learned.millis(30, 500, 30 * 576) / law.millis(30, 500, 30 * 576);
    }
}
