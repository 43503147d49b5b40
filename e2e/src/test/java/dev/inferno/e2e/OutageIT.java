package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Background;
import dev.inferno.e2e.harness.Power;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is missing is never zero. */
@ExtendWith(WorldExtension.class)
final class OutageIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private final World world;

    OutageIT(World world) {
        this.world = world;
    }

    @Test
    void holdsWhilePrometheusIsAwayAndRecovers() {
        world.needs(Power.OUTAGES);
        try (Scenario s = new Scenario(world, "prometheus-away")) {
            Background load = twoReplicasUnderLoad(s);

            world.component("stop", "prometheus");
            try {
                s.awaitCondition("server", "MetricsAvailable", c -> c.is("False", "PrometheusError"));
                load.close();
                Await.always("nothing is scaled down", LONG_ENOUGH, () -> s.replicas("server") == 2, s::picture);
            } finally {
                world.component("start", "prometheus");
            }

            s.awaitCondition("server", "MetricsAvailable", c -> c.is("True", "MetricsFound"));
            s.awaitReplicas("server", 1);
        }
    }

    @Test
    void keepsReplicasWhenTheMetricsVanishOrAreNotNumbers() {
        try (Scenario s = new Scenario(world, "metrics-gone")) {
            twoReplicasUnderLoad(s);

            world.emulatorMetrics("empty");
            try {
                s.awaitCondition("server", "MetricsAvailable", c -> c.status().equals("False"));
                Await.always("nothing is scaled down", LONG_ENOUGH, () -> s.replicas("server") == 2, s::picture);
                assertEquals(
                        "True",
                        s.condition("server", "TargetResolved").orElseThrow().status());
                world.emulatorMetrics("nan");
                Await.always("nothing is scaled down", LONG_ENOUGH, () -> s.replicas("server") == 2, s::picture);
            } finally {
                world.emulatorMetrics("normal");
            }

            s.awaitCondition("server", "MetricsAvailable", c -> c.is("True", "MetricsFound"));
        }
    }

    private static Background twoReplicasUnderLoad(Scenario s) {
        s.nodes("nvidia", 1, 2);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", 1);
        s.variant("server", "");
        Background load = s.load(s.model(), "deterministic", 40);
        s.awaitReplicas("server", 2);
        return load;
    }
}
