package dev.inferno.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster that somebody else has started and goes on using: only what the run has made is taken away. */
final class ExistingCluster implements Cluster {

    private static final List<String> NEEDED = List.of(KUBECONFIG, PROMETHEUS, TARGETS);

    /** Names of nodes that KWOK plays; its owner has thereby accepted nodes that do not exist. */
    private static final String FAKE_NODES =
            "jsonpath={.items[?(@.metadata.annotations.kwok\\.x-k8s\\.io/node==\"fake\")].metadata.name}";

    private final Map<String, String> environment;

    private ExistingCluster(Map<String, String> environment) {
        this.environment = environment;
    }

    static ExistingCluster of(Map<String, String> environment) {
        List<String> missing =
                NEEDED.stream().filter(key -> isUnset(environment, key)).toList();
        if (!missing.isEmpty()) {
            throw new AssertionError(KIND + "=existing needs " + String.join(", ", NEEDED) + ", but there is no "
                    + String.join(" and no ", missing) + "; docs/local-cluster.md says what they mean");
        }
        return new ExistingCluster(Stream.concat(NEEDED.stream(), Stream.of("KUBECTL", AUDIT_LOG))
                .filter(key -> !isUnset(environment, key))
                .collect(Collectors.toUnmodifiableMap(key -> key, environment::get)));
    }

    private static boolean isUnset(Map<String, String> environment, String key) {
        return environment.getOrDefault(key, "").isEmpty();
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Optional<String> lacks(Power power) {
        return switch (power) {
            case OUTAGES -> Optional.of("components of an existing cluster are not stopped; use " + KIND + "=local");
            case AUDIT_LOG ->
                Files.isReadable(Path.of(environment.getOrDefault(AUDIT_LOG, "")))
                        ? Optional.empty()
                        : Optional.of(AUDIT_LOG + " is '" + environment.getOrDefault(AUDIT_LOG, "")
                                + "', but must be the audit log of the cluster's API server");
            case FAKE_NODES ->
                kube().run("get", "nodes", "-o", FAKE_NODES).isBlank()
                        ? Optional.of("no node of the existing cluster is annotated kwok.x-k8s.io/node=fake;"
                                + " run KWOK there with hack/kwok/stages.yaml and add one")
                        : Optional.empty();
        };
    }

    @Override
    public void component(String verb, String component) {
        throw new UnsupportedOperationException(verb + " " + component);
    }

    /** The CustomResourceDefinition stays: deleting it would delete every object of its kind. */
    @Override
    public void close() {
        String account = World.SYSTEM + "-inferno-autoscaler-controller-manager";
        kube().run("delete", "clusterrolebinding,clusterrole", account, "--ignore-not-found");
        kube().run("delete", "namespace", World.SYSTEM, "--ignore-not-found");
    }

    private Kubectl kube() {
        return new Kubectl(kubectl(), Objects.requireNonNull(environment.get(KUBECONFIG)));
    }
}
