package dev.inferno.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A cluster whose pods are containers, with the operator's image installed by Helm as a user does it: two replicas in a
 * namespace that enforces the restricted Pod Security. Built and started once for all scenarios of a run.
 */
public final class PodWorld implements AutoCloseable {

    /** Release and namespace of the installation that every scenario finds. */
    public static final String RELEASE = "inferno-autoscaler";

    private static final Path IMAGES = Checkout.ROOT.resolve("target/image");
    private static final Path VALUES = Checkout.ROOT.resolve("e2e/src/test/resources/pods/values.yaml");

    private final LocalCluster cluster;
    private final Kubectl kubectl;
    private final Installation installation;

    private PodWorld() {
        run("hack/image");
        cluster = LocalCluster.upWithPods("pods-" + ProcessHandle.current().pid());
        kubectl = new Kubectl(cluster.kubectl(), env(Cluster.KUBECONFIG));
        for (String program : List.of("operator", "emulator")) {
            cluster.verb(
                    "load-image",
                    IMAGES.resolve("inferno-autoscaler-" + program + ".tar").toString());
        }
        installation = new Installation(this, RELEASE, World.SYSTEM);
    }

    static PodWorld start() {
        PodWorld world = new PodWorld();
        world.installation.install();
        return world;
    }

    public Kubectl kubectl() {
        return kubectl;
    }

    /** The release that is always there. */
    public Installation installation() {
        return installation;
    }

    /** Another release in a namespace of its own; {@link Installation#install} it, and uninstall it afterwards. */
    public Installation another(String release) {
        return new Installation(this, release, release + "-system");
    }

    Shell.Result helm(String... args) {
        List<String> command = new ArrayList<>(List.of(env("HELM")));
        command.addAll(Arrays.asList(args));
        return Shell.run(Checkout.ROOT, cluster.environment(), "", command);
    }

    Path values() {
        return VALUES;
    }

    /** What pods call the Prometheus of the cluster. */
    String prometheusUrl() {
        return env("INFERNO_POD_PROMETHEUS_BASE_URL");
    }

    /** An outage: {@code stop} or {@code start} of a component such as {@code kube-apiserver}. */
    public void component(String verb, String component) {
        cluster.component(verb, component);
    }

    /** The API server's audit log from a line on. */
    public List<Audit> audit(int from) {
        try {
            return Files.readAllLines(Path.of(env(Cluster.AUDIT_LOG))).stream()
                    .skip(from)
                    .map(Audit::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log(String program) {
        return Checkout.ROOT.resolve("e2e/target/logs").resolve("pods-" + program + ".log");
    }

    Map<String, String> environment() {
        return cluster.environment();
    }

    private static void run(String script) {
        List<String> command = List.of(Checkout.ROOT.resolve(script).toString());
        Shell.run(Checkout.ROOT, Map.of(), "", command).orFail(command);
    }

    private String env(String key) {
        String value = cluster.environment().get(key);
        if (value == null) {
            throw new AssertionError("hack/cluster env gives no " + key);
        }
        return value;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
