package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every kind kept in memory. Pods and nodes always of the whole cluster: room is taken by everybody's pods. */
final class ClusterCaches {

    final Watched<VariantAutoscaling> variants;
    final Watched<V1Deployment> deployments;
    final Watched<V2HorizontalPodAutoscaler> autoscalers;
    final Watched<V1Pod> pods;
    final Watched<V1Node> nodes;
    final Map<String, Watched<V1ConfigMap>> configMaps = new LinkedHashMap<>();

    /** KEDA may be absent, and may come later. */
    final Watched<ScaledObject> scaledObjects;

    ClusterCaches(ApiClient client, KubeSettings settings) {
        String namespace = only(settings.watchNamespaces());
        variants = new Watched<>(
                client,
                new WatchedKind<>(
                        VariantAutoscaling.class,
                        VariantAutoscaling.GROUP,
                        VariantAutoscaling.VERSION,
                        VariantAutoscaling.PLURAL,
                        namespace,
                        variant -> Trims.metadata(variant.getMetadata())));
        deployments = new Watched<>(
                client,
                new WatchedKind<>(V1Deployment.class, "apps", "v1", "deployments", namespace, Trims::deployment));
        autoscalers = new Watched<>(
                client,
                new WatchedKind<>(
                        V2HorizontalPodAutoscaler.class,
                        "autoscaling",
                        "v2",
                        "horizontalpodautoscalers",
                        namespace,
                        Trims::autoscaler));
        scaledObjects = new Watched<>(
                client,
                new WatchedKind<>(
                        ScaledObject.class,
                        "keda.sh",
                        "v1alpha1",
                        "scaledobjects",
                        namespace,
                        object -> Trims.metadata(object.getMetadata())));
        pods = new Watched<>(client, new WatchedKind<>(V1Pod.class, "", "v1", "pods", null, Trims::pod));
        nodes = new Watched<>(client, new WatchedKind<>(V1Node.class, "", "v1", "nodes", null, Trims::node));
        for (String place : distinct(settings.namespace(), settings.configNamespace())) {
            configMaps.put(
                    place,
                    new Watched<>(
                            client,
                            new WatchedKind<>(V1ConfigMap.class, "", "v1", "configmaps", place, Trims::configMap)));
        }
    }

    private static Set<String> distinct(String first, String second) {
        return new TreeSet<>(Arrays.asList(first, second));
    }

    private static @Nullable String only(List<String> namespaces) {
        return namespaces.size() == 1 ? namespaces.getFirst() : null;
    }

    /** Those without which nothing can be decided. */
    Stream<Watched<?>> required() {
        return Stream.concat(Stream.of(variants, deployments, autoscalers, pods, nodes), configMaps.values().stream());
    }
}
