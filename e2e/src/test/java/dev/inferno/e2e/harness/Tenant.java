package dev.inferno.e2e.harness;

import java.util.ArrayList;
import java.util.List;

/** A namespace with emulated servers as real pods on fake GPUs, behind a Service. Removed when closed. */
public final class Tenant extends Observed implements AutoCloseable {

    private final PodWorld world;
    private final List<Background> loads = new ArrayList<>();

    public Tenant(PodWorld world, String name) {
        super(world.kubectl(), name);
        this.world = world;
        world.kubectl().run("create", "namespace", name);
    }

    /** The model that the service classes of the installation know. */
    public String model() {
        return "default/default";
    }

    /** A Deployment with one NVIDIA device per replica and its Service, ready. */
    public void server(String name) {
        world.kubectl().apply(Manifests.realServer(namespace(), name, model()));
        world.kubectl().run("rollout", "status", "deployment/" + name, "-n", namespace(), "--timeout=90s");
    }

    /** @param labels further ones, as in {@code "a: b, "}; @param more is appended to the spec */
    public void variant(String name, String labels, String more) {
        String manifest = Manifests.variant(namespace(), name, model(), "20.58", "0.41", more);
        world.kubectl().apply(manifest.replace("labels: {", "labels: {" + labels));
    }

    /** Requests per minute through the Service until stopped; 50 + 128 tokens each. */
    public Background load(String service, double perMinute) {
        String address =
                world.kubectl().run("get", "service", service, "-n", namespace(), "-o", "jsonpath={.spec.clusterIP}");
        List<String> command = new ArrayList<>(Checkout.java("e2e", "dev.inferno.e2e.load.LoadMain"));
        command.addAll(List.of("--model", model(), "--rate", Double.toString(perMinute), "--url", "http://" + address));
        command.addAll(List.of("--prompt-tokens", "50", "--max-tokens", "128", "--duration", "3600"));
        String id = "load-" + namespace() + "-" + loads.size();
        Background load = Background.start(id, world.log(id), world.environment(), command);
        loads.add(load);
        return load;
    }

    @Override
    public String picture() {
        return super.picture() + world.installation().picture();
    }

    @Override
    public void close() {
        loads.forEach(Background::close);
        world.kubectl().run("delete", "namespace", namespace(), "--wait=false");
    }
}
