package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Background;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers nobody profiled, with a service level: their traffic teaches the law they are sized by. */
@ExtendWith(WorldExtension.class)
final class LearnedIT {

    /** So large a KV cache, and a batch that no burst fills, say nothing to the saturation rule. */
    private static final int LARGE = 100_000;

    private static final int PLACES = 64;

    /** 20 ms alone, 0.4 ms more for each request that runs: 15 of them. */
    private static final String LEVEL = "actuation: {mode: Direct}\nslo: {itl: 26ms}\n";

    private static final Duration LESSON = Duration.ofMinutes(5);

    private final World world;

    LearnedIT(World world) {
        this.world = world;
    }

    @Test
    void aModelWithoutProfileIsSizedForItsLevelOnceItsLawIsKnown() {
        try (Scenario s = new Scenario(world, "learned")) {
            s.nodes("nvidia", 1, 4);
            s.unprofiled("server", PLACES, LARGE, LEVEL);
            Background few = s.load(s.model(), "poisson", 100);
            s.awaitCondition(
                    "server",
                    "OptimizationReady",
                    c -> c.is("True", "SaturationOnly") && c.message().contains("law not known yet"));
            Await.until("some windows of little load", LESSON, () -> samples(s) >= 4, s::picture);
            few.close();
            // Some 17 at a time: too many for the level, not for the batch.
            s.load(s.model(), "poisson", 300);

            Await.until(
                    "the law decides",
                    LESSON,
                    () -> s.condition("server", "OptimizationReady")
                            .filter(c -> c.is("True", "OptimizationSucceeded"))
                            .isPresent(),
                    s::picture);
            Await.until("two replicas for the level", LESSON, () -> s.replicas("server") == 2, s::picture);

            JsonObject learned = calibration(s);
            assertEquals("learned", learned.get("source").getAsString());
            assertTrue(learned.has("standardErrors"), learned.toString());
            String described = world.kubectl().run("describe", "va", "server", "-n", s.namespace());
            assertTrue(described.contains("sized by the law learned of these servers"), described);
        }
    }

    private static long samples(Scenario s) {
        JsonObject status = s.va("server").getAsJsonObject("status");
        return status.has("calibration") ? calibration(s).get("samples").getAsLong() : 0;
    }

    private static JsonObject calibration(Scenario s) {
        return s.va("server")
                .getAsJsonObject("status")
                .getAsJsonArray("calibration")
                .get(0)
                .getAsJsonObject();
    }
}
