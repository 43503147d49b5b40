package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What the chart's NetworkPolicy lets through, judged as a network plugin judges it: the bridge plugin of the local cluster
 * enforces none. The policy is that of the chart's checked rendering {@code full.golden.yaml}.
 */
final class NetworkPolicyTest {

    private final JsonObject policy = read("NetworkPolicy").getAsJsonObject("spec");
    private final JsonObject pod = read("Deployment").getAsJsonObject("spec").getAsJsonObject("template");

    @ParameterizedTest(name = "from namespace {0} to port {1}/{2}: {3}")
    @CsvSource({
        "monitoring, 8443, TCP, true", // scrapes come from the peers that were named
        "default, 8443, TCP, false",
        "monitoring, 8443, UDP, false",
        "default, 8081, TCP, true", // probes come from the node, which no selector can name
        "monitoring, 8080, TCP, false",
        "monitoring, 22, TCP, false",
    })
    void letsInScrapesAndProbesOnly(String namespace, int port, String protocol, boolean passes) {
        boolean let = rules("ingress")
                .anyMatch(rule -> anyPort(rule, port, protocol) && anyPeer(list(rule, "from"), namespace));

        assertEquals(passes, let);
    }

    @ParameterizedTest(name = "to namespace {0}, port {1}/{2}: {3}")
    @CsvSource({
        "kube-system, 53, UDP, true", // DNS
        "kube-system, 53, TCP, true",
        "default, 6443, TCP, true", // the API server
        "monitoring, 9091, TCP, true", // Prometheus, at the port of its URL
        "monitoring, 9090, TCP, false",
        "telemetry, 4317, TCP, true", // a rule of the values
        "default, 443, TCP, false", // apiServerPorts are [6443] here
        "default, 80, TCP, false",
        "default, 6443, UDP, false",
    })
    void letsOutDnsTheApiServerPrometheusAndWhatIsAskedForOnly(
            String namespace, int port, String protocol, boolean passes) {
        boolean let =
                rules("egress").anyMatch(rule -> anyPort(rule, port, protocol) && anyPeer(list(rule, "to"), namespace));

        assertEquals(passes, let);
    }

    @Test
    void coversTheOperatorsPodsInBothDirections() {
        JsonObject selected = policy.getAsJsonObject("podSelector").getAsJsonObject("matchLabels");
        JsonObject labels = pod.getAsJsonObject("metadata").getAsJsonObject("labels");

        assertFalse(selected.isEmpty());
        assertTrue(labels.entrySet().containsAll(selected.entrySet()), labels::toString);
        assertEquals("[\"Ingress\",\"Egress\"]", policy.get("policyTypes").toString());
    }

    private Stream<JsonObject> rules(String direction) {
        return list(policy, direction).stream();
    }

    /** A rule without ports holds for all of them. */
    private boolean anyPort(JsonObject rule, int port, String protocol) {
        List<JsonObject> ports = list(rule, "ports");
        return ports.isEmpty()
                || ports.stream()
                        .anyMatch(let -> let.get("protocol").getAsString().equals(protocol)
                                && number(let.getAsJsonPrimitive("port")) == port);
    }

    /** A name is that of a container's port. */
    private int number(JsonPrimitive port) {
        if (port.isNumber()) {
            return port.getAsInt();
        }
        JsonObject container = list(pod.getAsJsonObject("spec"), "containers").getFirst();
        return list(container, "ports").stream()
                .filter(named -> named.get("name").equals(port))
                .findFirst()
                .orElseThrow()
                .get("containerPort")
                .getAsInt();
    }

    /** A rule without peers holds for everybody; the peers here are namespaces by name. */
    private static boolean anyPeer(List<JsonObject> peers, String namespace) {
        JsonObject wanted = new JsonObject();
        wanted.addProperty("kubernetes.io/metadata.name", namespace);
        return peers.isEmpty()
                || peers.stream()
                        .anyMatch(peer -> wanted.equals(
                                peer.getAsJsonObject("namespaceSelector").getAsJsonObject("matchLabels")));
    }

    private static List<JsonObject> list(JsonObject object, String key) {
        return object.has(key)
                ? object.getAsJsonArray(key).asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }

    private static JsonObject read(String kind) {
        Path rendering = Path.of("..", "hack/testdata/chart/full.golden.yaml");
        try {
            for (String document : Files.readString(rendering).split("\n---\n", -1)) {
                if (document.contains("\nkind: " + kind + "\n")) {
                    return new Gson().toJsonTree(new Yaml().load(document)).getAsJsonObject();
                }
            }
            throw new AssertionError(rendering + " has no " + kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
