package dev.inferno.e2e.harness;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One scenario's own namespace, model and nodes, so that scenarios do not meet. Everything made is removed when closed.
 */
public final class Scenario extends Observed implements AutoCloseable {

    private final World world;
    private final String name;
    private final List<Background> loads = new ArrayList<>();
    private final List<String> nodes = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();

    public Scenario(World world, String name) {
        super(world.kubectl(), name);
        this.world = world;
        this.name = name;
        world.kubectl().run("create", "namespace", name);
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
        List<String> added = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        nodes.addAll(added);
        world.kubectl().run(ofNodes("label", added, "scenario=" + name));
    }

    /** One call for all of them. */
    private static String[] ofNodes(String verb, List<String> names, String... options) {
        return Stream.of(List.of(verb, "node"), names, List.of(options))
                .flatMap(List::stream)
                .toArray(String[]::new);
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

    /** As {@link #variant}, for the installation with this controller instance. */
    public void variantOf(String instance, String variant) {
        String manifest = Manifests.variant(namespace(), variant, model(), "20.58", "0.41", "");
        world.kubectl()
                .apply(manifest.replace("labels: {", "labels: {wva.llmd.ai/controller-instance: " + instance + ", "));
    }

    /** A VariantAutoscaling without a label, that may choose among accelerators of the walkthrough's law. */
    public void choosingVariant(String variant, List<String> accelerators) {
        world.kubectl().apply(Manifests.choosingVariant(namespace(), variant, model(), accelerators));
    }

    /**
     * A server of law {@code iteration} with a batch of 16 and a part of every prompt in its prefix cache, and its variant, whose
     * profile has this part of every time.
     */
    public void profiled(String variant, double part, int prefixCacheHitPercent) {
        String law = "base=20,decodeToken=0.4,prefillToken=0.02,kvToken=0.0001";
        server(variant, law, 16, "prefix-cache-hit-percent", prefixCacheHitPercent);
        world.kubectl().apply(Manifests.profiledVariant(namespace(), variant, model(), part));
    }

    /** A server of law {@code iteration} whose KV gauge says full at so many tokens, and its variant, which nobody profiled. */
    public void unprofiled(String variant, int kvTokens, String more) {
        unprofiled(variant, 16, kvTokens, more);
    }

    /** The same with so many places in its batch. */
    public void unprofiled(String variant, int maxNumSeqs, int kvTokens, String more) {
        server(variant, "base=20,decodeToken=0.4", maxNumSeqs, "kv-tokens", kvTokens);
        world.kubectl().apply(Manifests.variantWithoutProfile(namespace(), variant, model(), more));
    }

    /** @param setting of the emulator, beside its law and its batch */
    private void server(String variant, String law, int maxNumSeqs, String setting, int value) {
        String server = Manifests.deployment(namespace(), variant, "nvidia.com/gpu", 1, model(), law);
        String settings = "max-num-seqs: \"" + maxNumSeqs + "\"\n        emulator.inferno.llmd.ai/" + setting + ": \""
                + value + "\"";
        world.kubectl().apply(server.replace("max-num-seqs: \"4\"", settings));
    }

    /** Counters instead of servers, for all pods with the labels {@code app} and {@code model}. */
    public CountedTraffic countedTraffic() {
        return new CountedTraffic(new PodWatch(world.kubectl(), name), name, world.targets());
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

    @Override
    public String picture() {
        return super.picture() + lastLines(world.operator().log(), 40);
    }

    @Override
    public void close() {
        loads.forEach(Background::close);
        keys.forEach((key, configMap) -> patchKey(configMap, key, JsonNull.INSTANCE));
        // At once: the operator must not see it go while the next scenario watches what it writes.
        world.kubectl().run("delete", "va", "--all", "-n", name);
        world.kubectl().run("delete", "namespace", name, "--wait=false");
        if (!nodes.isEmpty()) {
            world.kubectl().run(ofNodes("delete", nodes, "--wait=false", "--ignore-not-found"));
        }
    }
}
