package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every kind kept in memory. What belongs to variants is watched only where variants are handled; pods and nodes in the whole
 * cluster, because room is taken by everybody's pods. With the inventory switched off nodes are not watched at all, and
 * pods only where variants are.
 */
final class ClusterCaches {

    static final WatchedKind<SeenNode> NODES = WatchedKind.slim(SeenNode.class, "nodes", SeenNode::read);
    static final WatchedKind<SeenPod> PODS = WatchedKind.slim(SeenPod.class, "pods", SeenPod::read);

    final WatchedPlaces<VariantAutoscaling> variants;
    final WatchedPlaces<V1Deployment> deployments;
    final WatchedPlaces<V2HorizontalPodAutoscaler> autoscalers;
    final WatchedPlaces<SeenPod> pods;
    final Watched<SeenNode> nodes;
    final FactsCache<SeenNode, NodeFacts> nodeFacts = new FactsCache<>();
    final WatchedPlaces<V1ResourceQuota> quotas;
    final WatchedPlaces<V1ConfigMap> configMaps;

    /** KEDA may be absent, and may come later. */
    final WatchedPlaces<ScaledObject> scaledObjects;

    private final boolean inventory;

    /** One a watch. */
    private final List<FactsCache<SeenPod, PodFacts>> podFacts = new ArrayList<>();

    ClusterCaches(ApiClient client, KubeSettings settings) {
        List<String> places = settings.watchNamespaces();
        inventory = settings.inventory();
        variants = new WatchedPlaces<>(
                client,
                WatchedKind.modelled(
                        VariantAutoscaling.class,
                        VariantAutoscaling.GROUP,
                        VariantAutoscaling.VERSION,
                        VariantAutoscaling.PLURAL,
                        variant -> Trims.metadata(variant.getMetadata())),
                places);
        deployments = new WatchedPlaces<>(
                client,
                WatchedKind.modelled(V1Deployment.class, "apps", "v1", "deployments", Trims::deployment),
                places);
        autoscalers = new WatchedPlaces<>(
                client,
                WatchedKind.modelled(
                        V2HorizontalPodAutoscaler.class,
                        "autoscaling",
                        "v2",
                        "horizontalpodautoscalers",
                        Trims::autoscaler),
                places);
        scaledObjects = new WatchedPlaces<>(
                client,
                WatchedKind.modelled(
                        ScaledObject.class,
                        "keda.sh",
                        "v1alpha1",
                        "scaledobjects",
                        object -> Trims.metadata(object.getMetadata())),
                places);
        pods = new WatchedPlaces<>(PODS, inventory ? List.of() : places, kind -> {
            FactsCache<SeenPod, PodFacts> facts = new FactsCache<>();
            podFacts.add(facts);
            return new Watched<>(client, kind, facts);
        });
        nodes = new Watched<>(client, NODES, nodeFacts);
        quotas = new WatchedPlaces<>(
                client, WatchedKind.modelled(V1ResourceQuota.class, "", "v1", "resourcequotas", Trims::quota), places);
        configMaps = new WatchedPlaces<>(
                client,
                WatchedKind.modelled(V1ConfigMap.class, "", "v1", "configmaps", Trims::configMap),
                new TreeSet<>(List.of(settings.namespace(), settings.configNamespace())));
    }

    /** Ordered by namespace and name. */
    List<PodFacts> podFacts() {
        return podFacts.size() == 1
                ? podFacts.getFirst().facts()
                : podFacts.stream()
                        .flatMap(facts -> facts.facts().stream())
                        .sorted(Comparator.comparing(PodFacts::namespace).thenComparing(PodFacts::name))
                        .toList();
    }

    List<SeenPod> oddPods() {
        return podFacts.stream().flatMap(facts -> facts.odd().stream()).toList();
    }

    /** Those without which nothing can be decided. */
    Stream<Watched<?>> required() {
        return Stream.concat(
                Stream.of(variants, deployments, autoscalers, pods, quotas, configMaps)
                        .flatMap(WatchedPlaces::parts),
                inventory ? Stream.of(nodes) : Stream.of());
    }
}
