package dev.inferno.e2e.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One release of the chart, and the operator's pods. */
public final class Installation {

    private static final Duration START = Duration.ofSeconds(90);

    private final PodWorld world;
    private final String release;
    private final String namespace;
    private Duration untilReady = Duration.ZERO;

    Installation(PodWorld world, String release, String namespace) {
        this.world = world;
        this.release = release;
        this.namespace = namespace;
    }

    public String namespace() {
        return namespace;
    }

    /** The account its pods have, as the audit log names it. */
    public String account() {
        return "system:serviceaccount:" + namespace + ":" + fullname();
    }

    private String fullname() {
        return (release.contains(PodWorld.RELEASE) ? release : release + "-" + PodWorld.RELEASE)
                + "-controller-manager";
    }

    /** {@code helm install} into a new namespace of restricted Pod Security; returns when both replicas are ready. */
    public void install(String... set) {
        world.kubectl().run("create", "namespace", namespace);
        world.kubectl().run("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
        List<String> command =
                new ArrayList<>(List.of("install", release, "charts/inferno-autoscaler", "-n", namespace));
        command.addAll(
                List.of("-f", world.values().toString(), "--set", "prometheus.baseURL=" + world.prometheusUrl()));
        for (String value : set) {
            command.addAll(List.of("--set", value));
        }
        long start = System.nanoTime();
        helm(command.toArray(String[]::new));
        Await.until("both replicas are ready", START, () -> ready() == 2, this::picture);
        untilReady = Duration.ofNanos(System.nanoTime() - start);
        System.err.printf("helm install of %s to both replicas Ready: %.1f s%n", release, untilReady.toMillis() / 1e3);
    }

    /** From {@code helm install} to two ready replicas. */
    public Duration untilReady() {
        return untilReady;
    }

    /** {@code helm test}: fails when the release's own test does. */
    public void test() {
        helm("test", release, "-n", namespace, "--timeout", "90s");
    }

    public void uninstall() {
        helm("uninstall", release, "-n", namespace, "--wait");
    }

    private void helm(String... args) {
        world.helm(args).orFail(Arrays.asList(args));
    }

    private int ready() {
        String count = world.kubectl()
                .run("get", "deployment", fullname(), "-n", namespace, "-o", "jsonpath={.status.readyReplicas}");
        return count.isBlank() ? 0 : Integer.parseInt(count);
    }

    public void awaitReady() {
        Await.until("both replicas are ready", START, () -> ready() == 2, this::picture);
    }

    /** The pod that holds the Lease; empty when nobody does. */
    public Optional<String> leader() {
        String holder = holder();
        return Arrays.stream(podNames())
                .filter(pod -> holder.startsWith(pod + "_"))
                .findFirst();
    }

    /** Who holds the Lease: a process, not only a pod; empty when nobody does. */
    public String holder() {
        Shell.Result lease = world.kubectl()
                .tryRun("get", "lease", "-n", namespace, "-o", "jsonpath={.items[*].spec.holderIdentity}");
        return lease.exitCode() == 0 ? lease.out().strip() : "";
    }

    public String awaitLeader() {
        Await.until("somebody leads", START, () -> leader().isPresent(), this::picture);
        return leader().orElseThrow();
    }

    public String[] podNames() {
        String names = world.kubectl().run("get", "pods", "-n", namespace, "-o", "jsonpath={.items[*].metadata.name}");
        return names.isBlank() ? new String[0] : names.split(" ", -1);
    }

    /** The process of the pod's container, as this machine sees it; empty while there is none. */
    public OptionalLong process(String pod) {
        String id = world.kubectl()
                .run("get", "pod", pod, "-n", namespace, "-o", "jsonpath={.status.containerStatuses[0].containerID}")
                .replace("containerd://", "");
        return id.isBlank() ? OptionalLong.empty() : Processes.inControlGroup(id);
    }

    /** What all replicas have logged. */
    public String log() {
        StringBuilder log = new StringBuilder();
        for (String pod : podNames()) {
            log.append(world.kubectl().tryRun("logs", pod, "-n", namespace).out());
        }
        return log.toString();
    }

    /** What a person would look at. */
    public String picture() {
        return world.kubectl()
                        .tryRun("get", "pods,lease", "-n", namespace, "-o", "wide")
                        .out()
                + world.kubectl().tryRun("get", "events", "-n", namespace).out()
                + Observed.lastLines(log(), 40);
    }
}
