package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several VariantAutoscalings that meet: on the same devices, or on the same model. */
@ExtendWith(WorldExtension.class)
final class SharingIT {

    private final World world;

    SharingIT(World world) {
        this.world = world;
    }

    @Test
    void givesTheLastDevicesToTheMoreImportantOfTwo() {
        try (Scenario s = new Scenario(world, "two-compete")) {
            s.nodes("nvidia", 1, 3);
            s.serviceClass("two-compete-high", "model/high", 1, 24, 500);
            s.serviceClass("two-compete-low", "model/low", 10, 24, 500);
            server(s, "high", "model/high");
            server(s, "low", "model/low");
            s.load("model/low", "deterministic", 40);
            s.awaitReplicas("low", 2);

            s.load("model/high", "deterministic", 40);

            s.awaitReplicas("high", 2);
            s.awaitReplicas("low", 1);
            var missing = s.awaitCondition("low", "CapacityAvailable", c -> c.is("False", "InsufficientDevices"));
            assertTrue(missing.message().contains("nvidia.com/gpu"), missing.message());
        }
    }

    @Test
    void asksForNoMoreThanTheQuotaOfTheNamespaceLeaves() {
        try (Scenario s = new Scenario(world, "quota")) {
            s.nodes("nvidia", 1, 4);
            s.serviceClass(1, 24, 500);
            world.kubectl().run("create", "quota", "devices", "-n", s.namespace(), "--hard=requests.nvidia.com/gpu=1");
            server(s, "server", s.model());
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            s.load(s.model(), "deterministic", 40);

            var missing = s.awaitCondition("server", "CapacityAvailable", c -> c.is("False", "QuotaExceeded"));
            assertTrue(missing.message().contains("leave nvidia.com/gpu for 1 of 2 replicas"), missing.message());
            assertEquals(1, s.replicas("server"));

            String two = "{\"spec\":{\"hard\":{\"requests.nvidia.com/gpu\":\"2\"}}}";
            world.kubectl().run("patch", "quota", "devices", "-n", s.namespace(), "-p", two);
            s.awaitReplicas("server", 2);
            s.awaitCondition("server", "CapacityAvailable", c -> c.is("True", "Fits"));
        }
    }

    @Test
    void growsAsFarAsTheBudgetOfItsNamespaceAllows() {
        try (Scenario s = new Scenario(world, "budget")) {
            s.nodes("nvidia", 1, 4);
            s.serviceClass(1, 24, 500);
            world.kubectl().run("create", "configmap", "tenant-budgets", "-n", World.SYSTEM);
            s.configMapKey("tenant-budgets", s.namespace(), "costPerHour: 40");
            server(s, "server", s.model());
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            s.load(s.model(), "deterministic", 40);

            var missing = s.awaitCondition("server", "CapacityAvailable", c -> c.is("False", "BudgetExceeded"));
            assertTrue(
                    missing.message()
                            .contains("costPerHour (40) of tenant budget " + s.namespace()
                                    + " leaves room for 1 of 2 replicas at 40 each"),
                    missing.message());
            assertEquals(1, s.replicas("server"));

            s.configMapKey("tenant-budgets", s.namespace(), "costPerHour: plenty");
            s.awaitCondition("server", "OptimizationReady", c -> c.message().contains("costPerHour is \"plenty\""));
            assertEquals(1, s.replicas("server"));

            s.configMapKey("tenant-budgets", s.namespace(), "costPerHour: 80");
            s.awaitReplicas("server", 2);
            s.awaitCondition("server", "CapacityAvailable", c -> c.is("True", "Fits"));
        }
    }

    @Test
    void leavesAReserveFreeAndTellsWhatTheNextReplicaWouldTake() {
        try (Scenario s = new Scenario(world, "reserve")) {
            s.nodes("nvidia", 1, 4);
            s.serviceClass(1, 24, 500);
            world.kubectl().run("create", "configmap", "capacity-reserves", "-n", World.SYSTEM);
            s.configMapKey("capacity-reserves", "failover", "{product: nvidia.com/gpu, devices: 3}");
            server(s, "server", s.model());
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            s.load(s.model(), "deterministic", 40);

            var missing = s.awaitCondition("server", "CapacityAvailable", c -> c.is("False", "InsufficientDevices"));
            assertTrue(
                    missing.message().contains("reserve failover keeps 1 x 3 of nvidia.com/gpu free"),
                    missing.message());
            assertTrue(
                    missing.message()
                            .contains("the next replica of server on A100 would fit with 1 more nvidia.com/gpu of node "
                                    + s.nodeNames().getFirst() + ", at 40 cost units per hour"),
                    missing.message());
            assertEquals(1, s.replicas("server"));
            String told = world.operator().body("/debug/explain/" + s.namespace() + "/server");
            assertTrue(told.contains("unblock: the next replica of server on A100"), told);
            assertTrue(told.contains("plan of the fleet: "), told);
            String metrics = world.operator().body("/metrics");
            assertTrue(metrics.contains("inferno_shadow_price{"), metrics);

            s.configMapKey("capacity-reserves", "failover", "{product: nvidia.com/gpu, devices: 2}");
            s.awaitReplicas("server", 2);
            s.awaitCondition("server", "CapacityAvailable", c -> c.is("True", "Fits"));
        }
    }

    @Test
    void sharesTheLoadOfOneModelBetweenItsVariants() {
        try (Scenario s = new Scenario(world, "two-variants")) {
            s.nodes("nvidia", 1, 6);
            s.serviceClass(1, 24, 500);
            server(s, "first", s.model());
            server(s, "second", s.model());
            s.awaitCondition("first", "Ready", ready -> ready.is("True", "Ready"));

            s.load(s.model(), "deterministic", 65);

            Await.until(
                    "three replicas in all, not three each",
                    Scenario.SETTLE,
                    () -> s.replicas("first") + s.replicas("second") == 3,
                    s::picture);
            Await.always(
                    "the shared load is not counted twice",
                    java.time.Duration.ofSeconds(15),
                    () -> s.replicas("first") + s.replicas("second") == 3,
                    s::picture);
            assertEquals(3, s.status("first", "decision.wanted") + s.status("second", "decision.wanted"));
        }
    }

    private void server(Scenario s, String name, String model) {
        s.deployment(name, "nvidia.com/gpu", 1, model);
        s.variant(name, model, "");
    }
}
