package dev.inferno.e2e.harness;

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

    static LocalCluster up(String name) {
        LocalCluster cluster = new LocalCluster(name);
        String owner = Long.toString(ProcessHandle.current().pid());
        cluster.verb("up", "--owner", owner, "--no-nodes", "--scrape-interval", "1s");
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

    private String verb(String verb, String... options) {
        List<String> command =
                new ArrayList<>(List.of(Checkout.ROOT.resolve("hack/cluster").toString(), verb));
        command.addAll(List.of(options));
        command.addAll(List.of("--name", name));
        return Shell.run(Checkout.ROOT, Map.of(), "", command).orFail(command);
    }
}
