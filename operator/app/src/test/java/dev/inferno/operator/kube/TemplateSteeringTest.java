package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TemplateSteeringTest {

    private static final Steering H100 = new Steering("H100", "product", List.of("H100-80GB", "H100-SXM"));
    private static final Steering A100 = new Steering("A100", "product", List.of("A100"));

    @Test
    void withoutAffinityOneTermIsMade() {
        JsonObject steered = apply(deployment("{containers: []}"), H100);

        assertEquals(
                terms("[{matchExpressions: [{key: product, operator: In, values: [H100-80GB, H100-SXM]}]}]"),
                terms(steered));
        assertTrue(H100.isIn(typed(steered)));
        assertFalse(A100.isIn(typed(steered)));
        assertEquals("null", annotation(steered, Steering.ANNOTATION_ORIGINAL));
    }

    @Test
    void everyTermGetsTheExpressionBecauseTermsAreAlternatives() {
        JsonObject steered = apply(deployment(affinity("""
                [{matchExpressions: [{key: zone, operator: In, values: [a]}]},
                 {matchFields: [{key: metadata.name, operator: In, values: [n]}]}]""")), A100);

        assertEquals(terms("""
                [{matchExpressions: [{key: zone, operator: In, values: [a]}, {key: product, operator: In, values: [A100]}]},
                 {matchExpressions: [{key: product, operator: In, values: [A100]}],
                  matchFields: [{key: metadata.name, operator: In, values: [n]}]}]"""), terms(steered));
    }

    @Test
    void anEmptyTermMatchesNothingAndStaysEmpty() {
        JsonObject steered =
                apply(deployment(affinity("[{}, {matchExpressions: [{key: z, operator: Exists}]}]")), A100);

        assertEquals(
                terms(
                        "[{}, {matchExpressions: [{key: z, operator: Exists}, {key: product, operator: In, values: [A100]}]}]"),
                terms(steered));
        assertTrue(A100.isIn(typed(steered)));
    }

    @Test
    void steeringElsewhereReplacesOursAndKeepsTheOriginal() {
        JsonObject first = apply(deployment("{containers: []}"), A100);

        JsonObject second = apply(first, H100);

        assertEquals(
                terms("[{matchExpressions: [{key: product, operator: In, values: [H100-80GB, H100-SXM]}]}]"),
                terms(second));
        assertEquals("null", annotation(second, Steering.ANNOTATION_ORIGINAL));
        assertEquals(H100, Steering.noted(typed(second)));
    }

    @Test
    void unsteeredKeepsWhatOthersWrote() {
        JsonObject users = deployment(affinity("[{}, {matchExpressions: [{key: z, operator: Exists}]}]"));
        JsonObject steered = apply(users, A100);

        JsonObject back = TemplateSteering.unsteered(podSpec(steered).getAsJsonObject("affinity"), A100);
        JsonObject nothing = TemplateSteering.unsteered(
                podSpec(apply(deployment("{containers: []}"), A100)).getAsJsonObject("affinity"), A100);

        assertEquals(podSpec(users).get("affinity"), back);
        assertTrue(nothing.isEmpty(), nothing::toString);
    }

    @Test
    void aTemplateSomebodyElseResetNoLongerSteers() {
        JsonObject steered = apply(deployment("{containers: []}"), A100);
        podSpec(steered).remove("affinity");

        assertEquals(A100, Steering.noted(typed(steered)));
        assertFalse(A100.isIn(typed(steered)));
    }

    @Test
    void otherAffinityStaysAndThePatchHoldsOnlyForTheVersionRead() {
        JsonObject deployment = deployment("""
                containers: []
                affinity:
                  podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: host}]}
                  nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {}}]}
                """);

        JsonArray patch = TemplateSteering.patch(deployment, A100);
        JsonObject steered = apply(deployment, A100);

        assertEquals(Manifests.json("{op: test, path: /metadata/resourceVersion, value: '7'}"), patch.get(0));
        JsonObject affinity = podSpec(steered).getAsJsonObject("affinity");
        assertEquals(
                podSpec(deployment).getAsJsonObject("affinity").get("podAntiAffinity"),
                affinity.get("podAntiAffinity"));
        assertTrue(affinity.getAsJsonObject("nodeAffinity").has("preferredDuringSchedulingIgnoredDuringExecution"));
    }

    private static String affinity(String terms) {
        return "{containers: [], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                + " {nodeSelectorTerms: " + terms + "}}}}";
    }

    private static JsonObject deployment(String podSpec) {
        return Manifests.json(
                "metadata: {name: d, resourceVersion: '7'}\nspec:\n  selector: {}\n  template:\n    spec:\n"
                        + podSpec.indent(6));
    }

    /** Carries out the operations the patch uses: test and add, the parent being there. */
    private static JsonObject apply(JsonObject deployment, Steering wanted) {
        JsonObject root = deployment.deepCopy();
        for (JsonElement element : TemplateSteering.patch(deployment, wanted)) {
            JsonObject operation = element.getAsJsonObject();
            String[] path = operation.get("path").getAsString().split("/", -1);
            JsonObject parent = root;
            for (int i = 1; i < path.length - 1; i++) {
                parent = parent.getAsJsonObject(path[i]);
            }
            String last = path[path.length - 1].replace("~1", "/").replace("~0", "~");
            if (operation.get("op").getAsString().equals("add")) {
                parent.add(last, operation.get("value"));
            } else {
                assertEquals(parent.get(last), operation.get("value"));
            }
        }
        return root;
    }

    private static V1Deployment typed(JsonObject deployment) {
        return JSON.getGson().fromJson(deployment, V1Deployment.class);
    }

    private static JsonObject podSpec(JsonObject deployment) {
        return deployment.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec");
    }

    private static JsonElement terms(JsonObject deployment) {
        return podSpec(deployment)
                .getAsJsonObject("affinity")
                .getAsJsonObject("nodeAffinity")
                .getAsJsonObject("requiredDuringSchedulingIgnoredDuringExecution")
                .get("nodeSelectorTerms");
    }

    private static JsonElement terms(String yaml) {
        return Manifests.json("terms: " + yaml).get("terms");
    }

    private static String annotation(JsonObject deployment, String name) {
        return deployment
                .getAsJsonObject("metadata")
                .getAsJsonObject("annotations")
                .get(name)
                .getAsString();
    }
}
