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
}
