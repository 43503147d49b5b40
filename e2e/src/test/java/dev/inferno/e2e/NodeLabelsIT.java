package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.Shell;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** placement.mode NodeLabels: pods prefer, or require, the nodes that are labelled for their variant. Gates: each gets its own. */
@ExtendWith(WorldExtension.class)
final class NodeLabelsIT {

    private static final String STRICT = "placement: {mode: NodeLabels, strict: true}";

    private static final String GATES = "placement: {mode: Gates}";

    private final World world;

    NodeLabelsIT(World world) {
        this.world = world;
    }

    @Test
    void podsGoWhereThePlanHasThemAndNoLabelOutlivesItsVariant() {
        world.rights("--node-labels");
        try (Scenario s = new Scenario(world, "labels-plan")) {
            twoPackedOnOneNode(s);

            world.operator().signal("KILL");
            world.kubectl().run("delete", "pods", "--all", "-n", s.namespace());
            s.awaitServing(2);
            world.restartOperator(true, Map.of());
            awaitLabelsWherePodsAre(s, 1, 2);

            world.kubectl().run("delete", "va", "server", "-n", s.namespace());
            awaitLabels(s, Set.of());
            assertEquals(2, s.replicas("server"));
        } finally {
            world.rights();
        }
    }

    @Test
    void releaseTakesEveryLabelOffAndNobodyPutsThemBack() {
        world.rights("--node-labels");
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
            s.awaitServing(2);
        } finally {
            world.rights();
            world.kubectl().run("delete", "lease", "inferno-autoscaler", "-n", World.SYSTEM);
            world.restartOperator(true, Map.of());
        }
    }

    @Test
    void aRequiredLabelFollowsThePlanAndStrandsNoPod() {
        world.rights("--node-labels");
        try (Scenario s = new Scenario(world, "labels-strict")) {
            oneReplica(
                    s,
                    "\"requiredDuringSchedulingIgnoredDuringExecution\": {\"nodeSelectorTerms\": ["
                            + "{\"matchExpressions\": [" + labelled(s.namespace()) + "]}]}");
            s.variant("server", STRICT + "\nminReplicas: 2");
            s.awaitReplicas("server", 2);
            s.awaitServing(2);
            awaitLabelsWherePodsAre(s, 1);
            s.variant("server", STRICT + "\nminReplicas: 3");
            s.awaitServing(3);
            awaitLabelsWherePodsAre(s, 2);

            cordonTheNodeOfOnePod(s);
            awaitLabelsWherePodsAre(s, 2);

            world.operator().signal("KILL");
            world.kubectl().run("delete", "pods", "--all", "-n", s.namespace());
            s.awaitServing(3);
            world.restartOperator(true, Map.of());
            awaitLabelsWherePodsAre(s, 2);

            strandsNoPodOnceNobodyFollowsThePlan(s);
        } finally {
            world.rights();
            world.kubectl().run("delete", "lease", "inferno-autoscaler", "-n", World.SYSTEM, "--ignore-not-found");
            world.restartOperator(true, Map.of());
        }
    }

    @Test
    void gatedPodsStartWhereTheyArePlannedAndNeverWaitForGood() {
        Map<String, String> gates = Map.of(
                "INFERNO_PLACEMENT_GATES", "true",
                "INFERNO_GATE_DEADLINE", "5s",
                "LEADER_ELECTION_LEASE_DURATION", "6s",
                "LEADER_ELECTION_RENEW_DEADLINE", "4s",
                "LEADER_ELECTION_RETRY_PERIOD", "1s");
        world.restartOperator(false, gates);
        try (Scenario s = new Scenario(world, "gates")) {
            startBehindGate(s);
            s.variant("server", GATES + "\nminReplicas: 2");
            s.awaitCondition(
                    "server",
                    "Actuated",
                    c -> c.is("False", "PatchFailed") && c.message().contains("chart value placement.gates.enabled"));
            world.rights("--pods");
            s.awaitServing(2);
            assertEquals(1, s.nodesOfPods().size(), s::picture);
            s.variant("server", GATES + "\nminReplicas: 3");
            s.awaitServing(3);
            assertEquals(2, s.nodesOfPods().size(), s::picture);

            rollOut(s);

            world.operator().signal("KILL");
            deleteOnePod(s);
            Await.always("one waits", Duration.ofSeconds(2), () -> gated(s) == 1, s::picture);
            world.restartOperator(true, gates);
            s.awaitServing(3);
            assertEquals(2, s.nodesOfPods().size(), s::picture);

            waitsForNobodyOnceThePlanIsNotFollowed(s, gates);
        } finally {
            world.rights();
            world.restartOperator(false, Map.of());
        }
    }

    private void waitsForNobodyOnceThePlanIsNotFollowed(Scenario s, Map<String, String> gates) {
        s.variant("server", "placement: {mode: None}\nminReplicas: 3");
        String told = s.awaitCondition(
                        "server", "OptimizationReady", c -> c.message().contains("take out the scheduling gate"))
                .message();
        assertTrue(told.contains("inferno.llmd.ai/placement in the template of Deployment server"), told);
        replaceOnePod(s);

        world.operator().signal("TERM");
        deleteOnePod(s);
        Await.until("one waits", Scenario.SETTLE, () -> gated(s) == 1, s::picture);
        Shell.Result released = world.inferno(
                "release", "--kubeconfig", world.operatorKubeconfig().toString());
        assertEquals(1, released.exitCode(), released::toString);
        assertTrue(released.out().contains("Deployment gates/server: its template has the scheduling gate"));
        assertTrue(released.out().contains(": let out of the scheduling gate"), released.out());
        s.awaitServing(3);
        world.restartOperator(true, gates);

        world.kubectl().run("delete", "va", "server", "-n", s.namespace());
        replaceOnePod(s);
        world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=merge", "-p", gate("null"));
        Shell.Result clean = world.inferno(
                "release",
                "--dry-run",
                "--kubeconfig",
                world.operatorKubeconfig().toString());
        assertEquals(0, clean.exitCode(), clean::toString);
    }

    /** Its surge pods have no place in the plan. */
    private void rollOut(Scenario s) {
        world.kubectl().run("rollout", "restart", "deployment/server", "-n", s.namespace());
        world.kubectl().run("rollout", "status", "deployment/server", "-n", s.namespace(), "--timeout=60s");
        s.awaitServing(3);
        assertTrue(world.operator().log().contains("to any node: a rollout starts more pods than are planned"));
    }

    private void startBehindGate(Scenario s) {
        s.nodes("nvidia", 3, 2);
        s.serviceClass(1, 24, 500);
        s.deployment("server", "nvidia.com/gpu", 0);
        String ours = gate("[{\"name\": \"inferno.llmd.ai/placement\"}]");
        world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=merge", "-p", ours);
        world.kubectl().run("scale", "deployment", "server", "-n", s.namespace(), "--replicas=1");
    }

    private static String gate(String gates) {
        return "{\"spec\": {\"template\": {\"spec\": {\"schedulingGates\": " + gates + "}}}}";
    }

    private void deleteOnePod(Scenario s) {
        String pods = s.jsonPath("pods", "{.items[*].metadata.name}");
        String first = Scenario.words(pods).iterator().next();
        world.kubectl().run("delete", "pod", first, "-n", s.namespace());
    }

    /** All have a node then. */
    private void replaceOnePod(Scenario s) {
        String path = "{range .items[?(@.spec.nodeName)]}{.metadata.name} {end}";
        Set<String> before = Scenario.words(s.jsonPath("pods", path));
        deleteOnePod(s);
        Await.until(
                "another pod has a node",
                Scenario.SETTLE,
                () -> {
                    Set<String> now = Scenario.words(s.jsonPath("pods", path));
                    return now.size() == before.size() && !now.equals(before);
                },
                s::picture);
        s.awaitServing(before.size());
    }

    private static long gated(Scenario s) {
        return Scenario.words(s.jsonPath("pods", "{.items[*].spec.schedulingGates[*].name}"))
                .size();
    }

    /** Another node gets the label for the pod that takes its place. */
    private void cordonTheNodeOfOnePod(Scenario s) {
        String pods = s.jsonPath("pods", "{range .items[*]}{.spec.nodeName}={.metadata.name} {end}");
        String alone = Scenario.words(pods).stream()
                .collect(Collectors.groupingBy(pod -> pod.substring(0, pod.indexOf('='))))
                .values()
                .stream()
                .filter(ofOneNode -> ofOneNode.size() == 1)
                .findFirst()
                .orElseThrow()
                .getFirst();
        String node = alone.substring(0, alone.indexOf('='));
        world.kubectl().run("cordon", node);
        world.kubectl().run("delete", "pod", alone.substring(node.length() + 1), "-n", s.namespace());
        s.awaitServing(3);
        assertFalse(s.nodesOfPods().contains(node), s::picture);
        world.kubectl().run("uncordon", node);
    }

    private void strandsNoPodOnceNobodyFollowsThePlan(Scenario s) {
        Set<String> all = new TreeSet<>(s.nodeNames());
        String term = "{key: placement.inferno.llmd.ai/labels-strict.server, operator: In, values: [allow]}";
        s.variant("server", "placement: {mode: NodeLabels}\nminReplicas: 3");
        String told = s.awaitCondition(
                        "server", "OptimizationReady", c -> c.message().contains(term))
                .message();
        assertTrue(told.contains("every node with devices carries the label"), told);
        awaitLabels(s, all);
        s.variant("server", STRICT + "\nminReplicas: 3");
        awaitLabelsWherePodsAre(s, 2);

        String did = world.inferno(
                        "release", "--kubeconfig", world.operatorKubeconfig().toString())
                .out();
        assertTrue(did.contains("take the term " + term + " out of the template"), did);
        awaitLabels(s, all);
        world.kubectl().run("delete", "lease", "inferno-autoscaler", "-n", World.SYSTEM);
        world.restartOperator(true, Map.of());
        awaitLabelsWherePodsAre(s, 2);
        rollOutMoreThanThePlannedNodesHold(s);

        world.kubectl().run("delete", "va", "server", "-n", s.namespace());
        awaitLabels(s, all);
        world.kubectl().run("scale", "deployment", "server", "-n", s.namespace(), "--replicas=6");
        s.awaitServing(6);
        assertEquals(all, s.nodesOfPods(), s::picture);
        assertFalse(world.operator().log().contains("labels placement.inferno.llmd.ai/labels-strict.server removed"));
        String without = "{\"spec\": {\"template\": {\"spec\": {\"affinity\": null}}}}";
        world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=merge", "-p", without);
        awaitLabels(s, Set.of());
    }

    /** Two new pods come before an old one goes, and there is room for one. */
    private void rollOutMoreThanThePlannedNodesHold(Scenario s) {
        String surge = "{\"spec\": {\"strategy\": {\"rollingUpdate\": {\"maxSurge\": 2, \"maxUnavailable\": 0}}}}";
        world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=merge", "-p", surge);
        world.kubectl().run("rollout", "restart", "deployment/server", "-n", s.namespace());
        world.kubectl().run("rollout", "status", "deployment/server", "-n", s.namespace(), "--timeout=60s");
        awaitLabelsWherePodsAre(s, 2, 3);
    }

    private void awaitLabels(Scenario s, Set<String> nodes) {
        Await.until("labels are on " + nodes, Scenario.SETTLE, () -> labelled(s).equals(nodes), s::picture);
    }

    /** @param nodes how many that may be */
    private void awaitLabelsWherePodsAre(Scenario s, Integer... nodes) {
        Await.until(
                "labels are where the pods are, on " + List.of(nodes) + " nodes",
                Scenario.SETTLE,
                () -> List.of(nodes).contains(labelled(s).size()) && labelled(s).equals(s.nodesOfPods()),
                s::picture);
    }

    /** By itself the scheduler would spread them over the three nodes. */
    private void twoPackedOnOneNode(Scenario s) {
        String term = "{\"weight\": 100, \"preference\": {\"matchExpressions\": [" + labelled(s.namespace()) + "]}}";
        oneReplica(s, "\"preferredDuringSchedulingIgnoredDuringExecution\": [" + term + "]");
        s.variant("server", "placement: {mode: NodeLabels}\nminReplicas: 2");
        s.awaitReplicas("server", 2);
        s.awaitServing(2);
        assertEquals(1, labelled(s).size(), s::picture);
        assertEquals(labelled(s), s.nodesOfPods(), s::picture);
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

    private Set<String> labelled(Scenario s) {
        String selector = "placement.inferno.llmd.ai/" + s.namespace() + ".server=allow";
        String nodes = "jsonpath={.items[*].metadata.name}";
        return Scenario.words(world.kubectl().run("get", "nodes", "-l", selector, "-o", nodes));
    }
}
