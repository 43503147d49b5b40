package dev.inferno.operator.kube;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NodeAffinity;
import io.kubernetes.client.openapi.models.V1NodeSelector;
import io.kubernetes.client.openapi.models.V1NodeSelectorRequirement;
import io.kubernetes.client.openapi.models.V1NodeSelectorTerm;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts our expression into the required node affinity of a pod template. Terms are OR-ed, so it goes into every one of them;
 * an expression of an earlier steering is taken out first. Pure.
 */
final class TemplateSteering {

    private TemplateSteering() {}

    /** The affinity that steers, everything else in it as it was. */
    static V1Affinity steered(V1Deployment deployment, Steering wanted) {
        V1Affinity before = Steering.affinity(deployment);
        Steering earlier = Steering.noted(deployment);
        List<V1NodeSelectorTerm> terms = new ArrayList<>();
        for (V1NodeSelectorTerm term : Steering.terms(before)) {
            V1NodeSelectorTerm users = without(term, earlier);
            if (Steering.matchesNothing(term)) {
                terms.add(term);
            } else if (!Steering.matchesNothing(users)) {
                terms.add(with(users, wanted));
            }
        }
        if (terms.isEmpty()) {
            terms.add(with(new V1NodeSelectorTerm(), wanted));
        }
        V1NodeAffinity node = before == null ? null : before.getNodeAffinity();
        return new V1Affinity()
                .podAffinity(before == null ? null : before.getPodAffinity())
                .podAntiAffinity(before == null ? null : before.getPodAntiAffinity())
                .nodeAffinity(new V1NodeAffinity()
                        .preferredDuringSchedulingIgnoredDuringExecution(
                                node == null ? null : node.getPreferredDuringSchedulingIgnoredDuringExecution())
                        .requiredDuringSchedulingIgnoredDuringExecution(new V1NodeSelector().nodeSelectorTerms(terms)));
    }

    private static V1NodeSelectorTerm without(V1NodeSelectorTerm term, @Nullable Steering earlier) {
        return new V1NodeSelectorTerm()
                .matchFields(term.getMatchFields())
                .matchExpressions(Lists.orEmpty(term.getMatchExpressions()).stream()
                        .filter(expression -> earlier == null || !earlier.isOurs(expression))
                        .toList());
    }

    private static V1NodeSelectorTerm with(V1NodeSelectorTerm term, Steering wanted) {
        List<V1NodeSelectorRequirement> expressions = new ArrayList<>(Lists.orEmpty(term.getMatchExpressions()));
        expressions.add(wanted.expression());
        return new V1NodeSelectorTerm().matchFields(term.getMatchFields()).matchExpressions(expressions);
    }

    /** The JSON patch; it applies only to the very version that was read. */
    static JsonArray patch(V1Deployment deployment, Steering wanted) {
        V1ObjectMeta metadata = Objects.requireNonNull(deployment.getMetadata(), "Deployment without metadata");
        JsonArray patch = new JsonArray();
        patch.add(operation("test", "/metadata/resourceVersion", text(metadata.getResourceVersion())));
        if (metadata.getAnnotations() == null) {
            patch.add(operation("add", "/metadata/annotations", new JsonObject()));
        }
        patch.add(operation("add", annotation(Steering.ANNOTATION), text(wanted.json())));
        if (Steering.noted(deployment) == null) {
            String original = JSON.getGson().toJson(Steering.affinity(deployment));
            patch.add(operation("add", annotation(Steering.ANNOTATION_ORIGINAL), text(original)));
        }
        patch.add(operation(
                "add", "/spec/template/spec/affinity", JSON.getGson().toJsonTree(steered(deployment, wanted))));
        return patch;
    }

    private static String annotation(String name) {
        return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonElement text(@Nullable String value) {
        return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value);
    }

    private static JsonObject operation(String op, String path, JsonElement value) {
        JsonObject operation = new JsonObject();
        operation.addProperty("op", op);
        operation.addProperty("path", path);
        operation.add("value", value);
        return operation;
    }
}
