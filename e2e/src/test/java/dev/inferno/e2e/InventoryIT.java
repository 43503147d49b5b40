package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Power;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hardware the operator sees, by every way to label it, and what a moment's trouble of a node costs: nothing. */
@ExtendWith(WorldExtension.class)
final class InventoryIT {

    private static final Duration A_FEW_CYCLES = Duration.ofSeconds(12);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FIXTURE = "/inventory-nodes.yaml";

    /** Node and resource to: product or "-", sharing, devices, state. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("eks-l4 nvidia.com/gpu", "L4-24GB whole 4 leaving"),
            Map.entry("fake-intel intel.com/gpu", "Gaudi2-96GB whole 2 usable"),
            Map.entry("gaudi-bare habana.ai/gaudi", "- whole 8 usable"),
            Map.entry("gaudi-nfd habana.ai/gaudi", "Gaudi3-128GB whole 8 usable"),
            Map.entry("gfd-h100 nvidia.com/gpu", "H100-80GB-SXM5 whole 8 usable"),
            Map.entry("gfd-mig-mixed nvidia.com/mig-3g.40gb", "A100-80GB-SXM4-MIG-3g.40gb mig 16 usable"),
            Map.entry("gfd-mig-single nvidia.com/gpu", "A100-40GB-SXM4-MIG-1g.5gb mig 56 usable"),
            Map.entry("gfd-mps nvidia.com/gpu.shared", "L40S-48GB-SHARED mps 8 usable"),
            Map.entry("gfd-repartitioned nvidia.com/gpu", "A100-40GB-SXM4 whole 8 inMaintenance"),
            Map.entry("gfd-shared nvidia.com/gpu", "T4-16GB-SHARED timeSliced 4 usable"),
            Map.entry("gfd-two-models nvidia.com/gpu", "- whole 3 usable"),
            Map.entry("gfd-unhealthy nvidia.com/gpu", "H200-141GB-SXM5 whole 7 usable"),
            Map.entry("gfd-unknown nvidia.com/gpu", "- whole 2 usable"),
            Map.entry("gke-b200 nvidia.com/gpu", "B200-180GB whole 8 tainted"),
            Map.entry("nfd-flex gpu.intel.com/xe", "Flex-170-16GB whole 2 usable"),
            Map.entry("nfd-max gpu.intel.com/i915", "Max-1550-128GB whole 4 usable"),
            Map.entry("rocm-beta amd.com/gpu", "MI300X-192GB whole 8 usable"),
            Map.entry("rocm-counters amd.com/gpu", "MI325X-256GB whole 8 usable"),
            Map.entry("rocm-mi300x amd.com/gpu", "MI300X-192GB whole 8 usable"),
            Map.entry("rocm-partitions amd.com/gpu", "MI300X-192GB-CPX-NPS4 partition 64 cordoned"),
            Map.entry("rocm-two-models amd.com/gpu", "- whole 3 usable"),
            Map.entry("two-vendors amd.com/gpu", "MI210-64GB whole 1 usable"),
            Map.entry("two-vendors nvidia.com/gpu", "L4-24GB whole 2 usable"));

    private final World world;

    InventoryIT(World world) {
        this.world = world;
    }

    @Test
    void readsTheLabelsOfEveryVendorCloudAndFakeNode() {
        world.needs(Power.FAKE_NODES);
        String nodes = fixture();
        world.kubectl().apply(nodes);
        try {
            Map<String, String> seen = new TreeMap<>();
            Await.until(
                    "every node of the fixture is ready",
                    SOON,
                    () -> {
                        seen.clear();
                        seen.putAll(devices(inventory()));
                        return seen.values().stream().noneMatch(row -> row.endsWith("notReady"));
                    },
                    seen::toString);

            assertEquals(new TreeMap<>(EXPECTED), seen);
            assertProblems();
        } finally {
            world.kubectl().run("delete", "node", "-l", "fixture=inventory", "--wait=false");
        }
    }

    @Test
    void holdsItsReplicasThroughAFlapARestartOfThePluginAndACordon() {
        try (Scenario s = new Scenario(world, "inventory-flap")) {
            s.nodes("nvidia", 1, 2);
            // Where no node at all is ready, the controller manager does not taint for eviction.
            s.nodes("amd", 1, 1);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.load(s.model(), "deterministic", 40);
            s.awaitReplicas("server", 2);
            Await.until("both replicas are bound", SOON, () -> bound(s) == 2, s::picture);
            String node = s.nodeNames().getFirst();

            offers(node, 0);
            holds(s, "while the device plugin restarts");
            offers(node, 2);

            world.kubectl().run("cordon", node);
            holds(s, "on a cordoned node");
            world.kubectl().run("uncordon", node);

            loses(node);
            holds(s, "while its node is not ready");
            finds(node);
            holds(s, "after its node came back");
            assertEquals(2, bound(s), s::picture);
        }
    }

    /** The cluster autoscaler is this test: it adds a node for the pod that waits, once it can. */
    @Test
    void letsAPodWaitForANodeOfAnElasticPoolAndTakesItBackWhereNoneComes() {
        world.needs(Power.FAKE_NODES);
        try (Scenario s = new Scenario(world, "elastic")) {
            s.nodes("nvidia", 1, 1);
            s.serviceClass(1, 24, 500);
            world.kubectl().run("create", "configmap", "node-pools", "-n", World.SYSTEM);
            s.configMapKey("node-pools", "elastic", pool(4));
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "placement: {elastic: {maxPendingReplicas: 1}}");
            s.load(s.model(), "deterministic", 40);

            var waits = s.awaitCondition("server", "CapacityAvailable", c -> c.is("True", "Provisioning"));
            assertEquals("1 replica waits for 1 node that pool elastic would add", waits.message());
            s.awaitReplicas("server", 2);
            var inVain = s.awaitCondition("server", "CapacityAvailable", c -> c.is("False", "InsufficientDevices"));
            assertTrue(
                    inVain.message().contains("no node of pool elastic came within twice its provisionSeconds (4)"),
                    inVain.message());
            s.awaitReplicas("server", 1);

            s.configMapKey("node-pools", "elastic", pool(300));
            s.awaitReplicas("server", 2);
            Await.until("a pod waits", SOON, () -> pods(s, "Pending") == 1, s::picture);
            s.nvidiaNodes("NVIDIA-A100-PCIE-80GB", 81_920, 1, 1);

            Await.until("both replicas are bound", SOON, () -> bound(s) == 2, s::picture);
            s.awaitCondition("server", "CapacityAvailable", c -> c.is("True", "Fits"));
            s.awaitCondition("server", "Ready", c -> c.is("True", "Ready"));
            holds(s, "once the node came");
        }
    }

    @Test
    void knowsAnOwnDeviceByTheCatalogueAndPlansNothingForClaims() {
        world.needs(Power.FAKE_NODES);
        try (Scenario s = new Scenario(world, "own-devices")) {
            s.nodes("nvidia", 1, 1);
            String node = s.nodeNames().getFirst();
            world.kubectl().run("create", "configmap", "device-catalogue", "-n", World.SYSTEM);
            s.configMapKey("device-catalogue", "N1", "{memoryGiB: 64, aliases: [npu-one]}");
            s.configMapKey(
                    "device-catalogue", "npus", "{resource: example.com/npu, productLabel: example.com/product}");
            world.kubectl().run("label", "node", node, "example.com/product=NPU_One");
            patchStatus(node, "{\"status\": {\"allocatable\": {\"example.com/npu\": \"4\"}}}");
            s.deployment("server", "nvidia.com/gpu", 1);
            String claim = "[{\"op\": \"add\", \"path\": \"/spec/template/spec/resourceClaims\","
                    + " \"value\": [{\"name\": \"gpu\", \"resourceClaimTemplateName\": \"gpu\"}]}]";
            world.kubectl().run("patch", "deployment", "server", "-n", s.namespace(), "--type=json", "-p", claim);
            s.variant("server", "minReplicas: 2");

            var held = s.awaitCondition("server", "OptimizationReady", c -> c.is("False", "InvalidConfiguration"));
            assertTrue(held.message().contains("gets devices by resourceClaims (gpu)"), held.message());
            Await.until(
                    "the operator knows the device",
                    SOON,
                    () -> operatorsTable()
                            .replaceAll(" +", " ")
                            .contains(node + " example.com/npu unknown N1 64 whole 4"),
                    this::operatorsTable);
            assertEquals(1, s.replicas("server"));
        }
    }

    private String operatorsTable() {
        return world.inferno("inventory", "--operator", world.operator().url()).out();
    }

    private static String pool(int provisionSeconds) {
        return """
                selector: {scenario: elastic}
                maxNodes: 2
                provisionSeconds: %d
                node:
                  labels: {nvidia.com/gpu.product: NVIDIA-A100-PCIE-80GB}
                  allocatable: {cpu: "256", memory: 2Ti, pods: "250", nvidia.com/gpu: "1"}
                """.formatted(provisionSeconds);
    }

    private long pods(Scenario s, String phase) {
        return world.kubectl()
                .run("get", "pods", "-n", s.namespace(), "--field-selector=status.phase=" + phase, "-o", "name")
                .lines()
                .count();
    }

    /** One operator's view, as its user asks for it. */
    private JsonObject inventory() {
        List<String> words = List.of("inventory", "-o", "json");
        return JsonParser.parseString(
                        world.inferno(words.toArray(String[]::new)).orFail(words))
                .getAsJsonObject();
    }

    private static Map<String, String> devices(JsonObject inventory) {
        Map<String, String> rows = new TreeMap<>();
        for (JsonElement element : inventory.getAsJsonArray("nodes")) {
            JsonObject node = element.getAsJsonObject();
            for (JsonElement device : node.getAsJsonArray("devices")) {
                JsonObject pool = device.getAsJsonObject();
                String key = node.get("name").getAsString() + " "
                        + pool.get("resource").getAsString();
                String product = pool.has("product") ? pool.get("product").getAsString() : "-";
                rows.put(
                        key,
                        String.join(
                                " ",
                                product,
                                pool.get("sharing").getAsString(),
                                pool.get("devices").getAsString(),
                                node.get("state").getAsString()));
            }
        }
        rows.keySet().retainAll(EXPECTED.keySet());
        return rows;
    }

    private void assertProblems() {
        List<String> problems = new ArrayList<>();
        inventory().getAsJsonArray("problems").forEach(problem -> problems.add(problem.getAsString()));
        for (String named : List.of("gaudi-bare", "gfd-two-models", "gfd-unknown", "rocm-two-models")) {
            assertTrue(
                    problems.stream().anyMatch(problem -> problem.startsWith("node " + named + ",")),
                    () -> named + " is not among " + problems);
        }
    }

    private static void holds(Scenario s, String when) {
        Await.always("2 replicas " + when, A_FEW_CYCLES, () -> s.replicas("server") == 2, s::picture);
    }

    private long bound(Scenario s) {
        return world.kubectl()
                .run("get", "pods", "-n", s.namespace(), "-o", "jsonpath={.items[*].spec.nodeName}")
                .lines()
                .flatMap(line -> List.of(line.split(" ", -1)).stream())
                .filter(name -> !name.isBlank())
                .count();
    }

    private void offers(String node, int devices) {
        patchStatus(node, "{\"status\": {\"allocatable\": {\"nvidia.com/gpu\": \"" + devices + "\"}}}");
    }

    /** KWOK lets go of the node, which then is as silent as one whose kubelet has died; the controller manager taints it. */
    private void loses(String node) {
        world.kubectl().run("annotate", "node", node, "kwok.x-k8s.io/node-");
        patchStatus(node, "{\"status\": {\"conditions\": [{\"type\": \"Ready\", \"status\": \"False\"}]}}");
        Await.until(
                node + " is tainted",
                SOON,
                () -> world.kubectl()
                        .run("get", "node", node, "-o", "jsonpath={.spec.taints[*].effect}")
                        .contains("NoExecute"),
                () -> world.kubectl().run("describe", "node", node));
    }

    private void finds(String node) {
        world.kubectl().run("annotate", "node", node, "kwok.x-k8s.io/node=fake");
        world.kubectl().run("wait", "--for=condition=Ready", "--timeout=60s", "node/" + node);
    }

    private void patchStatus(String node, String patch) {
        world.kubectl().run("patch", "node", node, "--subresource=status", "--type=strategic", "-p", patch);
    }

    private static String fixture() {
        try (InputStream in = Objects.requireNonNull(InventoryIT.class.getResourceAsStream(FIXTURE), FIXTURE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
