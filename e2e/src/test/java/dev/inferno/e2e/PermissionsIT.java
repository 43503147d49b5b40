package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.inferno.e2e.harness.Audit;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Scenario;
import dev.inferno.e2e.harness.World;
import dev.inferno.e2e.harness.WorldExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules the operator has are those it needs: judged last, by what all scenarios before have asked of the API server. */
@ExtendWith(WorldExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(Integer.MAX_VALUE)
final class PermissionsIT {

    private static final String ROLE = World.SYSTEM + "-inferno-autoscaler-controller-manager";
    private static final String MAIN = "inferno-autoscaler-variantautoscaling-config";

    private final World world;

    PermissionsIT(World world) {
        this.world = world;
    }

    @Test
    @Order(1)
    void setsTheTriggerBackAfterADecision() {
        try (Scenario s = new Scenario(world, "trigger")) {
            s.configMapKey(MAIN, "GLOBAL_OPT_TRIGGER", "true");

            Await.until(
                    "the trigger is false again",
                    Scenario.SETTLE,
                    () -> trigger().equals("false"),
                    s::picture);
        }
    }

    @Test
    @Order(2)
    void publishesOnlyBesideAScaledObject() {
        try (Scenario s = new Scenario(world, "keda")) {
            world.kubectl().run("apply", "-f", "e2e/src/test/resources/keda/scaledobjects-crd.yaml");
            world.kubectl().run("wait", "--for=condition=Established", "crd/scaledobjects.keda.sh", "--timeout=30s");
            world.kubectl().apply("""
                    apiVersion: keda.sh/v1alpha1
                    kind: ScaledObject
                    metadata: {name: server, namespace: keda}
                    spec: {scaleTargetRef: {name: server}}
                    """);
            s.nodes("nvidia", 1, 2);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.load(s.model(), "deterministic", 40);

            // KEDA is looked for every two minutes.
            world.restartOperator(false, Map.of());
            s.awaitCondition("server", "Actuated", c -> c.reason().equals("ExternalScaler"));
            assertEquals(1, s.replicas("server"));
        } finally {
            world.kubectl().run("delete", "crd", "scaledobjects.keda.sh", "--ignore-not-found");
        }
    }

    @Test
    @Order(3)
    void namesThePermissionItLacks() {
        JsonArray rules = rules();
        try (Scenario s = new Scenario(world, "forbidden")) {
            s.nodes("nvidia", 1, 2);
            s.serviceClass(1, 24, 500);
            s.deployment("server", "nvidia.com/gpu", 1);
            s.variant("server", "");
            s.awaitCondition("server", "Ready", ready -> ready.is("True", "Ready"));
            setRules(without(rules, "deployments/scale"));

            s.load(s.model(), "deterministic", 40);

            var refused = s.awaitCondition("server", "Actuated", c -> c.is("False", "PatchFailed"));
            String missing = "cannot patch resource \"deployments/scale\" in API group \"apps\"";
            assertTrue(refused.message().contains(missing), refused.message());
            assertTrue(
                    world.operator().log().contains(missing.replace("\"", "\\\"")),
                    world.operator().log());
            setRules(rules);
            s.awaitReplicas("server", 2);
        } finally {
            setRules(rules);
        }
    }

    @Test
    @Order(4)
    void neverAsksForWhatItMayNot() {
        List<Audit> refused = asked().filter(
                        event -> event.code() == 403 && !event.namespace().equals("forbidden"))
                .toList();

        assertEquals(List.of(), refused);
    }

    @Test
    @Order(5)
    void hasNoRuleThatNoScenarioNeeds() {
        Set<String> used = asked().filter(event -> event.code() != 403)
                .map(event -> event.verb() + " " + event.resource() + "." + event.group())
                .collect(Collectors.toCollection(TreeSet::new));
        Assumptions.assumeTrue(
                used.containsAll(List.of("patch deployments.apps", "get deployments/scale.apps")),
                "only the whole suite tells: some scenarios that need a rule have not run");
        Set<String> unused = granted();
        unused.removeAll(used);

        assertEquals(Set.of(), unused);
    }

    /** What the operators of all scenarios have asked of the API server; a watch may still be open. */
    private Stream<Audit> asked() {
        return world.auditLog().stream()
                .map(Audit::of)
                .filter(event -> event.user().startsWith("system:serviceaccount:" + World.SYSTEM + ":"));
    }

    private String trigger() {
        return world.kubectl()
                .run("get", "configmap", MAIN, "-n", World.SYSTEM, "-o", "jsonpath={.data.GLOBAL_OPT_TRIGGER}");
    }

    private JsonArray rules() {
        String rules = world.kubectl().run("get", "clusterrole", ROLE, "-o", "json");
        return JsonParser.parseString(rules).getAsJsonObject().getAsJsonArray("rules");
    }

    private void setRules(JsonArray rules) {
        String patch = "[{\"op\": \"replace\", \"path\": \"/rules\", \"value\": " + rules + "}]";
        world.kubectl().run("patch", "clusterrole", ROLE, "--type=json", "-p", patch);
    }

    private static JsonArray without(JsonArray rules, String resource) {
        JsonArray kept = new JsonArray();
        for (JsonElement rule : rules) {
            if (!words(rule.getAsJsonObject(), "resources").contains(resource)) {
                kept.add(rule);
            }
        }
        return kept;
    }

    /** Verb, resource and group of every rule of the operator's account. */
    private Set<String> granted() {
        Set<String> granted = new TreeSet<>();
        Stream.of(
                        world.kubectl().run("get", "clusterrole", ROLE, "-o", "json"),
                        world.kubectl().run("get", "roles", "-n", World.SYSTEM, "-o", "json"))
                .map(text -> JsonParser.parseString(text).getAsJsonObject())
                .flatMap(json -> json.has("items") ? json.getAsJsonArray("items").asList().stream() : Stream.of(json))
                .flatMap(role -> role.getAsJsonObject().getAsJsonArray("rules").asList().stream())
                .map(JsonElement::getAsJsonObject)
                .forEach(rule -> {
                    for (String resource : words(rule, "resources")) {
                        for (String verb : words(rule, "verbs")) {
                            granted.add(verb + " " + resource + "."
                                    + words(rule, "apiGroups").getFirst());
                        }
                    }
                });
        return granted;
    }

    private static List<String> words(JsonObject rule, String key) {
        return rule.getAsJsonArray(key).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
