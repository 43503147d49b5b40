package dev.inferno.operator.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A real API server with the CRD installed and a node that KWOK plays: one of {@code hack/cluster}, which goes down with this
 * JVM, or with {@code INFERNO_E2E_CLUSTER=existing} that of {@code KUBECONFIG}.
 */
final class RealCluster {

    private static final String FAKE_NODES =
            "jsonpath={.items[?(@.metadata.annotations.kwok\\.x-k8s\\.io/node==\"fake\")].metadata.name}";

    private RealCluster() {}

    /** Starts it, and returns its administrator's kubeconfig. */
    static Path kubeconfig() throws IOException, InterruptedException {
        boolean existing = "existing".equals(System.getenv("INFERNO_E2E_CLUSTER"));
        Map<String, String> environment = existing ? System.getenv() : started();
        String kubeconfig = environment.getOrDefault("KUBECONFIG", "");
        if (kubeconfig.isEmpty()) {
            throw new AssertionError("INFERNO_E2E_CLUSTER=existing needs KUBECONFIG, which is not set");
        }
        List<String> kubectl = List.of(environment.getOrDefault("KUBECTL", "kubectl"), "--kubeconfig", kubeconfig);
        Assumptions.assumeFalse(
                run(kubectl, "get", "nodes", "-o", FAKE_NODES).isBlank(),
                "skipped, it needs FAKE_NODES: no node of the cluster is annotated kwok.x-k8s.io/node=fake");
        run(kubectl, "apply", "-f", checkout().resolve("crds").toString());
        run(kubectl, "wait", "--for=condition=Established", "crd/variantautoscalings.llmd.ai", "--timeout=30s");
        return Path.of(kubeconfig);
    }

    private static Map<String, String> started() throws IOException, InterruptedException {
        String owner = Long.toString(ProcessHandle.current().pid());
        List<String> cluster = List.of(checkout().resolve("hack/cluster").toString());
        String name = "kube-it-" + owner;
        run(cluster, "up", "--name", name, "--owner", owner, "-t", "nvidia", "-n", "1", "-g", "8");
        return run(cluster, "env", "--name", name, "--plain")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static Path checkout() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.isExecutable(here.resolve("hack/cluster"))) {
                return here;
            }
        }
        throw new AssertionError("hack/cluster not found above " + Path.of("").toAbsolutePath());
    }

    /** Standard output; what goes to standard error is shown as it comes, because a first start takes minutes. */
    private static String run(List<String> program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " exited with " + process.exitValue() + "\n" + out);
        }
        return out;
    }
}
