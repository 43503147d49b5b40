package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which pod a scale-in takes: of three on two nodes the plan keeps two on one, the ReplicaSet one on each. */
@ExtendWith(WorldExtension.class)
final class VictimsIT {

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String NOTE = "inferno.llmd.ai/deletion-cost";

    private final World world;

    VictimsIT(World world) {
        this.world = world;
    }

    @Test
    void takesThePodOfTheNodeThePlanGivesUp() {
        world.rights("--pods");
        try (Scenario s = new Scenario(world, "victims-plan")) {
            Map<String, String> before = threeOnTwoNodes(s);
            String foretold = alone(before);

            lowerToTwo(s);

            Set<String> kept = new TreeSet<>(before.keySet());
            kept.remove(foretold);
            assertEquals(kept, nodesByPod(s).keySet(), s::picture);
            assertTrue(world.operator().log().contains("pods [" + foretold + "] of Deployment server go first"));
            assertEquals("", costs(s));

            String survivor = kept.iterator().next();
            annotate(s, survivor, COST + "=-1000", NOTE + "=-1000");
            Await.until("what a crash may leave is taken off", Scenario.SETTLE, () -> costs(s).isEmpty(), s::picture);
        } finally {
            world.rights();
        }
    }

    @Test
    void leavesTheChoiceToPodsThatAUserMarked() {
        world.rights("--pods");
        try (Scenario s = new Scenario(world, "victims-user")) {
            Map<String, String> before = threeOnTwoNodes(s);
            String alone = alone(before);
            annotate(s, alone, COST + "=5");

            lowerToTwo(s);

            assertTrue(nodesByPod(s).containsKey(alone), s::picture);
            assertEquals("5", costs(s));
            assertTrue(world.operator().log().contains("go first is left to whoever gave pod " + alone));
        } finally {
            world.rights();
        }
    }

    @Test
    void withoutTheRightItWarnsAndScalesAllTheSame() {
        try (Scenario s = new Scenario(world, "victims-refused")) {
            Map<String, String> before = threeOnTwoNodes(s);

            lowerToTwo(s);

            assertTrue(nodesByPod(s).containsKey(alone(before)), s::picture);
            assertFalse(costs(s).contains("-1000"));
            assertTrue(world.operator()
                    .log()
                    .contains("pods in namespace victims-refused may not be patched (chart value rbac.pods)"));
        }
    }

    /** Pods and their nodes. */
    private Map<String, String> threeOnTwoNodes(Scenario s) {
        s.nodes("nvidia", 2, 2);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", 3);
        s.awaitServing(3);
        s.variant("server", "minReplicas: 3");
        s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
        return nodesByPod(s);
    }

    private void lowerToTwo(Scenario s) {
        world.kubectl()
                .run(
                        "patch",
                        "va",
                        "server",
                        "-n",
                        s.namespace(),
                        "--type=merge",
                        "-p",
                        "{\"spec\": {\"minReplicas\": 2}}");
        s.awaitReplicas("server", 2);
        Await.until("one pod is gone", Scenario.SETTLE, () -> nodesByPod(s).size() == 2, s::picture);
    }

    private static String alone(Map<String, String> nodeByPod) {
        return nodeByPod.entrySet().stream()
                .filter(pod -> Collections.frequency(nodeByPod.values(), pod.getValue()) == 1)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> nodesByPod(Scenario s) {
        Map<String, String> nodes = new TreeMap<>();
        String pods = s.jsonPath("pods", "{range .items[*]}{.metadata.name}={.spec.nodeName}{\"\\n\"}{end}");
        for (String pod : List.of(pods.strip().split("\n", -1))) {
            nodes.put(pod.substring(0, pod.indexOf('=')), pod.substring(pod.indexOf('=') + 1));
        }
        return nodes;
    }

    /** Every deletion cost and every note of the scenario's pods. */
    private String costs(Scenario s) {
        String costs = "{.items[*].metadata.annotations['controller\\.kubernetes\\.io/pod-deletion-cost',"
                + "'inferno\\.llmd\\.ai/deletion-cost']}";
        return s.jsonPath("pods", costs).strip();
    }

    private void annotate(Scenario s, String pod, String... annotations) {
        List<String> command = new ArrayList<>(List.of("annotate", "pod", pod, "-n", s.namespace()));
        command.addAll(List.of(annotations));
        world.kubectl().run(command.toArray(String[]::new));
    }
}
