package dev.inferno.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.e2e.harness.Audit;
import dev.inferno.e2e.harness.Await;
import dev.inferno.e2e.harness.Background;
import dev.inferno.e2e.harness.Installation;
import dev.inferno.e2e.harness.Observed;
import dev.inferno.e2e.harness.PodWorld;
import dev.inferno.e2e.harness.PodWorldExtension;
import dev.inferno.e2e.harness.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The image, installed by Helm, at work on real pods behind a Service. */
@ExtendWith(PodWorldExtension.class)
final class InstallationIT {

    private final PodWorld world;

    InstallationIT(PodWorld world) {
        this.world = world;
    }

    @Test
    void runsTwoReplicasUnderRestrictedPodSecurity() {
        Installation installed = world.installation();

        // Ten seconds on a machine that has nothing else to do; the figure is printed.
        assertTrue(installed.untilReady().compareTo(Duration.ofSeconds(60)) < 0, installed.untilReady()::toString);
        assertEquals(2, installed.podNames().length);
        installed.awaitLeader();
        installed.test();
    }

    @Test
    void followsRealTrafficThroughAServiceFromOneToTwoPodsAndBack() {
        try (Tenant t = new Tenant(world, "llm-d-sim")) {
            t.server("vllme");
            t.variant("vllme", "", "");
            t.awaitCondition("vllme", "Ready", ready -> ready.is("True", "Ready"));

            Background load = t.load("vllme", 40);
            t.awaitReplicas("vllme", 2);
            Await.until(
                    "both pods serve",
                    Observed.SETTLE,
                    () -> world.kubectl()
                            .run(
                                    "get",
                                    "deployment",
                                    "vllme",
                                    "-n",
                                    "llm-d-sim",
                                    "-o",
                                    "jsonpath={.status.readyReplicas}")
                            .equals("2"),
                    t::picture);
            assertTrue(world.kubectl()
                    .run("describe", "va", "vllme", "-n", "llm-d-sim")
                    .contains("1 -> 2"));

            load.close();
            t.awaitReplicas("vllme", 1);
        }
    }

    @Test
    void twoInstallationsNeverTouchEachOthersVariants() {
        Installation blue = world.another("blue");
        try (Tenant watched = new Tenant(world, "blue-tenant");
                Tenant other = new Tenant(world, "other-tenant")) {
            blue.install("crds.install=false", "controllerInstance=blue", "watchNamespaces={blue-tenant}");
            watched.server("server");
            other.server("server");
            int before = world.audit(0).size();
            watched.variant("server", "wva.llmd.ai/controller-instance: blue, ", "minReplicas: 2");
            other.variant("server", "", "minReplicas: 2");
            // It names the installation, but not in a namespace that this one watches.
            other.variant("elsewhere", "wva.llmd.ai/controller-instance: blue, ", "scaleTargetRef: {name: none}");

            watched.awaitReplicas("server", 2);
            other.awaitReplicas("server", 2);
            // It comes after the replicas.
            watched.awaitCondition("server", "Actuated", actuated -> true);

            assertEquals(Set.of("blue-tenant"), namespacesWritten(before, blue));
            assertEquals(Set.of("other-tenant"), namespacesWritten(before, world.installation()));
            assertTrue(!other.va("elsewhere").has("status"), "nobody was to decide on elsewhere");

            blue.uninstall();
            Await.until(
                    "nothing of it is left",
                    Observed.SETTLE,
                    () -> leftOf("blue").isEmpty(),
                    () -> leftOf("blue"));
            assertEquals(2, watched.replicas("server"));
            assertTrue(watched.va("server").has("status"), "the variant stays with its last status");
        } finally {
            world.kubectl().run("delete", "namespace", blue.namespace(), "--wait=false");
        }
    }

    /** Where it wrote anything of a variant since then. */
    private Set<String> namespacesWritten(int before, Installation installation) {
        return world.audit(before).stream()
                .filter(event -> event.user().equals(installation.account()))
                .filter(Audit::isWrite)
                .filter(event -> event.code() < 300)
                .map(Audit::namespace)
                .filter(namespace -> !namespace.equals(installation.namespace()))
                .collect(Collectors.toSet());
    }

    /** Objects of a release that are still there, whatever their kind and namespace. */
    private String leftOf(String release) {
        String kinds = String.join(
                ",",
                List.of(
                        "deployments,pods,services,serviceaccounts,configmaps,secrets,jobs,poddisruptionbudgets",
                        "networkpolicies,roles,rolebindings,clusterroles,clusterrolebindings",
                        "validatingadmissionpolicies,validatingadmissionpolicybindings"));
        return world.kubectl()
                .run(
                        "get",
                        kinds,
                        "-A",
                        "-l",
                        "app.kubernetes.io/instance=" + release,
                        "-o",
                        "name",
                        "--ignore-not-found")
                .strip();
    }
}
