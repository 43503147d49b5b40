package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** acceleratorPolicy Optimize between two products of one resource name, which node affinity tells apart. */
@ExtendWith(WorldExtension.class)
final class ChoiceIT {

    private static final String A100 = "NVIDIA-A100-PCIE-80GB";
    private static final String L40S = "NVIDIA-L40S";
    private static final List<String> KEYS = List.of("choice-a100", "choice-l40s");

    private final World world;

    ChoiceIT(World world) {
        this.world = world;
    }

    @Test
    void steersADeploymentAtZeroToTheCheaperProductAndStartsItThere() {
        try (Scenario s = new Scenario(world, "choice-at-zero")) {
            twoProducts(s, 0);
            s.awaitCondition("server", "MetricsAvailable", c -> c.status().equals("False"));
            assertEquals("", affinity(s));

            s.gatewayLoad(40);

            s.awaitReplicas("server", 2);
            assertTrue(affinity(s).contains(L40S), affinity(s));
            assertFalse(affinity(s).contains(A100), affinity(s));
            Await.until(
                    "both pods are on a node of " + L40S,
                    Scenario.SETTLE,
                    () -> s.nodesOfPods().equals(Set.of("choice-at-zero-nvidia-l40s-0")),
                    s::picture);
            assertEquals("choice-l40s", accelerator(s));
        }
    }

    @Test
    void goesOverToTheProductThatBecameCheaperAndServesAllTheWhile() {
        try (Scenario s = new Scenario(world, "choice-prices")) {
            twoProducts(s, 0);
            s.gatewayLoad(40);
            s.awaitReplicas("server", 2);
            awaitAvailable(s, 2);

            price(s, "choice-a100", A100, 1);

            Await.until(
                    "the template says " + A100,
                    Scenario.SETTLE,
                    () -> affinity(s).contains(A100),
                    s::picture);
            Await.until(
                    "all pods are on a node of " + A100 + ", two serving all the time",
                    Scenario.SETTLE,
                    () -> {
                        assertTrue(Integer.parseInt(available(s)) >= 2, s::picture);
                        return s.nodesOfPods().equals(Set.of("choice-prices-nvidia-a100-pcie-80gb-0"));
                    },
                    s::picture);
            assertEquals("choice-a100", accelerator(s));
        }
    }

    @Test
    void refusesARolloutThatWouldHangAndNamesAWayOut() {
        try (Scenario s = new Scenario(world, "choice-blocked")) {
            s.nvidiaNodes(A100, 81920, 1, 1);
            s.nvidiaNodes(L40S, 46068, 1, 4);
            price(s, "choice-a100", A100, 100);
            price(s, "choice-l40s", L40S, 20);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 0);
            s.choosingVariant("server", KEYS);
            patch(s, "va", "[" + replace("alpha", "7.77") + "," + replace("beta", "0.15") + "]");
            s.gatewayLoad(40);
            s.awaitReplicas("server", 2);
            awaitAvailable(s, 2);
            String steered = affinity(s);

            price(s, "choice-a100", A100, 10);

            String message = s.awaitCondition("server", "Actuated", c -> c.is("False", "RolloutBlocked"))
                    .message();
            assertTrue(message.contains("all 2 pods of Deployment server"), message);
            assertTrue(message.contains("would stop for ever after 1: 1 more replica needs 1 nvidia.com/gpu"), message);
            assertTrue(message.contains("node choice-blocked-nvidia-a100-pcie-80gb-0 has 0 of 1 free"), message);
            assertTrue(message.contains("scale it to 1 first"), message);
            Await.always(
                    "nothing is written",
                    Duration.ofSeconds(10),
                    () -> affinity(s).equals(steered) && s.replicas("server") == 2,
                    s::picture);
            hangsWhenForced(s);
        }
    }

    /** What was refused, done by hand: it hangs as foretold, and ends by the way out that was named. */
    private void hangsWhenForced(Scenario s) {
        world.kubectl().run("annotate", "va", "server", "-n", s.namespace(), "inferno.llmd.ai/paused=true");
        String term = "/spec/template/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                + "/nodeSelectorTerms/0/matchExpressions/0/values/0";
        patch(
                s,
                "deployment",
                "[{\"op\": \"add\", \"path\": \"/spec/progressDeadlineSeconds\", \"value\": 10},"
                        + "{\"op\": \"replace\", \"path\": \"" + term + "\", \"value\": \"" + A100 + "\"}]");

        awaitProgress(s, "ProgressDeadlineExceeded");
        assertEquals("2 2", s.jsonPath("deployment", "{.items[*].status['updatedReplicas', 'availableReplicas']}"));
        assertEquals("Pending", s.jsonPath("pods", "{.items[?(@.status.phase==\"Pending\")].status.phase}"));
        String why = s.jsonPath("pods", "{.items[*].status.conditions[?(@.reason==\"Unschedulable\")].message}");
        assertTrue(why.contains("1 Insufficient nvidia.com/gpu"), why);

        world.kubectl().run("scale", "deployment", "server", "-n", s.namespace(), "--replicas=1");
        awaitProgress(s, "NewReplicaSetAvailable");
    }

    /** Not {@code kubectl rollout status}, which gives up on a rollout that has hung, even while it ends. */
    private void awaitProgress(Scenario s, String reason) {
        Await.until(
                "the rollout is at " + reason,
                Scenario.SETTLE,
                () -> s.jsonPath("deployment", "{.items[*].status.conditions[?(@.type==\"Progressing\")].reason}")
                        .equals(reason),
                s::picture);
    }

    @Test
    void leavesTheTemplateOfARunningDeploymentAlone() {
        try (Scenario s = new Scenario(world, "choice-running")) {
            twoProducts(s, 1);
            s.gatewayLoad(20);
            s.awaitCondition("server", "OptimizationReady", c -> !c.reason().equals("MetricsMissing"));

            Await.always(
                    "no affinity is written, no replica is lost",
                    Duration.ofSeconds(15),
                    () -> affinity(s).isEmpty() && s.replicas("server") >= 1,
                    s::picture);
        }
    }

    /** One node of each; the same speed on both, the L40S at half the price. */
    private static void twoProducts(Scenario s, int replicas) {
        s.nvidiaNodes(A100, 81920, 1, 4);
        s.nvidiaNodes(L40S, 46068, 1, 4);
        price(s, "choice-a100", A100, 40);
        price(s, "choice-l40s", L40S, 20);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", replicas);
        s.choosingVariant("server", KEYS);
    }

    private static String replace(String coefficient, String value) {
        return "{\"op\": \"replace\", \"path\": \"/spec/modelProfile/accelerators/0/" + coefficient
                + "\", \"value\": \"" + value + "\"}";
    }

    private void patch(Scenario s, String kind, String jsonPatch) {
        world.kubectl().run("patch", kind, "server", "-n", s.namespace(), "--type=json", "-p", jsonPatch);
    }

    private void awaitAvailable(Scenario s, int replicas) {
        Await.until(
                replicas + " replicas serve",
                Scenario.SETTLE,
                () -> available(s).equals(Integer.toString(replicas)),
                s::picture);
    }

    private String available(Scenario s) {
        return s.jsonPath("deployment", "{.items[*].status.availableReplicas}");
    }

    private static void price(Scenario s, String key, String device, int cost) {
        s.configMapKey(
                "accelerator-unit-costs", key, "{\"device\": \"" + device + "\", \"cost\": \"" + cost + ".00\"}");
    }

    private String affinity(Scenario s) {
        return s.jsonPath("deployment", "{.items[*].spec.template.spec.affinity}");
    }

    private String accelerator(Scenario s) {
        return s.jsonPath("va", "{.items[*].status.desiredOptimizedAlloc.accelerator}");
    }
}
