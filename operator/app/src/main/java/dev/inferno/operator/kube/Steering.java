package dev.inferno.operator.kube;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NodeAffinity;
import io.kubernetes.client.openapi.models.V1NodeSelector;
import io.kubernetes.client.openapi.models.V1NodeSelectorRequirement;
import io.kubernetes.client.openapi.models.V1NodeSelectorTerm;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we wrote into a Deployment's pod template, noted in an annotation of the Deployment.
 *
 * @param accelerator the accelerator the expression stands for
 */
record Steering(String accelerator, String labelKey, List<String> labelValues) {

    /** Our note, as JSON of this record. */
    static final String ANNOTATION = "inferno.llmd.ai/steering";

    /** The affinity before our first change, as JSON; {@code null} when there was none. */
    static final String ANNOTATION_ORIGINAL = "inferno.llmd.ai/original-affinity";

    private static final Gson GSON = new Gson();

    Steering {
        labelValues = List.copyOf(labelValues);
    }

    String json() {
        return GSON.toJson(this);
    }

    /** What the annotation says, null when there is none or nobody can read it. */
    static @Nullable Steering noted(V1Deployment deployment) {
        String note = deployment.getMetadata() == null
                ? null
                : Lists.orEmpty(deployment.getMetadata().getAnnotations()).get(ANNOTATION);
        return note == null ? null : parse(note);
    }

    static @Nullable Steering parse(String note) {
        try {
            return GSON.fromJson(note, Steering.class);
        } catch (JsonParseException | NullPointerException broken) {
            return null;
        }
    }

    /** Whether the template really steers so: every term that can match holds our expression. */
    boolean isIn(V1Deployment deployment) {
        List<V1NodeSelectorTerm> terms = terms(affinity(deployment)).stream()
                .filter(term -> !matchesNothing(term))
                .toList();
        return !terms.isEmpty() && terms.stream().allMatch(this::isIn);
    }

    private boolean isIn(V1NodeSelectorTerm term) {
        return Lists.orEmpty(term.getMatchExpressions()).stream().anyMatch(this::isOurs);
    }

    private boolean isOurs(V1NodeSelectorRequirement expression) {
        return "In".equals(expression.getOperator())
                && labelKey.equals(expression.getKey())
                && labelValues.equals(Lists.orEmpty(expression.getValues()));
    }

    /** The expression we write. */
    JsonObject expression() {
        JsonArray values = new JsonArray();
        labelValues.forEach(values::add);
        JsonObject expression = new JsonObject();
        expression.addProperty("key", labelKey);
        expression.addProperty("operator", "In");
        expression.add("values", values);
        return expression;
    }

    /** An empty term matches no node. */
    private static boolean matchesNothing(V1NodeSelectorTerm term) {
        return Lists.orEmpty(term.getMatchExpressions()).isEmpty()
                && Lists.orEmpty(term.getMatchFields()).isEmpty();
    }

    private static @Nullable V1Affinity affinity(V1Deployment deployment) {
        V1PodSpec pod = deployment.getSpec() == null
                ? null
                : deployment.getSpec().getTemplate().getSpec();
        return pod == null ? null : pod.getAffinity();
    }

    private static List<V1NodeSelectorTerm> terms(@Nullable V1Affinity affinity) {
        V1NodeAffinity node = affinity == null ? null : affinity.getNodeAffinity();
        V1NodeSelector required = node == null ? null : node.getRequiredDuringSchedulingIgnoredDuringExecution();
        return required == null ? List.of() : required.getNodeSelectorTerms();
    }
}
