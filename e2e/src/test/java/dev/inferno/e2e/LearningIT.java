package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that are not what their profile says: the operator learns it from their own metrics. */
@ExtendWith(WorldExtension.class)
final class LearningIT {

    /** At most 10 % a minute, and none while replicas come and go. */
    private static final Duration LESSON = Duration.ofMinutes(5);

    private final World world;

    LearningIT(World world) {
        this.world = world;
    }

    @Test
    void aProfileThatPromisesTwiceTheSpeedIsCorrectedByTheTraffic() {
        try (Scenario s = new Scenario(world, "learning")) {
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

            Await.until("two replicas", LESSON, () -> s.replicas("server") == 2, s::picture);

            JsonObject learned = s.va("server")
                    .getAsJsonObject("status")
                    .getAsJsonArray("calibration")
                    .get(0)
                    .getAsJsonObject();
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
