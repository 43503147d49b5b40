package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Background;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The original's walkthrough: load rises, replicas follow; load ends, they go; more than the nodes have is refused. */
@ExtendWith(WorldExtension.class)
final class WalkthroughIT {

    private final World world;

    WalkthroughIT(World world) {
        this.world = world;
    }

    @Test
    void followsTheLoadFromOneToTwoReplicasAndBack() {
        try (Scenario s = new Scenario(world, "walkthrough")) {
            s.nodes("nvidia", 1, 2);
            s.nodes("amd", 1, 2);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            Background load = s.load(s.model(), "deterministic", 40);
            s.awaitReplicas("server", 2);
            assertTrue(world.kubectl()
                    .run("describe", "va", "server", "-n", s.namespace())
                    .contains("1 -> 2"));

            load.close();
            s.awaitReplicas("server", 1);
            assertTrue(world.kubectl()
                    .run("describe", "va", "server", "-n", s.namespace())
                    .contains("2 -> 1"));
        }
    }

    @Test
    void refusesMoreThanTheNodesHaveAndSaysWhatIsMissing() {
        try (Scenario s = new Scenario(world, "node-too-small")) {
            s.nodes("nvidia", 1, 2);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            s.load(s.model(), "deterministic", 80);

            var missing = s.awaitCondition("server", "CapacityAvailable", c -> c.is("False", "InsufficientDevices"));
            assertTrue(missing.message().contains("nvidia.com/gpu"), missing.message());
            assertTrue(missing.message().contains(s.nodeNames().getFirst()), missing.message());
            Await.until(
                    "4 wanted, 2 granted",
                    Scenario.SETTLE,
                    () -> s.status("server", "decision.wanted") == 4 && s.status("server", "decision.granted") == 2,
                    s::picture);
            s.awaitReplicas("server", 2);
            assertEquals(2, s.status("server", "desiredOptimizedAlloc.numReplicas"));
        }
    }

    @Test
    void leavesCordonedAndTaintedNodesAlone() {
        try (Scenario s = new Scenario(world, "cordoned")) {
            s.nodes("nvidia", 3, 1);
            world.kubectl().run("cordon", s.nodeNames().get(1));
            world.kubectl().run("taint", "node", s.nodeNames().get(2), "dedicated=other:NoSchedule");
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.load(s.model(), "deterministic", 40);

            s.awaitCondition("server", "CapacityAvailable", c -> c.status().equals("False"));
            assertEquals(1, s.replicas("server"));

            world.kubectl().run("uncordon", s.nodeNames().get(1));
            s.awaitReplicas("server", 2);
        }
    }
}
