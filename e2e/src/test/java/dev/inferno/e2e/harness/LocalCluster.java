package dev.inferno.e2e.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster of {@code hack/cluster}, which goes down at the latest with this process. */
final class LocalCluster implements Cluster {

    private final String name;
    private final Map<String, String> environment = new HashMap<>();

    private LocalCluster(String name) {
        this.name = name;
    }

    /** Why {@link #upWithPods} cannot work on this machine; empty when it can. */
    static Optional<String> lacksPods() {
        List<String> command = List.of(Checkout.ROOT.resolve("hack/cluster").toString(), "can-run-pods");
        Shell.Result result = Shell.run(Checkout.ROOT, Map.of(), "", command);
        return result.exitCode() == 0 ? Optional.empty() : Optional.of((result.out() + result.err()).strip());
    }

    /** Without nodes. */
    static LocalCluster up(String name) {
        return up(name, List.of());
    }

    /** With one real node, whose pods are containers. */
    static LocalCluster upWithPods(String name) {
        return up(name, List.of("--pods"));
    }

    private static LocalCluster up(String name, List<String> more) {
        LocalCluster cluster = new LocalCluster(name);
        String owner = Long.toString(ProcessHandle.current().pid());
        List<String> options = new ArrayList<>(List.of("--owner", owner, "--no-nodes", "--scrape-interval", "1s"));
        options.addAll(more);
        // A first start waits until the binaries are built.
        cluster.verb(Duration.ofHours(1), "up", options.toArray(String[]::new));
        for (String line : cluster.verb("env", "--plain").lines().toList()) {
            int equals = line.indexOf('=');
            cluster.environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return cluster;
    }

    @Override
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    @Override
    public Optional<String> lacks(Power power) {
        return Optional.empty();
    }

    @Override
    public void component(String verb, String component) {
        verb(verb, component);
    }

    @Override
    public void close() {
        verb("down");
    }

    String verb(String verb, String... options) {
        return verb(Shell.LONGEST, verb, options);
    }

    private String verb(Duration longest, String verb, String... options) {
        List<String> command =
                new ArrayList<>(List.of(Checkout.ROOT.resolve("hack/cluster").toString(), verb));
        command.addAll(List.of(options));
        command.addAll(List.of("--name", name));
        return Shell.run(Checkout.ROOT, Map.of(), "", command, longest).orFail(command);
    }
}
