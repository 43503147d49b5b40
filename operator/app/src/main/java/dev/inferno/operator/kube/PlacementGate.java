package dev.inferno.operator.kube;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod says about when and where it may be scheduled.
 *
 * <p>Kubernetes lets a gated pod only lose gates and gain rules: a key of its node selector, or expressions within the terms
 * of its affinity that are there. A selector is one key whatever the affinity says. Source: KEP-3838.
 *
 * @param names of its scheduling gates
 * @param host value of {@code kubernetes.io/hostname} in its node selector; null = it may go to several nodes
 */
record PlacementGate(List<String> names, @Nullable String host) {

    /** As users write it into a pod template; the admission policy knows the part before the slash. */
    static final String NAME = "inferno.llmd.ai/placement";

    static final String HOST_LABEL = "kubernetes.io/hostname";

    static final PlacementGate NONE = new PlacementGate(List.of(), null);

    PlacementGate {
        names = List.copyOf(names);
    }

    boolean isOurs() {
        return names.contains(NAME);
    }

    /** Whether pods of a Deployment are made with it. */
    static boolean isIn(V1Deployment deployment) {
        V1PodSpec pod = deployment.getSpec() == null
                ? null
                : deployment.getSpec().getTemplate().getSpec();
        return pod != null
                && Lists.orEmpty(pod.getSchedulingGates()).stream().anyMatch(gate -> NAME.equals(gate.getName()));
    }

    /**
     * The patch that takes our gate off this version of a pod, and no other.
     *
     * @param onlyTo host name of the node it may go to; null = wherever it fits
     */
    JsonObject opened(@Nullable String onlyTo, @Nullable String resourceVersion) {
        JsonArray left = new JsonArray();
        others().forEach(name -> {
            JsonObject gate = new JsonObject();
            gate.addProperty("name", name);
            left.add(gate);
        });
        JsonObject spec = new JsonObject();
        spec.add("schedulingGates", left);
        if (onlyTo != null) {
            JsonObject selector = new JsonObject();
            selector.addProperty(HOST_LABEL, onlyTo);
            spec.add("nodeSelector", selector);
        }
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", resourceVersion);
        JsonObject patch = new JsonObject();
        patch.add("metadata", metadata);
        patch.add("spec", spec);
        return patch;
    }

    private Stream<String> others() {
        return names.stream().filter(name -> !name.equals(NAME));
    }
}
