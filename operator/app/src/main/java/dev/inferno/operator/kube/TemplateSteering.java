package dev.inferno.operator.kube;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * Puts our expression into the required node affinity of a pod template. Terms are OR-ed, so it goes into every one of them;
 * an expression of an earlier steering is taken out first. Works on JSON as stored, because the client's models add empty
 * lists and drop fields they do not know. Pure.
 */
final class TemplateSteering {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String TERMS = "nodeSelectorTerms";
    private static final String EXPRESSIONS = "matchExpressions";
    private static final String FIELDS = "matchFields";

    private TemplateSteering() {}

    /** The JSON patch; it applies only to the very version that was read. */
    static JsonArray patch(JsonObject deployment, Steering wanted) {
        JsonObject metadata = deployment.getAsJsonObject("metadata");
        JsonObject annotations = member(metadata, "annotations");
        JsonElement affinity = podSpec(deployment).get("affinity");
        JsonElement note = annotations.get(Steering.ANNOTATION);
        Steering earlier = note == null ? null : Steering.parse(note.getAsString());
        JsonArray patch = new JsonArray();
        patch.add(operation("test", "/metadata/resourceVersion", metadata.get("resourceVersion")));
        if (!metadata.has("annotations")) {
            patch.add(operation("add", "/metadata/annotations", new JsonObject()));
        }
        patch.add(operation("add", annotation(Steering.ANNOTATION), new JsonPrimitive(wanted.json())));
        if (earlier == null || !holds(affinity, earlier)) {
            String original = affinity == null ? JsonNull.INSTANCE.toString() : affinity.toString();
            patch.add(operation("add", annotation(Steering.ANNOTATION_ORIGINAL), new JsonPrimitive(original)));
        }
        patch.add(operation(
                "add",
                "/spec/template/spec/affinity",
                steered(affinity == null ? new JsonObject() : affinity.getAsJsonObject(), earlier, wanted)));
        return patch;
    }

    /** The affinity that steers, everything else in it as it was. */
    private static JsonObject steered(JsonObject affinity, @Nullable Steering earlier, Steering wanted) {
        JsonObject node = member(affinity, "nodeAffinity").deepCopy();
        JsonObject required = member(node, REQUIRED);
        JsonArray terms = new JsonArray();
        for (JsonElement element : array(required, TERMS)) {
            JsonObject term = element.getAsJsonObject();
            JsonObject users = without(term, earlier);
            if (matchesNothing(term)) {
                terms.add(term);
            } else if (!matchesNothing(users)) {
                terms.add(with(users, wanted));
            }
        }
        if (terms.isEmpty()) {
            terms.add(with(new JsonObject(), wanted));
        }
        required.add(TERMS, terms);
        node.add(REQUIRED, required);
        JsonObject steered = affinity.deepCopy();
        steered.add("nodeAffinity", node);
        return steered;
    }

    /** The affinity without what we wrote; empty when nothing else was in it. */
    static JsonObject unsteered(JsonObject affinity, Steering ours) {
        JsonObject node = member(affinity, "nodeAffinity").deepCopy();
        JsonArray terms = new JsonArray();
        for (JsonElement element : array(member(node, REQUIRED), TERMS)) {
            JsonObject users = without(element.getAsJsonObject(), ours);
            if (matchesNothing(element.getAsJsonObject())) {
                terms.add(element);
            } else if (!matchesNothing(users)) {
                terms.add(users);
            }
        }
        node.remove(REQUIRED);
        if (!terms.isEmpty()) {
            JsonObject required = new JsonObject();
            required.add(TERMS, terms);
            node.add(REQUIRED, required);
        }
        JsonObject unsteered = affinity.deepCopy();
        unsteered.remove("nodeAffinity");
        if (!node.isEmpty()) {
            unsteered.add("nodeAffinity", node);
        }
        return unsteered;
    }

    /** Whether our expression is still there; if not, somebody put the template back and that is the original now. */
    private static boolean holds(@Nullable JsonElement affinity, Steering earlier) {
        if (affinity == null) {
            return false;
        }
        JsonObject required = member(member(affinity.getAsJsonObject(), "nodeAffinity"), REQUIRED);
        return array(required, TERMS).asList().stream()
                .anyMatch(term -> array(term.getAsJsonObject(), EXPRESSIONS).contains(earlier.expression()));
    }

    /** An empty term matches no node; putting an expression into it would make it match some. */
    private static boolean matchesNothing(JsonObject term) {
        return array(term, EXPRESSIONS).isEmpty() && array(term, FIELDS).isEmpty();
    }

    private static JsonObject without(JsonObject term, @Nullable Steering earlier) {
        if (earlier == null) {
            return term.deepCopy();
        }
        JsonArray kept = new JsonArray();
        for (JsonElement expression : array(term, EXPRESSIONS)) {
            if (!expression.equals(earlier.expression())) {
                kept.add(expression);
            }
        }
        JsonObject users = term.deepCopy();
        users.add(EXPRESSIONS, kept);
        return users;
    }

    private static JsonObject with(JsonObject term, Steering wanted) {
        JsonArray expressions = array(term, EXPRESSIONS).deepCopy();
        expressions.add(wanted.expression());
        JsonObject steered = term.deepCopy();
        steered.add(EXPRESSIONS, expressions);
        return steered;
    }

    private static JsonObject podSpec(JsonObject deployment) {
        return deployment.getAsJsonObject("spec").getAsJsonObject("template").getAsJsonObject("spec");
    }

    private static JsonObject member(JsonObject of, String name) {
        return of.has(name) ? of.getAsJsonObject(name) : new JsonObject();
    }

    private static JsonArray array(JsonObject of, String name) {
        return of.has(name) ? of.getAsJsonArray(name) : new JsonArray();
    }

    private static String annotation(String name) {
        return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonObject operation(String op, String path, JsonElement value) {
        JsonObject operation = new JsonObject();
        operation.addProperty("op", op);
        operation.addProperty("path", path);
        operation.add("value", value);
        return operation;
    }
}
