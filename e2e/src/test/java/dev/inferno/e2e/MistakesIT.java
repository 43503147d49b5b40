package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Observed.Condition;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wrong input: the condition names the value, the limit and the way out, and the others go on. */
@ExtendWith(WorldExtension.class)
final class MistakesIT {

    private final World world;

    MistakesIT(World world) {
        this.world = world;
    }

    @Test
    void namesAnAcceleratorThatIsNotInTheTable() {
        try (Scenario s = new Scenario(world, "unknown-accelerator")) {
            ready(s);

            world.kubectl()
                    .run(
                            "label",
                            "va",
                            "server",
                            "-n",
                            s.namespace(),
                            "--overwrite",
                            "inference.optimization/acceleratorName=A1000");

            Condition wrong =
                    s.awaitCondition("server", "OptimizationReady", c -> c.is("False", "InvalidConfiguration"));
            assertTrue(wrong.message().contains("A1000"), wrong.message());
            assertTrue(wrong.message().contains("A100"), wrong.message());
            assertEquals(1, s.replicas("server"));
        }
    }

    @Test
    void namesAnSloBelowThePhysicalMinimum() {
        try (Scenario s = new Scenario(world, "slo-unattainable")) {
            ready(s);

            s.serviceClass(1, 12, 500);

            Condition wrong = s.awaitCondition("server", "OptimizationReady", c -> c.is("False", "SLOUnattainable"));
            assertTrue(wrong.message().contains("12"), wrong.message());
            assertTrue(wrong.message().contains("20.99"), wrong.message());
            assertEquals(1, s.replicas("server"));
        }
    }

    @Test
    void keepsTheLastGoodValueOfAMalformedConfigMap() {
        try (Scenario s = new Scenario(world, "malformed-configmap")) {
            ready(s);

            s.configMapKey("service-classes-config", s.namespace() + ".yaml", "name: [broken");
            s.load(s.model(), "deterministic", 40);

            s.awaitReplicas("server", 2);
            Condition warned = s.awaitCondition(
                    "server", "OptimizationReady", c -> c.message().contains(s.namespace() + ".yaml"));
            assertEquals("True", warned.status());
        }
    }

    @Test
    void changesNothingWhilePaused() {
        try (Scenario s = new Scenario(world, "paused")) {
            ready(s);
            world.kubectl().run("annotate", "va", "server", "-n", s.namespace(), "inferno.llmd.ai/paused=true");
            s.awaitCondition("server", "Actuated", c -> c.is("False", "Held"));

            s.load(s.model(), "deterministic", 40);

            Await.until(
                    "the decision is still reported",
                    Scenario.SETTLE,
                    () -> s.status("server", "decision.wanted") == 2,
                    s::picture);
            assertEquals(1, s.replicas("server"));
            world.kubectl().run("annotate", "va", "server", "-n", s.namespace(), "inferno.llmd.ai/paused-");
            s.awaitReplicas("server", 2);
        }
    }

    @Test
    void waitsForADeploymentThatIsDeletedAndResumesWhenItReturns() {
        try (Scenario s = new Scenario(world, "deleted-deployment")) {
            ready(s);

            world.kubectl().run("delete", "deployment", "server", "-n", s.namespace());
            s.awaitCondition("server", "TargetResolved", c -> c.is("False", "TargetNotFound"));

            s.deployment("server", "nvidia.com/gpu", 1);
            s.awaitCondition("server", "TargetResolved", c -> c.is("True", "TargetFound"));
            s.load(s.model(), "deterministic", 40);
            s.awaitReplicas("server", 2);
        }
    }

    @Test
    void publishesOnlyWhenAnHpaScalesTheSameDeployment() {
        try (Scenario s = new Scenario(world, "external-scaler")) {
            ready(s);
            world.kubectl()
                    .run(
                            "autoscale",
                            "deployment",
                            "server",
                            "-n",
                            s.namespace(),
                            "--min=1",
                            "--max=1",
                            "--cpu-percent=50");
            s.awaitCondition("server", "Actuated", c -> c.reason().equals("ExternalScaler"));

            s.load(s.model(), "deterministic", 40);

            Await.until(
                    "2 desired",
                    Scenario.SETTLE,
                    () -> s.status("server", "desiredOptimizedAlloc.numReplicas") == 2,
                    s::picture);
            Await.always(
                    "the Deployment is left alone", Duration.ofSeconds(6), () -> s.replicas("server") == 1, s::picture);
        }
    }

    private static void ready(Scenario s) {
        s.nodes("nvidia", 1, 2);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", 1);
        s.variant("server", "");
        s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
    }
}
