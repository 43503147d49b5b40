package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Audit;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Power;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A right state is left alone: judged by the API server's audit log. */
@ExtendWith(WorldExtension.class)
final class QuietIT {

    private static final Pattern CYCLES = Pattern.compile("inferno_cycle_duration_seconds_count\\{[^}]*} ([0-9.]+)");

    private static final String STATUS = "variantautoscalings/status";

    private final World world;

    QuietIT(World world) {
        this.world = world;
    }

    @Test
    void writesNothingButTheLeaseUnderSteadyPoissonLoad() {
        world.needs(Power.AUDIT_LOG);
        try (Scenario s = new Scenario(world, "steady")) {
            s.nodes("nvidia", 1, 8);
            for (String server : List.of("first", "second")) {
                steady(s, server);
            }
            Await.until("the rate window is full", Scenario.SETTLE, windowFull(System.nanoTime()), s::picture);

            int before = world.auditLog().size();
            double start = cycles();
            Await.until("10 more cycles", Scenario.SETTLE, () -> cycles() >= start + 10, s::picture);

            List<Audit> writes = writesSince(before);
            List<Audit> others = writes.stream()
                    .filter(event -> !event.isWrite("leases") && !event.isWrite(STATUS))
                    .toList();
            assertEquals(List.of(), others);
            Map<String, Long> statuses = writes.stream()
                    .filter(event -> event.isWrite(STATUS))
                    .collect(Collectors.groupingBy(Audit::object, Collectors.counting()));
            assertTrue(statuses.values().stream().allMatch(patches -> patches <= 1), "status patches: " + statuses);
        }
    }

    /** A server of a model of its own whose load needs two replicas, with room to both sides. */
    private static void steady(Scenario s, String server) {
        String model = s.model() + "/" + server;
        s.serviceClass(server, model, 1, 24, 500);
        s.deployment(server, "nvidia.com/gpu", 1, model, "base=2.0,decodeToken=0.04");
        // Ten times faster than the walkthrough's law: one replica carries about 440 requests/min, two 881.
        s.variant(server, model, "2.058", "0.041", "");
        s.load(model, "poisson", 660);
        s.awaitReplicas(server, 2);
        s.awaitCondition(server, "Ready", ready -> ready.is("True", "Ready"));
    }

    @Test
    void leavesARightStateAloneAfterARestart() {
        world.needs(Power.AUDIT_LOG);
        try (Scenario s = new Scenario(world, "restarted")) {
            s.nodes("nvidia", 1, 2);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.load(s.model(), "deterministic", 40);
            s.awaitReplicas("server", 2);
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));

            int before = world.auditLog().size();
            world.restartOperator(true, Map.of());
            Await.until("5 cycles of the new process", Scenario.SETTLE, () -> cycles() >= 5, s::picture);

            List<Audit> scaled = writesSince(before).stream()
                    .filter(event -> event.isWrite("deployments/scale"))
                    .toList();
            assertEquals(List.of(), scaled);
            assertEquals(2, s.replicas("server"));
        }
    }

    private static java.util.function.BooleanSupplier windowFull(long startNanos) {
        return () -> System.nanoTime() - startNanos > 25_000_000_000L;
    }

    private double cycles() {
        Matcher count = CYCLES.matcher(world.operator().body("/metrics"));
        return count.find() ? Double.parseDouble(count.group(1)) : 0;
    }

    private List<Audit> writesSince(int before) {
        return world.auditLog().stream()
                .skip(before)
                .map(Audit::of)
                .filter(Audit::isWrite)
                .toList();
    }
}
