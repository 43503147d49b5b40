package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.ApiServerProxy;
import dev.inferno.e2e.harness.Audit;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Operator;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two replicas never both act: what an old leader still has on the way when another one leads is refused. */
@ExtendWith(WorldExtension.class)
final class FencingIT {

    private static final String INSTANCE = "fencing";

    private final World world;

    FencingIT(World world) {
        this.world = world;
    }

    @Test
    void refusesAWriteDelayedPastTheLeaseAndItsSenderEnds() throws Exception {
        try (Scenario s = scenario("fencing-delayed");
                ApiServerProxy line = world.proxy();
                Operator old = world.startOperator(settings(line))) {
            old.awaitLeading();
            try (Operator standby = world.startOperator(settings(null))) {
                s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
                int before = world.auditLog().size();
                var write = line.hold((method, path) -> method.equals("PATCH") && path.endsWith("/scale"));
                s.load(s.model(), "deterministic", 40);
                write.arrived().get(75, TimeUnit.SECONDS);

                // Its check has passed and its write is on the way: it may sleep now for as long as it likes.
                old.signal("STOP");
                try {
                    standby.awaitLeading();
                    s.awaitReplicas("server", 2);
                    assertEquals(409, write.release().get(10, TimeUnit.SECONDS));
                } finally {
                    old.signal("CONT");
                }

                Await.until("the old leader ends", Scenario.SETTLE, () -> !old.running(), old::log);
                assertEquals(1, old.exitCode());
                assertEquals(List.of(200, 409), scalings(before));
                assertEquals(2, s.replicas("server"));
            }
        }
    }

    @Test
    void aLeaderWithoutALineEndsBeforeAnotherActs() {
        try (Scenario s = scenario("fencing-cut");
                ApiServerProxy line = world.proxy();
                Operator old = world.startOperator(settings(line))) {
            old.awaitLeading();
            try (Operator standby = world.startOperator(settings(null))) {
                s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
                int before = world.auditLog().size();

                line.cut();
                s.load(s.model(), "deterministic", 40);

                standby.awaitLeading();
                s.awaitReplicas("server", 2);
                assertTrue(!old.running(), "the old leader still runs while another one acts");
                assertEquals(1, old.exitCode());
                assertEquals(List.of(200), scalings(before));
            }
        }
    }

    @Test
    void decidesAnewWhenTheDeploymentChangesUnderItsWrite() throws Exception {
        try (Scenario s = scenario("fencing-changed");
                ApiServerProxy line = world.proxy();
                Operator operator = world.startOperator(settings(line))) {
            operator.awaitLeading();
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
            int before = world.auditLog().size();
            var write = line.hold((method, path) -> method.equals("PATCH") && path.endsWith("/scale"));
            s.load(s.model(), "deterministic", 40);
            write.arrived().get(75, TimeUnit.SECONDS);

            world.kubectl().run("annotate", "deployment", "server", "-n", s.namespace(), "somebody=else");
            assertEquals(409, write.release().get(10, TimeUnit.SECONDS));

            s.awaitReplicas("server", 2);
            assertEquals(List.of(200, 409), scalings(before));
        }
    }

    private Scenario scenario(String name) {
        Scenario s = new Scenario(world, name);
        s.nodes("nvidia", 1, 2);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", 1);
        s.variantOf(INSTANCE, "server");
        return s;
    }

    /** A Lease as short as it may be in a test; through a line, or straight. */
    private Map<String, String> settings(@Nullable ApiServerProxy line) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "CONTROLLER_INSTANCE", INSTANCE,
                "LEADER_ELECTION_LEASE_DURATION", "6s",
                "LEADER_ELECTION_RENEW_DEADLINE", "4s",
                "LEADER_ELECTION_RETRY_PERIOD", "1s"));
        if (line != null) {
            settings.put("KUBECONFIG", world.operatorKubeconfig(line.url()).toString());
        }
        return settings;
    }

    /** HTTP status of every attempt to scale since then, in ascending order. */
    private List<Integer> scalings(int before) {
        return world.auditLog().stream()
                .skip(before)
                .map(Audit::of)
                .filter(event -> event.isWrite("deployments/scale"))
                .map(Audit::code)
                .sorted()
                .toList();
    }
}
