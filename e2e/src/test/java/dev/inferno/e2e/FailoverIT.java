package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Audit;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Installation;
import dev.inferno.e2e.harness.Observed;
import dev.inferno.e2e.harness.PodWorld;
import dev.inferno.e2e.harness.PodWorldExtension;
import dev.inferno.e2e.harness.Processes;
import dev.inferno.e2e.harness.Tenant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leaders come and go; every change of replicas is made once. */
@ExtendWith(PodWorldExtension.class)
final class FailoverIT {

    /** leaseDuration + 2 x retryPeriod + 2 s of the defaults. */
    private static final Duration TAKEOVER = Duration.ofSeconds(15 + 2 * 2 + 2);

    /** A Lease that is not given up runs out 13 s later at the earliest. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** The chart's interval of the scenarios, and the time a cycle and its write take. */
    private static final Duration CYCLE = Duration.ofSeconds(4);

    private final PodWorld world;
    private final Installation operator;

    FailoverIT(PodWorld world) {
        this.world = world;
        this.operator = world.installation();
    }

    @Test
    void anotherTakesOverFromALeaderThatIsKilled() {
        try (Tenant t = settled("failover-kill")) {
            String leader = operator.awaitLeader();
            int before = world.audit(0).size();

            Duration acted = actsAfter(t, () -> Processes.kill(process(leader)));

            tell("kill -9 of the leader", acted);
            assertNotEquals(leader, operator.awaitLeader());
            assertTrue(acted.compareTo(TAKEOVER.plus(CYCLE)) <= 0, acted::toString);
            assertEquals(List.of("failover-kill/server"), scaled(before));
            operator.awaitReady();
        }
    }

    @Test
    void anotherTakesOverAtOnceFromALeaderThatIsDeleted() {
        try (Tenant t = settled("failover-delete")) {
            String leader = operator.awaitLeader();
            int before = world.audit(0).size();

            Duration acted = actsAfter(
                    t, () -> world.kubectl().run("delete", "pod", leader, "-n", operator.namespace(), "--wait=false"));

            tell("delete of the leader's pod", acted);
            assertNotEquals(leader, operator.awaitLeader());
            assertTrue(acted.compareTo(AT_ONCE) <= 0, acted::toString);
            assertEquals(List.of("failover-delete/server"), scaled(before));
            operator.awaitReady();
        }
    }

    @Test
    void aLeaderThatIsCutOffEndsAndAnotherActs() {
        try (Tenant t = settled("failover-cut")) {
            String leader = operator.awaitLeader();
            String holder = operator.holder();
            int before = world.audit(0).size();
            long process = process(leader);

            Duration acted = actsAfter(t, () -> Processes.cut(process));

            tell("network cut to the leader", acted);
            assertNotEquals(holder, operator.holder());
            assertEquals(List.of("failover-cut/server"), scaled(before));
            Await.until(
                    "the process that was cut off has ended",
                    Observed.SETTLE,
                    () -> ProcessHandle.of(process).isEmpty(),
                    t::picture);
            Await.until(
                    "its container is started again",
                    Observed.SETTLE,
                    () -> operator.process(leader).isPresent(),
                    t::picture);
            Processes.mend(process(leader));
            operator.awaitReady();
        }
    }

    @Test
    void anApiServerThatRestartsChangesNothing() {
        try (Tenant t = settled("failover-api")) {
            int before = world.audit(0).size();

            world.component("stop", "kube-apiserver");
            world.component("start", "kube-apiserver");

            operator.awaitReady();
            operator.awaitLeader();
            assertEquals(List.of(), scaled(before));
            world.kubectl().run("patch", "va", "server", "-n", t.namespace(), "--type=merge", "-p", minReplicas(2));
            t.awaitReplicas("server", 2);
            assertEquals(List.of("failover-api/server"), scaled(before));
        }
    }

    /** A variant at one replica that is as it should be. */
    private Tenant settled(String name) {
        Tenant t = new Tenant(world, name);
        t.server("server");
        t.variant("server", "", "minReplicas: 1");
        t.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
        return t;
    }

    private long process(String pod) {
        return operator.process(pod).orElseThrow(() -> new AssertionError("no process: " + operator.picture()));
    }

    /** How long after the disturbance the decision for two replicas is carried out, asked for right behind it. */
    private Duration actsAfter(Tenant t, Runnable disturbance) {
        disturbance.run();
        long start = System.nanoTime();
        world.kubectl().run("patch", "va", "server", "-n", t.namespace(), "--type=merge", "-p", minReplicas(2));
        t.awaitReplicas("server", 2);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String minReplicas(int count) {
        return "{\"spec\": {\"minReplicas\": " + count + "}}";
    }

    /** The Deployments scaled since then, one entry per change. */
    private List<String> scaled(int before) {
        return world.audit(before).stream()
                .filter(event -> event.isWrite("deployments/scale") && event.code() < 300)
                .map(Audit::object)
                .toList();
    }

    private static void tell(String what, Duration acted) {
        System.err.printf("from %s to the next action: %.1f s%n", what, acted.toMillis() / 1e3);
    }
}
