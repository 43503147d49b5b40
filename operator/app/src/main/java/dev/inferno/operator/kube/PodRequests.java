package dev.inferno.operator.kube;

import dev.inferno.topology.ResourceVector;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pod takes from its node.
 *
 * <p>Method: the larger of (containers + sidecars) and of each init container together with the sidecars started before it,
 * plus overhead; a request that is left out equals its limit; requests of the pod as a whole replace the sums of cpu, memory
 * and huge pages. Source: {@code PodRequests} in component-helpers, which kube-scheduler uses. Units: {@link ResourceVector}.
 */
final class PodRequests {

    private PodRequests() {}

    static ResourceVector of(V1PodSpec spec) {
        Map<String, Long> running = new TreeMap<>();
        spec.getContainers().forEach(container -> add(running, of(container.getResources())));
        Map<String, Long> sidecars = new TreeMap<>();
        Map<String, Long> starting = new TreeMap<>();
        for (V1Container init : Lists.orEmpty(spec.getInitContainers())) {
            Map<String, Long> requests = of(init.getResources());
            if ("Always".equals(init.getRestartPolicy())) {
                add(running, requests);
                add(sidecars, requests);
                raise(starting, sidecars);
            } else {
                add(requests, sidecars);
                raise(starting, requests);
            }
        }
        raise(running, starting);
        replaceByPodLevel(running, spec.getResources());
        add(running, Amounts.map(spec.getOverhead()));
        return ResourceVector.of(running);
    }

    private static Map<String, Long> of(@Nullable V1ResourceRequirements resources) {
        if (resources == null) {
            return new TreeMap<>();
        }
        Map<String, Long> requests = Amounts.map(resources.getLimits());
        requests.putAll(Amounts.map(resources.getRequests()));
        return requests;
    }

    private static void replaceByPodLevel(Map<String, Long> sums, @Nullable V1ResourceRequirements pod) {
        of(pod).forEach((resource, amount) -> {
            if (resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-")) {
                sums.put(resource, amount);
            }
        });
    }

    private static void add(Map<String, Long> to, Map<String, Long> amounts) {
        amounts.forEach((resource, amount) -> to.merge(resource, amount, Long::sum));
    }

    private static void raise(Map<String, Long> to, Map<String, Long> amounts) {
        amounts.forEach((resource, amount) -> to.merge(resource, amount, Long::max));
    }
}
