package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** placement.mode NodeLabels: pods prefer the nodes that are labelled for their variant. */
@ExtendWith(WorldExtension.class)
final class NodeLabelsIT {

    private final World world;

    NodeLabelsIT(World world) {
        this.world = world;
    }

    @Test
    void podsGoWhereThePlanHasThemAndNoLabelOutlivesItsVariant() {
        mayLabelNodes(true);
        try (Scenario s = new Scenario(world, "labels-plan")) {
            twoPackedOnOneNode(s);

            world.operator().signal("KILL");
            world.kubectl().run("delete", "pods", "--all", "-n", s.namespace());
            awaitServing(s);
            world.restartOperator(true, Map.of());
            Await.until(
                    "labels are where the new pods are",
                    Scenario.SETTLE,
                    () -> labelled(s).equals(nodesOfPods(s)),
                    s::picture);

            world.kubectl().run("delete", "va", "server", "-n", s.namespace());
            Await.until(
                    "no node is labelled", Scenario.SETTLE, () -> labelled(s).isEmpty(), s::picture);
            assertEquals(2, s.replicas("server"));
        } finally {
            mayLabelNodes(false);
        }
    }

    @Test
    void releaseTakesEveryLabelOffAndNobodyPutsThemBack() {
        mayLabelNodes(true);
        try (Scenario s = new Scenario(world, "labels-release")) {
            twoPackedOnOneNode(s);
            String kubeconfig = world.operatorKubeconfig().toString();
            Set<String> before = labelled(s);

            String would = world.inferno("release", "--dry-run", "--kubeconfig", kubeconfig)
                    .out();
            assertTrue(would.contains("would be: Node " + before.iterator().next()), would);
            assertEquals(before, labelled(s));

            String did = world.inferno("release", "--kubeconfig", kubeconfig).out();
            assertTrue(did.contains("labels placement.inferno.llmd.ai/labels-release.server removed"), did);
            Await.always(
                    "no node is labelled",
                    Duration.ofSeconds(10),
                    () -> labelled(s).isEmpty(),
                    s::picture);

            world.kubectl().run("delete", "pods", "--all", "-n", s.namespace(), "--wait=false");
            awaitServing(s);
        } finally {
            mayLabelNodes(false);
            world.kubectl().run("delete", "lease", "inferno-autoscaler", "-n", World.SYSTEM);
            world.restartOperator(true, Map.of());
        }
    }

    @Test
    void aTemplateThatRequiresTheLabelIsNeverStranded() {
        mayLabelNodes(true);
        try (Scenario s = new Scenario(world, "labels-required")) {
            String term = "{\"matchExpressions\": [" + labelled(s.namespace()) + "]}";
            oneReplica(
                    s, "\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": [" + term + "]}");
            Set<String> all = new TreeSet<>(s.nodeNames());
            s.variant("server", "placement: {mode: NodeLabels}\nminReplicas: 2");
            s.awaitReplicas("server", 2);
            awaitServing(s);

            world.operator().signal("KILL");
            world.kubectl().run("delete", "pods", "--all", "-n", s.namespace());
            awaitServing(s);
            world.restartOperator(true, Map.of());
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
            assertEquals(all, labelled(s), s::picture);

            world.kubectl().run("delete", "va", "server", "-n", s.namespace());
            String kubeconfig = world.operatorKubeconfig().toString();
            world.inferno("release", "--kubeconfig", kubeconfig);
            world.kubectl().run("scale", "deployment", "server", "-n", s.namespace(), "--replicas=6");
            awaitServing(s, "6");
            assertEquals(all, nodesOfPods(s), s::picture);

            world.kubectl().run("delete", "lease", "inferno-autoscaler", "-n", World.SYSTEM);
            world.restartOperator(true, Map.of());
            String without = "{\"spec\": {\"template\": {\"spec\": {\"affinity\": null}}}}";
            world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=merge", "-p", without);
            Await.until(
                    "no node is labelled", Scenario.SETTLE, () -> labelled(s).isEmpty(), s::picture);
        } finally {
            mayLabelNodes(false);
            world.kubectl().run("delete", "lease", "inferno-autoscaler", "-n", World.SYSTEM, "--ignore-not-found");
            world.restartOperator(true, Map.of());
        }
    }

    /** By itself the scheduler would spread them over the three nodes. */
    private void twoPackedOnOneNode(Scenario s) {
        String term = "{\"weight\": 100, \"preference\": {\"matchExpressions\": [" + labelled(s.namespace()) + "]}}";
        oneReplica(s, "\"preferredDuringSchedulingIgnoredDuringExecution\": [" + term + "]");
        s.variant("server", "placement: {mode: NodeLabels}\nminReplicas: 2");
        s.awaitReplicas("server", 2);
        awaitServing(s);
        assertEquals(1, labelled(s).size(), s::picture);
        assertEquals(labelled(s), nodesOfPods(s), s::picture);
    }

    private static String labelled(String namespace) {
        return "{\"key\": \"placement.inferno.llmd.ai/" + namespace
                + ".server\", \"operator\": \"In\", \"values\": [\"allow\"]}";
    }

    /** On three nodes with two devices each, started with this node affinity. */
    private void oneReplica(Scenario s, String nodeAffinity) {
        s.nodes("nvidia", 3, 2);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", 0);
        String affinity =
                "{\"spec\": {\"template\": {\"spec\": {\"affinity\": {\"nodeAffinity\": {" + nodeAffinity + "}}}}}}";
        world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=merge", "-p", affinity);
        world.kubectl().run("scale", "deployment", "server", "-n", s.namespace(), "--replicas=1");
    }

    private void awaitServing(Scenario s) {
        awaitServing(s, "2");
    }

    private void awaitServing(Scenario s, String replicas) {
        Await.until(
                replicas + " serve",
                Scenario.SETTLE,
                () -> jsonPath(s, "deployment", "{.items[*].status.availableReplicas}")
                        .equals(replicas),
                s::picture);
    }

    private Set<String> nodesOfPods(Scenario s) {
        return words(jsonPath(s, "pods", "{.items[*].spec.nodeName}"));
    }

    private Set<String> labelled(Scenario s) {
        String selector = "placement.inferno.llmd.ai/" + s.namespace() + ".server=allow";
        return words(world.kubectl().run("get", "nodes", "-l", selector, "-o", "jsonpath={.items[*].metadata.name}"));
    }

    private static Set<String> words(String text) {
        return text.isBlank()
                ? Set.of()
                : new TreeSet<>(Set.copyOf(List.of(text.strip().split(" ", -1))));
    }

    private String jsonPath(Scenario s, String kind, String path) {
        return world.kubectl().run("get", kind, "-n", s.namespace(), "-o", "jsonpath=" + path);
    }

    /** As {@code rbac.nodeLabels} of the chart. */
    private void mayLabelNodes(boolean may) {
        String account = "inferno-autoscaler-controller-manager";
        String rules = may
                ? world.script("hack/render-rbac", World.SYSTEM, account, "--node-labels")
                        .out()
                : world.script("hack/render-rbac", World.SYSTEM, account).out();
        world.kubectl().apply(rules);
    }
}
