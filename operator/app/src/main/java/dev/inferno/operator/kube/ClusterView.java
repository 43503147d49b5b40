package dev.inferno.operator.kube;

import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as last seen, from caches that informers keep up to date. A standby runs one too, so that it takes over warm.
 *
 * <p>Thread-safety: any thread may read. Listeners are called on informer threads and must be quick.
 */
public final class ClusterView implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);

    /** The server sends a bookmark about once a minute; silence for this long means that a watch is dead. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration KEDA_CHECK = Duration.ofMinutes(2);

    private static final Set<PlacementMode> BY_LABELS =
            Set.of(PlacementMode.NODE_LABELS, PlacementMode.STRICT_NODE_LABELS);

    private static final Comparator<NamespaceQuota> QUOTA_ORDER =
            Comparator.comparing(NamespaceQuota::namespace).thenComparing(NamespaceQuota::name);

    private final KubeSettings settings;
    private final KubeConnection connection;
    private final ClusterCaches caches;
    private final ChangeFeed changes;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cluster-view").factory());
    private volatile boolean kedaStarted;
    private @Nullable ScheduledFuture<?> kedaCheck;

    public ClusterView(KubeConnection connection, KubeSettings settings) {
        this.settings = settings;
        this.connection = connection;
        this.caches = new ClusterCaches(connection.watchClient(), settings);
        this.changes = new ChangeFeed(this::synced);
        caches.variants.addHandler(changes.variants(this::isOurs));
        caches.deployments.addHandler(changes.deployments(this::isTargeted));
        caches.nodes.addHandler(changes.nodes());
        caches.configMaps.addHandler(changes.configMaps());
    }

    /** Starts listing and watching; returns at once. */
    public void start() {
        caches.required().forEach(Watched::start);
        kedaCheck = housekeeping.scheduleWithFixedDelay(
                this::startKedaIfPresent, 0, KEDA_CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether every cache holds a full list; before that nothing read here means anything. */
    public boolean synced() {
        return caches.required().allMatch(Watched::synced) && (!kedaStarted || caches.scaledObjects.synced());
    }

    /** Kinds whose first list has not arrived, for messages and health details. */
    public List<String> unsynced() {
        return caches.required()
                .filter(watched -> !watched.synced())
                .map(Watched::path)
                .toList();
    }

    /** Time since the API server last said anything about the kind it has been silent about for longest. */
    public Duration sinceContact() {
        return caches.required()
                .map(Watched::sinceContact)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Calls a listener with the reason whenever a change asks for a decision before the next one is due. */
    public void onChange(Consumer<String> listener) {
        changes.addListener(listener);
    }

    /**
     * The nodes, what runs on them, and quotas; unknown before the first list, without any node, and when a watch has died.
     * No nodes when the inventory is switched off.
     */
    public Inventory inventory() {
        if (!caches.quotas.synced() || !caches.pods.synced() || settings.inventory() && !caches.nodes.synced()) {
            return new Inventory.Unknown("nodes, pods and ResourceQuotas have not been listed yet");
        }
        if (!settings.inventory()) {
            return new Inventory.Off(quotas(), caches.podFacts());
        }
        for (Watched<?> watched : Stream.concat(
                        Stream.of(caches.nodes),
                        Stream.of(caches.pods, caches.quotas).flatMap(WatchedPlaces::parts))
                .toList()) {
            if (watched.sinceContact().compareTo(SILENCE) > 0) {
                return new Inventory.Unknown("the API server has said nothing about " + watched.path() + " for "
                        + watched.sinceContact().toMinutes() + " minutes");
            }
        }
        return InventoryReader.of(
                caches.nodeFacts.facts(), caches.nodeFacts.odd(), caches.podFacts(), caches.oddPods(), quotas());
    }

    private List<NamespaceQuota> quotas() {
        return caches.quotas.all().stream()
                .flatMap(quota -> Stream.ofNullable(QuotaTranslator.quota(quota)))
                .sorted(QUOTA_ORDER)
                .toList();
    }

    /** The variants this installation handles, ordered by key; those being deleted are left out. */
    public List<VariantState> variants() {
        Map<String, String> scalers =
                ExternalScalers.byDeployment(caches.autoscalers.all(), caches.scaledObjects.all());
        List<VariantAutoscaling> all = caches.variants.all();
        Map<String, VariantAutoscaling> owners = TargetTranslator.owners(all);
        return all.stream()
                .filter(this::isOurs)
                .filter(variant -> variant.getMetadata().getDeletionTimestamp() == null)
                .map(variant -> state(variant, owners, scalers))
                .sorted(Comparator.comparing(VariantState::key))
                .toList();
    }

    private VariantState state(
            VariantAutoscaling variant, Map<String, VariantAutoscaling> owners, Map<String, String> scalers) {
        V1ObjectMeta metadata = variant.getMetadata();
        String namespace = Lists.orEmpty(metadata.getNamespace());
        String workload = TargetTranslator.name(variant);
        String path = namespace + "/" + workload;
        V1Deployment deployment = caches.deployments.get(namespace, workload);
        return new VariantState(
                new VariantKey(namespace, Lists.orEmpty(metadata.getName())),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                TargetTranslator.created(variant),
                VariantTranslator.spec(variant, ServerArguments.of(deployment)),
                TargetTranslator.target(variant, deployment, owners.get(path), scalers.get(path)));
    }

    /** The data of a ConfigMap in the operator's or the configuration namespace; null when there is no such object. */
    public @Nullable Map<String, String> configMap(String namespace, String name) {
        V1ConfigMap map = caches.configMaps.get(namespace, name);
        return map == null ? null : new TreeMap<>(Lists.orEmpty(map.getData()));
    }

    /** The object itself, for its status and identity. */
    @Nullable
    VariantAutoscaling variant(VariantKey key) {
        return caches.variants.get(key.namespace(), key.name());
    }

    /**
     * Placement labels by node to be put on or taken off; empty while variants or nodes are not known.
     *
     * @param followed keys that follow a plan although templates require them
     */
    SortedMap<String, SortedMap<String, Boolean>> nodeLabelChanges(Set<String> followed) {
        if (!settings.inventory() || !synced()) {
            return new TreeMap<>();
        }
        Set<String> wanted = caches.variants.all().stream()
                .filter(variant -> !isOurs(variant)
                        || BY_LABELS.contains(VariantTranslator.spec(variant).placement()))
                .map(variant -> PlacementLabel.key(new VariantKey(
                        Lists.orEmpty(variant.getMetadata().getNamespace()),
                        Lists.orEmpty(variant.getMetadata().getName()))))
                .collect(Collectors.toSet());
        Set<String> required = caches.deployments.all().stream()
                .flatMap(deployment -> RequiredLabels.of(deployment).stream())
                .collect(Collectors.toSet());
        return NodeLabelSweep.changes(caches.nodeFacts.facts(), wanted, required, followed, settings.watchNamespaces());
    }

    /** Pods of a Deployment that hold something, or will. */
    List<SeenPod> pods(String namespace, String deployment) {
        return caches.pods.all().stream()
                .filter(pod -> pod.namespace().equals(namespace) && deployment.equals(pod.workload()))
                .toList();
    }

    /** Pods with a deletion cost of ours that no scale-in under way takes. Those of other installations are theirs. */
    List<SeenPod> markedVictims() {
        return caches.pods.all().stream()
                .filter(pod -> pod.deletionCost().note() != null && settings.watches(pod.namespace()))
                .filter(pod -> !isLeftAlone(pod.namespace(), pod.workload()))
                .toList();
    }

    /** Pods that wait behind our gate, where this installation handles variants; those of variants of others are theirs. */
    List<SeenPod> gatedPods() {
        return caches.pods.all().stream()
                .filter(pod -> pod.gate().isOurs()
                        && pod.facts() != null
                        && !pod.facts().terminating())
                .filter(pod -> settings.watches(pod.namespace()) && !isOthers(pod.namespace(), pod.workload()))
                .toList();
    }

    /** Pods that have no node yet, but wait for one that they alone may go to: its room is gone for others. */
    List<SeenPod> pinnedPods() {
        return caches.pods.all().stream()
                .filter(pod -> pod.gate().host() != null
                        && !pod.gate().isOurs()
                        && pod.facts() != null
                        && pod.facts().node() == null)
                .toList();
    }

    /** Calls a listener with each version of a pod, on an informer thread. */
    void onPod(Consumer<SeenPod> listener) {
        caches.pods.addHandler(ChangeFeed.each(listener));
    }

    /** Whether new pods of a Deployment are made with our gate. */
    boolean isGated(String namespace, String deployment) {
        V1Deployment known = caches.deployments.get(namespace, deployment);
        return known != null && PlacementGate.isIn(known);
    }

    private boolean isLeftAlone(String namespace, @Nullable String deployment) {
        if (deployment == null) {
            return false;
        }
        return TargetTranslator.scalesIn(caches.deployments.get(namespace, deployment))
                || isOthers(namespace, deployment);
    }

    /** Whether a variant of another installation names the Deployment. */
    private boolean isOthers(String namespace, @Nullable String deployment) {
        return caches.variants.all().stream()
                .anyMatch(variant -> !isOurs(variant)
                        && namespace.equals(variant.getMetadata().getNamespace())
                        && TargetTranslator.name(variant).equals(deployment));
    }

    private boolean isOurs(VariantAutoscaling variant) {
        String instance = VariantTranslator.label(variant, VariantAutoscaling.LABEL_CONTROLLER_INSTANCE);
        return settings.watches(variant.getMetadata().getNamespace()) && settings.isInstance(instance);
    }

    private boolean isTargeted(String deployment) {
        return caches.variants.all().stream()
                .anyMatch(variant ->
                        deployment.equals(variant.getMetadata().getNamespace() + "/" + TargetTranslator.name(variant)));
    }

    private void startKedaIfPresent() {
        try {
            connection.requests().get("/apis/keda.sh/v1alpha1");
        } catch (ApiException e) {
            LOG.debug("No KEDA: {}", ApiErrors.message(e));
            return;
        }
        LOG.info("KEDA is installed: its ScaledObjects are watched");
        kedaStarted = true;
        caches.scaledObjects.start();
        if (kedaCheck != null) {
            kedaCheck.cancel(false);
        }
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
        caches.required().forEach(Watched::stop);
        if (kedaStarted) {
            caches.scaledObjects.stop();
        }
    }
}
