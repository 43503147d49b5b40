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

/**
 * Servers that are not what their profile says, and servers without a profile: the operator learns what they are from their own
 * metrics. Both at a time, since most of it is waiting.
 */
@ExtendWith(WorldExtension.class)
final class LearningIT {

    /** At most 10 % a minute, and none while replicas come and go. */
    private static final Duration LESSON = Duration.ofMinutes(5);

    /** So large a KV cache, and a batch that no burst fills, say nothing to the saturation rule. */
    private static final int LARGE = 100_000;

    private static final int PLACES = 64;

    /** 20 ms alone, 0.4 ms more for each request that runs: 15 of them. */
    private static final String LEVEL = "actuation: {mode: Direct}\nslo: {itl: 26ms}\n";

    private final World world;

    LearningIT(World world) {
        this.world = world;
    }

    @Test
    void profilesThatPromiseTooMuchAreCorrectedAndMissingOnesLearned() {
        try (Scenario unprofiled = new Scenario(world, "learned");
                Scenario profiled = new Scenario(world, "learning")) {
            Background few = startWithoutProfile(unprofiled);
            startWithHalfOfTheTimes(profiled);
            Await.until("some windows of little load", LESSON, () -> samples(unprofiled) >= 4, unprofiled::picture);
            few.close();
            // Some 17 at a time: too many for the level, not for the batch.
            unprofiled.load(unprofiled.model(), "poisson", 300);

            isCorrected(profiled);
            isSizedByItsLaw(unprofiled);
        }
    }

    private static void startWithHalfOfTheTimes(Scenario s) {
        s.nodes("nvidia", 1, 4);
        s.profiled("server", 0.5, 60);
        s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

        s.load(s.model(), "poisson", 360);
        Await.until(
                "the load is seen, and by the profile one replica carries it",
                Scenario.SETTLE,
                () -> arrivals(s) > 270 && s.status("server", "decision.wanted") == 1,
                s::picture);

        assertEquals("0.6", load(s).get("prefixCacheHitRate").getAsString(), s::picture);
    }

    private static void isCorrected(Scenario s) {
        Await.until("two replicas", LESSON, () -> s.replicas("server") == 2, s::picture);

        JsonObject learned = calibration(s);
        assertEquals("measured", learned.get("source").getAsString());
        double base = learned.getAsJsonObject("coefficients").get("base").getAsDouble();
        assertTrue(base > 10.5 && base < 24, "the servers' base is 20 ms: " + learned);
        Await.until(
                "the condition says so",
                LESSON,
                () -> s.condition("server", "OptimizationReady")
                        .filter(c -> c.message().contains("slower than the profile says"))
                        .isPresent(),
                s::picture);
    }

    private static Background startWithoutProfile(Scenario s) {
        s.nodes("nvidia", 1, 4);
        s.unprofiled("server", PLACES, LARGE, LEVEL);
        Background few = s.load(s.model(), "poisson", 100);
        s.awaitCondition(
                "server",
                "OptimizationReady",
                c -> c.is("True", "SaturationOnly") && c.message().contains("law not known yet"));
        return few;
    }

    private void isSizedByItsLaw(Scenario s) {
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

    private static double arrivals(Scenario s) {
        JsonObject load = load(s);
        return load.has("arrivalRate") ? load.get("arrivalRate").getAsDouble() : 0;
    }

    private static JsonObject load(Scenario s) {
        JsonObject current = s.va("server").getAsJsonObject("status").getAsJsonObject("currentAlloc");
        return current.has("load") ? current.getAsJsonObject("load") : new JsonObject();
    }
}
