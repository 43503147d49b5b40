package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Node;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every kind kept in memory. What belongs to variants is watched only where variants are handled; pods and nodes in the whole
 * cluster, because room is taken by everybody's pods. With the inventory switched off nodes are not watched at all, and
 * pods only where variants are.
 */
final class ClusterCaches {

    static final WatchedKind<V1Node> NODES = new WatchedKind<>(V1Node.class, "", "v1", "nodes", Trims::node);
    static final WatchedKind<V1Pod> PODS = new WatchedKind<>(V1Pod.class, "", "v1", "pods", Trims::pod);

    final WatchedPlaces<VariantAutoscaling> variants;
    final WatchedPlaces<V1Deployment> deployments;
    final WatchedPlaces<V2HorizontalPodAutoscaler> autoscalers;
    final WatchedPlaces<V1Pod> pods;
    final Watched<V1Node> nodes;
    final WatchedPlaces<V1ResourceQuota> quotas;
    final WatchedPlaces<V1ConfigMap> configMaps;

    /** KEDA may be absent, and may come later. */
    final WatchedPlaces<ScaledObject> scaledObjects;

    private final boolean inventory;

    ClusterCaches(ApiClient client, KubeSettings settings) {
        List<String> places = settings.watchNamespaces();
        inventory = settings.inventory();
        variants = new WatchedPlaces<>(
                client,
                new WatchedKind<>(
                        VariantAutoscaling.class,
                        VariantAutoscaling.GROUP,
                        VariantAutoscaling.VERSION,
                        VariantAutoscaling.PLURAL,
                        variant -> Trims.metadata(variant.getMetadata())),
                places);
        deployments = new WatchedPlaces<>(
                client, new WatchedKind<>(V1Deployment.class, "apps", "v1", "deployments", Trims::deployment), places);
        autoscalers = new WatchedPlaces<>(
                client,
                new WatchedKind<>(
                        V2HorizontalPodAutoscaler.class,
                        "autoscaling",
                        "v2",
                        "horizontalpodautoscalers",
                        Trims::autoscaler),
                places);
        scaledObjects = new WatchedPlaces<>(
                client,
                new WatchedKind<>(
                        ScaledObject.class,
                        "keda.sh",
                        "v1alpha1",
                        "scaledobjects",
                        object -> Trims.metadata(object.getMetadata())),
                places);
        pods = new WatchedPlaces<>(client, PODS, inventory ? List.of() : places);
        nodes = new Watched<>(client, NODES);
        quotas = new WatchedPlaces<>(
                client, new WatchedKind<>(V1ResourceQuota.class, "", "v1", "resourcequotas", Trims::quota), places);
        configMaps = new WatchedPlaces<>(
                client,
                new WatchedKind<>(V1ConfigMap.class, "", "v1", "configmaps", Trims::configMap),
                new TreeSet<>(List.of(settings.namespace(), settings.configNamespace())));
    }

    /** Those without which nothing can be decided. */
    Stream<Watched<?>> required() {
        Stream<Watched<?>> room = inventory ? Stream.of(nodes) : quotas.parts().map(Function.identity());
        return Stream.concat(
                Stream.of(variants, deployments, autoscalers, pods, configMaps).flatMap(WatchedPlaces::parts), room);
    }
}
