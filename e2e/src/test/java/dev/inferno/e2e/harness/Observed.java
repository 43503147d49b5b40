package dev.inferno.e2e.harness;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A namespace as its user sees it: variants, their conditions, Deployments. */
public class Observed {

    /** How long a change may take to be seen: rate window, scrape and a few cycles. */
    public static final Duration SETTLE = Duration.ofSeconds(75);

    private final Kubectl kubectl;
    private final String name;

    Observed(Kubectl kubectl, String name) {
        this.kubectl = kubectl;
        this.name = name;
    }

    public String namespace() {
        return name;
    }

    public JsonObject va(String variant) {
        return kubectl.get("va", name, variant)
                .orElseThrow(() -> new AssertionError("no VariantAutoscaling " + name + "/" + variant));
    }

    /** {@code spec.replicas} of a Deployment. */
    public int replicas(String deployment) {
        return kubectl.get("deployment", name, deployment)
                .map(object -> object.getAsJsonObject("spec").get("replicas").getAsInt())
                .orElse(-1);
    }

    /** What a JSON path finds in all objects of a kind. */
    public String jsonPath(String kind, String path) {
        return kubectl.run("get", kind, "-n", name, "-o", "jsonpath=" + path);
    }

    /** Of all pods that have one. */
    public Set<String> nodesOfPods() {
        return words(jsonPath("pods", "{.items[*].spec.nodeName}"));
    }

    /** Of a text with blanks between them. */
    public static Set<String> words(String text) {
        return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split(" ", -1)));
    }

    /** Until the Deployments together have so many available replicas. */
    public void awaitServing(int replicas) {
        Await.until(
                replicas + " serve",
                SETTLE,
                () -> jsonPath("deployment", "{.items[*].status.availableReplicas}")
                        .equals("" + replicas),
                this::picture);
    }

    /** A number of the status by its path, such as {@code decision.wanted}; -1 when absent. */
    public int status(String variant, String path) {
        return at(va(variant).get("status"), path).map(JsonElement::getAsInt).orElse(-1);
    }

    public Optional<Condition> condition(String variant, String type) {
        JsonElement status = va(variant).get("status");
        if (status == null || !status.getAsJsonObject().has("conditions")) {
            return Optional.empty();
        }
        for (JsonElement element : status.getAsJsonObject().getAsJsonArray("conditions")) {
            JsonObject condition = element.getAsJsonObject();
            if (condition.get("type").getAsString().equals(type)) {
                return Optional.of(new Condition(
                        condition.get("status").getAsString(),
                        condition.get("reason").getAsString(),
                        condition.get("message").getAsString()));
            }
        }
        return Optional.empty();
    }

    /** What users read of a condition. */
    public record Condition(String status, String reason, String message) {

        public boolean is(String status, String reason) {
            return this.status.equals(status) && this.reason.equals(reason);
        }
    }

    public void awaitReplicas(String deployment, int replicas) {
        Await.until(
                deployment + " has " + replicas + " replicas",
                SETTLE,
                () -> replicas(deployment) == replicas,
                this::picture);
    }

    public Condition awaitCondition(String variant, String type, Predicate<Condition> holds) {
        Await.until(
                "condition " + type + " of " + variant,
                SETTLE,
                () -> condition(variant, type).filter(holds).isPresent(),
                this::picture);
        return condition(variant, type).orElseThrow();
    }

    /** What a person would look at when a scenario fails. */
    public String picture() {
        return kubectl.tryRun("describe", "va", "-n", name).out()
                + kubectl.tryRun("get", "deployments,pods", "-n", name, "-o", "wide")
                        .out();
    }

    static String lastLines(String text, int count) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static Optional<JsonElement> at(JsonElement start, String path) {
        JsonElement element = start;
        for (String step : path.split("\\.", -1)) {
            if (element == null || !element.isJsonObject()) {
                return Optional.empty();
            }
            element = element.getAsJsonObject().get(step);
        }
        return Optional.ofNullable(element);
    }
}
