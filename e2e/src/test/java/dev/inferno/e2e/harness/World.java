package dev.inferno.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * One cluster with Prometheus, emulated servers and the operator, for all scenarios of a run. The operator runs with its
 * ServiceAccount's token and the shipped rules.
 */
public final class World implements AutoCloseable {

    /** Where the operator reads its ConfigMaps. */
    public static final String SYSTEM = "inferno-autoscaler-system";

    private static final Duration START = Duration.ofSeconds(60);

    private final String name = "e2e-" + ProcessHandle.current().pid();
    private final Cluster cluster;
    private final Kubectl kubectl;
    private final Background emulator;
    private final String emulatorUrl;
    private Operator operator;

    private World() {
        cluster = Cluster.of(System.getenv(), name);
        kubectl = new Kubectl(cluster.kubectl(), env(Cluster.KUBECONFIG));
        install();
        emulator = startEmulator();
        emulatorUrl = emulator.awaitLog(Pattern.compile("ready (http://\\S+)"), START);
        operator = Operator.start(this, Map.of());
    }

    /** Starts everything and waits until the operator is ready. */
    static World start() {
        World world = new World();
        world.operator.awaitReady();
        return world;
    }

    private void install() {
        if (kubectl.tryRun("get", "namespace", SYSTEM).exitCode() == 0) {
            throw new AssertionError("namespace " + SYSTEM + " exists already, an operator may be at work there;"
                    + " remove it (kubectl delete namespace " + SYSTEM + ") or take another cluster");
        }
        kubectl.run("create", "namespace", SYSTEM);
        kubectl.run("apply", "-f", Checkout.ROOT.resolve("crds").toString());
        kubectl.run("wait", "--for=condition=Established", "crd/variantautoscalings.llmd.ai", "--timeout=30s");
        kubectl.run(
                "apply",
                "-f",
                Checkout.ROOT
                        .resolve("docs/examples/quickstart/10-configmaps.yaml")
                        .toString());
        List<String> command = List.of(
                Checkout.ROOT.resolve("hack/operator-kubeconfig").toString(),
                operatorKubeconfig().toString());
        Shell.run(Checkout.ROOT, environment(), "", command).orFail(command);
    }

    private Background startEmulator() {
        List<String> command = new ArrayList<>(Checkout.java("e2e", "dev.inferno.e2e.emulator.EmulatorMain"));
        command.addAll(List.of("--port", "0", "--kubeconfig", env(Cluster.KUBECONFIG)));
        command.addAll(List.of("--target-file", targetFile().toString()));
        return Background.start("emulator", log("emulator"), environment(), command);
    }

    private Path targetFile() {
        return targets().resolve(name + ".json");
    }

    /** Where Prometheus looks for those who speak for pods. */
    Path targets() {
        return Path.of(env(Cluster.TARGETS));
    }

    /** The operator's own kubeconfig. */
    public Path operatorKubeconfig() {
        return Checkout.ROOT.resolve("e2e/target").resolve(name + "-operator.kubeconfig");
    }

    /** Ends the operator, gently or as a crash, and starts another one. */
    public Operator restartOperator(boolean crash, Map<String, String> settings) {
        operator.end(crash);
        operator = Operator.start(this, settings);
        operator.awaitReady();
        return operator;
    }

    public Operator operator() {
        return operator;
    }

    /** One more operator beside it; {@code CONTROLLER_INSTANCE} keeps their variants and Leases apart. */
    public Operator startOperator(Map<String, String> settings) {
        Operator another = Operator.start(this, settings);
        another.awaitReady();
        return another;
    }

    /** A line to the API server that can be disturbed. */
    public ApiServerProxy proxy() {
        needs(Power.OUTAGES);
        return new ApiServerProxy(server(), Path.of(env("INFERNO_CLUSTER_CA")));
    }

    private URI server() {
        return URI.create(kubectl.run("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"));
    }

    /** The operator's kubeconfig with another address of the API server. */
    public Path operatorKubeconfig(URI server) {
        Path file = Checkout.ROOT.resolve("e2e/target").resolve(name + "-" + server.getPort() + ".kubeconfig");
        try {
            String own = Files.readString(operatorKubeconfig());
            Files.writeString(file, own.replaceFirst("server: \"[^\"]*\"", "server: \"" + server + "\""));
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Kubectl kubectl() {
        return kubectl;
    }

    public String emulatorUrl() {
        return emulatorUrl;
    }

    public String prometheusUrl() {
        return env(Cluster.PROMETHEUS);
    }

    Map<String, String> environment() {
        return cluster.environment();
    }

    Path log(String program) {
        return Checkout.ROOT.resolve("e2e/target/logs").resolve(name + "-" + program + ".log");
    }

    /** A script of the checkout, with this cluster's environment. */
    public Shell.Result script(String path, String... args) {
        List<String> command =
                new ArrayList<>(List.of(Checkout.ROOT.resolve(path).toString()));
        command.addAll(List.of(args));
        return Shell.run(Checkout.ROOT, environment(), "", command);
    }

    /** Gives the operator the rights of the chart with these values on, such as {@code --node-labels}; none = the default. */
    public void rights(String... more) {
        List<String> words = new ArrayList<>(List.of(SYSTEM, "inferno-autoscaler-controller-manager"));
        words.addAll(List.of(more));
        kubectl.apply(script("hack/render-rbac", words.toArray(String[]::new)).orFail(words));
    }

    /** The command line, as a user types it. */
    public Shell.Result inferno(String... args) {
        return script("hack/inferno", args);
    }

    /** Skips the scenario, with the reason, on a cluster that cannot do this. Best asked first. */
    public void needs(Power power) {
        cluster.lacks(power).ifPresent(why -> Assumptions.abort("skipped, it needs " + power + ": " + why));
    }

    /** The API server's audit log, one JSON object per line. */
    public List<String> auditLog() {
        needs(Power.AUDIT_LOG);
        try {
            return Files.readAllLines(Path.of(env(Cluster.AUDIT_LOG)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An outage: {@code stop} or {@code start} of a component such as {@code prometheus}. */
    public void component(String verb, String component) {
        needs(Power.OUTAGES);
        cluster.component(verb, component);
    }

    /** Makes the emulated servers' metrics misbehave: {@code normal}, {@code empty}, {@code nan} or {@code stale}. */
    public void emulatorMetrics(String mode) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulatorUrl + "/emulator/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"mode\": \"" + mode + "\"}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError("emulator answers " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Adds nodes named prefix0, prefix1, .. with fake GPUs, as the options of {@code hack/cluster nodes} say. */
    void addNodes(String prefix, int nodes, String... options) {
        needs(Power.FAKE_NODES);
        List<String> words = new ArrayList<>(List.of("nodes", "--add", prefix, "--print", "-n", "" + nodes));
        words.addAll(List.of(options));
        kubectl.create(script("hack/cluster", words.toArray(String[]::new)).orFail(words));
        // kubectl wait would ask for each of them.
        Await.until(
                nodes + " nodes " + prefix + "* are Ready",
                Duration.ofMinutes(3),
                () -> kubectl.run("get", "nodes", "--no-headers")
                                .lines()
                                .filter(line -> line.matches(prefix + "\\d+ +Ready .*"))
                                .count()
                        == nodes,
                () -> kubectl.run("get", "nodes"));
    }

    private String env(String key) {
        String value = cluster.environment().get(key);
        if (value == null) {
            throw new AssertionError(
                    "the cluster has no " + key + ": " + cluster.environment().keySet());
        }
        return value;
    }

    @Override
    public void close() {
        operator.end(false);
        emulator.close();
        try {
            Files.deleteIfExists(targetFile());
            Files.deleteIfExists(operatorKubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cluster.close();
    }
}
