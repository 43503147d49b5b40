package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Audit;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Background;
import dev.inferno.e2e.harness.Power;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers nobody profiled, as the Workload Variant Autoscaler's users have them: full ones get company. */
@ExtendWith(WorldExtension.class)
final class SaturationIT {

    private static final String DIRECT = "actuation: {mode: Direct}\n";

    /** At 100 requests/min a server holds some 500 tokens. */
    private static final int SMALL = 600;

    private final World world;

    SaturationIT(World world) {
        this.world = world;
    }

    @Test
    void aFullServerGetsCompanyAndLosesItWhenTheLoadIsGone() {
        try (Scenario s = new Scenario(world, "saturated")) {
            s.nodes("nvidia", 1, 4);
            s.unprofiled("server", SMALL, DIRECT);
            s.awaitCondition("server", "OptimizationReady", c -> c.is("True", "SaturationOnly"));
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
            assertEquals(1, s.replicas("server"));

            Background load = s.load(s.model(), "deterministic", 100);
            s.awaitReplicas("server", 2);
            var told = s.awaitCondition(
                    "server", "OptimizationReady", c -> c.message().contains("KV cache up to"));
            assertTrue(told.message().contains("no spec.modelProfile"), told.message());
            assertTrue(world.kubectl()
                    .run("describe", "va", "server", "-n", s.namespace())
                    .contains("1 -> 2"));

            load.close();
            s.awaitReplicas("server", 1);
        }
    }

    @Test
    void aSteadyLoadIsLeftAlone() {
        world.needs(Power.AUDIT_LOG);
        try (Scenario s = new Scenario(world, "saturated-steady")) {
            s.nodes("nvidia", 1, 4);
            s.unprofiled("server", SMALL, DIRECT);
            s.load(s.model(), "deterministic", 100);
            s.awaitReplicas("server", 2);
            Await.until("the rate window is full", Scenario.SETTLE, passed(25), s::picture);

            int before = world.auditLog().size();
            Await.until("10 more cycles", Scenario.SETTLE, passed(20), s::picture);

            List<String> writes = world.auditLog().stream()
                    .skip(before)
                    .map(Audit::of)
                    .filter(event -> event.isWrite() && event.namespace().equals(s.namespace()))
                    .map(Audit::resource)
                    .toList();
            assertTrue(
                    writes.isEmpty() || writes.equals(List.of("variantautoscalings/status")), () -> writes.toString());
            assertEquals(2, s.replicas("server"));
        }
    }

    private static BooleanSupplier passed(int seconds) {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start > seconds * 1_000_000_000L;
    }

    @Test
    void moreThanTheNodesHaveIsWantedAndNotAskedFor() {
        try (Scenario s = new Scenario(world, "saturated-small")) {
            s.nodes("nvidia", 1, 2);
            s.unprofiled("server", SMALL, DIRECT);
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            s.load(s.model(), "deterministic", 400);

            var missing = s.awaitCondition("server", "CapacityAvailable", c -> c.is("False", "InsufficientDevices"));
            assertTrue(missing.message().contains("nvidia.com/gpu"), missing.message());
            s.awaitReplicas("server", 2);
            assertTrue(s.status("server", "decision.wanted") > 2, s.picture());
            assertEquals(2, s.status("server", "decision.granted"));
        }
    }

    @Test
    void unlessToldToActItOnlyPublishesWhatItWants() {
        try (Scenario s = new Scenario(world, "saturated-metrics")) {
            s.nodes("nvidia", 1, 2);
            s.unprofiled("server", SMALL, "");
            s.load(s.model(), "deterministic", 100);

            Await.until(
                    "two replicas are published",
                    Scenario.SETTLE,
                    () -> world.operator().body("/metrics").lines().anyMatch(SaturationIT::wantsTwo),
                    s::picture);
            assertEquals(1, s.replicas("server"));
        }
    }

    private static boolean wantsTwo(String line) {
        return line.startsWith("inferno_desired_replicas{")
                && line.contains("\"saturated-metrics\"")
                && line.endsWith(" 2.0");
    }
}
