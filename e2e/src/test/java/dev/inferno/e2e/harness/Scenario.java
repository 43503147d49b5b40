package dev.inferno.e2e.harness;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One scenario's own namespace, model and nodes, so that scenarios do not meet. Everything made is removed when closed.
 */
public final class Scenario implements AutoCloseable {

    /** How long a change may take to be seen: rate window, scrape and a few cycles. */
    public static final Duration SETTLE = Duration.ofSeconds(75);

    private final World world;
    private final String name;
    private final List<Background> loads = new ArrayList<>();
    private final List<String> nodes = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();

    public Scenario(World world, String name) {
        this.world = world;
        this.name = name;
        world.kubectl().run("create", "namespace", name);
    }

    public String namespace() {
        return name;
    }

    /** The model name of the scenario; classes and rates are per model. */
    public String model() {
        return "model/" + name;
    }

    /** Nodes only this scenario's pods may use, with the vendor's default product. */
    public void nodes(String type, int count, int gpus) {
        addNodes(name + "-" + type + "-", count, "-t", type, "-g", Integer.toString(gpus));
    }

    /** As {@link #nodes}, with an NVIDIA product of this label value. */
    public void nvidiaNodes(String product, int memoryMib, int count, int gpus) {
        String prefix = name + "-" + product.toLowerCase(Locale.ROOT) + "-";
        String memory = Integer.toString(memoryMib);
        addNodes(prefix, count, "-t", "nvidia", "-d", product, "-m", memory, "-g", Integer.toString(gpus));
    }

    private void addNodes(String prefix, int count, String... options) {
        world.addNodes(prefix, count, options);
        for (int i = 0; i < count; i++) {
            nodes.add(prefix + i);
            world.kubectl().run("label", "node", prefix + i, "scenario=" + name);
        }
    }

    public List<String> nodeNames() {
        return List.copyOf(nodes);
    }

    /** An SLO for the model in a class file of its own, in the operator's namespace. */
    public void serviceClass(int priority, double itlMillis, double ttwMillis) {
        serviceClass(name, model(), priority, itlMillis, ttwMillis);
    }

    /** @param file of the class, which is called so too */
    public void serviceClass(String file, String model, int priority, double itlMillis, double ttwMillis) {
        String form = "name: %s\npriority: %d\ndata:\n  - model: %s\n    slo-itl: %s\n    slo-ttw: %s\n";
        String yaml = String.format(Locale.ROOT, form, file, priority, model, itlMillis, ttwMillis);
        configMapKey("service-classes-config", file + ".yaml", yaml);
    }

    /** Sets one key of a ConfigMap of the operator; removed when the scenario ends. */
    public void configMapKey(String configMap, String key, String value) {
        patchKey(configMap, key, new JsonPrimitive(value));
        keys.put(key, configMap);
    }

    private void patchKey(String configMap, String key, JsonElement value) {
        JsonObject data = new JsonObject();
        data.add(key, value);
        JsonObject patch = new JsonObject();
        patch.add("data", data);
        world.kubectl()
                .run("patch", "configmap", configMap, "-n", World.SYSTEM, "--type=merge", "-p", patch.toString());
    }

    /** A Deployment of emulated servers with one device each, as fast as the walkthrough's law. */
    public void deployment(String deployment, String resource, int replicas) {
        deployment(deployment, resource, replicas, model());
    }

    public void deployment(String deployment, String resource, int replicas, String model) {
        deployment(deployment, resource, replicas, model, "base=20.58,decodeToken=0.41");
    }

    /** @param law of the emulated servers, in milliseconds */
    public void deployment(String deployment, String resource, int replicas, String model, String law) {
        world.kubectl().apply(Manifests.deployment(namespace(), deployment, resource, replicas, model, law));
    }

    /** The walkthrough's VariantAutoscaling: A100, legacy2025, batch limit 4. {@code more} is appended to the spec. */
    public void variant(String variant, String more) {
        variant(variant, model(), more);
    }

    public void variant(String variant, String model, String more) {
        variant(variant, model, "20.58", "0.41", more);
    }

    public void variant(String variant, String model, String alpha, String beta, String more) {
        world.kubectl().apply(Manifests.variant(namespace(), variant, model, alpha, beta, more));
    }

    /** A VariantAutoscaling without a label, that may choose among accelerators of the walkthrough's law. */
    public void choosingVariant(String variant, List<String> accelerators) {
        world.kubectl().apply(Manifests.choosingVariant(namespace(), variant, model(), accelerators));
    }

    /** Requests per minute until stopped; 50 + 128 tokens each. */
    public Background load(String model, String mode, double perMinute) {
        return load("ns", model, mode, perMinute);
    }

    /** As {@link #load}, but through a gateway, which counts also what no pod takes. */
    public Background gatewayLoad(double perMinute) {
        return load("gateway", model(), "deterministic", perMinute);
    }

    private Background load(String way, String model, String mode, double perMinute) {
        List<String> command = new ArrayList<>(Checkout.java("e2e", "dev.inferno.e2e.load.LoadMain"));
        command.addAll(List.of("--model", model, "--rate", Double.toString(perMinute), "--mode", mode, "--seed", "1"));
        command.addAll(List.of("--prompt-tokens", "50", "--max-tokens", "128", "--duration", "3600"));
        command.addAll(List.of("--url", world.emulatorUrl() + "/" + way + "/" + name));
        String id = "load-" + name + "-" + loads.size();
        Background load = Background.start(id, world.log(id), world.environment(), command);
        loads.add(load);
        return load;
    }

    public JsonObject va(String variant) {
        return world.kubectl()
                .get("va", name, variant)
                .orElseThrow(() -> new AssertionError("no VariantAutoscaling " + name + "/" + variant));
    }

    /** {@code spec.replicas} of a Deployment. */
    public int replicas(String deployment) {
        return world.kubectl()
                .get("deployment", name, deployment)
                .map(object -> object.getAsJsonObject("spec").get("replicas").getAsInt())
                .orElse(-1);
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
        return world.kubectl().tryRun("describe", "va", "-n", name).out()
                + world.kubectl()
                        .tryRun("get", "deployments,pods", "-n", name, "-o", "wide")
                        .out()
                + lastLines(world.operator().log(), 40);
    }

    private static String lastLines(String text, int count) {
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

    @Override
    public void close() {
        loads.forEach(Background::close);
        keys.forEach((key, configMap) -> patchKey(configMap, key, JsonNull.INSTANCE));
        // At once: the operator must not see it go while the next scenario watches what it writes.
        world.kubectl().run("delete", "va", "--all", "-n", name);
        world.kubectl().run("delete", "namespace", name, "--wait=false");
        nodes.forEach(node -> world.kubectl().run("delete", "node", node, "--wait=false", "--ignore-not-found"));
    }
}
