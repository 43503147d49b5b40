package dev.inferno.operator.kube;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.inferno.cycle.LostConnection;
import dev.inferno.snapshot.PlacementLabel;
import dev.inferno.topology.NodeFacts;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what the operator wrote into other people's objects, so that it can go without a trace.
 *
 * <p>First the Lease is taken for a while, so that no operator writes the same again; then templates without pods get their
 * affinity back, nodes lose our labels, and pods our deletion costs and our scheduling gate. A template that steers running
 * pods stays: it asks for a label of the vendor's driver, which works without us, and to change it would replace every pod. One
 * with our gate stays too, but new pods of it need an operator: so the Lease is given back. Thread-safety: one caller.
 */
public final class Release {

    /** Long enough to uninstall; an operator that stays goes on afterwards. */
    private static final Duration STAND_DOWN = Duration.ofMinutes(5);

    private static final int MOST_ATTEMPTS = 20;

    private final KubeConnection connection;
    private final ApiRequests api;
    private final LeaseApi lease;
    private final KubeSettings settings;
    private final boolean dryRun;
    private final List<String> told = new ArrayList<>();

    /** Placement labels that templates require. */
    private final Set<String> required = new TreeSet<>();

    private boolean gated;

    /** @param dryRun only tell what would be done */
    public Release(KubeConnection connection, KubeSettings settings, boolean dryRun) {
        this.connection = connection;
        this.api = connection.requests();
        this.lease = new KubeLeaseApi(api, settings.namespace(), settings.leaseName());
        this.settings = settings;
        this.dryRun = dryRun;
    }

    /**
     * One line for each thing done, or left.
     *
     * @throws LostConnection when the API server refuses something; what is done stays done, and a second run does the rest
     */
    public List<String> run() {
        try {
            return release();
        } catch (ApiException e) {
            throw new LostConnection("release stopped: " + ApiErrors.message(e) + "; run it again to do the rest", e);
        }
    }

    /** Whether a template has our scheduling gate, so that new pods of it would wait for ever once no operator is there. */
    public boolean strandsNewPods() {
        return gated;
    }

    private List<String> release() throws ApiException {
        LeaseRecord taken = dryRun ? null : standDown();
        List<String> namespaces = settings.watchNamespaces();
        for (String namespace : namespaces) {
            templates(namespace);
        }
        if (namespaces.isEmpty()) {
            templates(null);
        }
        if (settings.inventory()) {
            nodes();
        }
        for (String namespace : namespaces) {
            pods(ClusterCaches.PODS.in(namespace));
        }
        if (namespaces.isEmpty()) {
            pods(ClusterCaches.PODS);
        }
        if (gated && taken != null) {
            lease.update(new LeaseRecord(
                    "", 1, taken.acquiredAt(), Instant.now(), taken.transitions(), taken.resourceVersion()));
            told.add(
                    "the Lease is given back at once: without an operator pods of these Deployments would wait for ever");
        }
        return List.copyOf(told);
    }

    /**
     * Takes the Lease, and waits until a leader that has not noticed yet may write no more. The leader renews every few
     * seconds, so taking it may have to be repeated.
     *
     * @return it as taken; null where there is none
     */
    private @Nullable LeaseRecord standDown() throws ApiException {
        for (int attempt = 1; ; attempt++) {
            LeaseRecord now = lease.read();
            if (now == null) {
                return null;
            }
            try {
                LeaseRecord taken = lease.update(mine(now));
                await(Duration.ofSeconds(now.holder().isEmpty() ? 0 : now.durationSeconds()));
                return taken;
            } catch (ApiException e) {
                if (!ApiErrors.isConflict(e) || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private LeaseRecord mine(LeaseRecord before) {
        Instant now = Instant.now();
        int seconds = (int) STAND_DOWN.toSeconds();
        return new LeaseRecord(
                settings.identity(), seconds, now, now, before.transitions() + 1, before.resourceVersion());
    }

    private static void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void templates(@Nullable String namespace) throws ApiException {
        for (JsonElement item : items(ApiPaths.collection("apps", "v1", namespace, "deployments"))) {
            JsonObject metadata = item.getAsJsonObject().getAsJsonObject("metadata");
            var deployment = JSON.getGson().fromJson(item, V1Deployment.class);
            for (String key : settings.inventory() ? RequiredLabels.of(deployment) : Set.<String>of()) {
                required.add(key);
                told.add(deployment(metadata) + ": its template requires the label " + key
                        + ", so every node with devices gets and keeps it; take the term " + PlacementLabel.term(key)
                        + " out of the template and run this again");
            }
            if (PlacementGate.isIn(deployment)) {
                gated = true;
                told.add(deployment(metadata) + ": its template has the scheduling gate " + PlacementGate.NAME
                        + ", and without an operator new pods of it wait for ever; take the gate out of the template and"
                        + " run this again");
            }
            JsonObject annotations = member(metadata, "annotations");
            if (annotations.has(Steering.ANNOTATION)) {
                template(item.getAsJsonObject(), metadata, annotations);
            }
        }
    }

    private void template(JsonObject deployment, JsonObject metadata, JsonObject annotations) throws ApiException {
        String namespace = metadata.get("namespace").getAsString();
        String name = metadata.get("name").getAsString();
        String what = deployment(metadata);
        JsonObject spec = deployment.getAsJsonObject("spec");
        int replicas = spec.has("replicas") ? spec.get("replicas").getAsInt() : 1;
        if (replicas > 0) {
            told.add(what + ": node affinity stays, its " + replicas
                    + " replicas would all be replaced; scale it to 0 and run this again, or edit the template");
            return;
        }
        JsonObject ours = new JsonObject();
        ours.add(Steering.ANNOTATION, JsonNull.INSTANCE);
        ours.add(Steering.ANNOTATION_ORIGINAL, JsonNull.INSTANCE);
        JsonObject patch = object("metadata", object("annotations", ours));
        // Whoever starts pods in this moment is not overrun.
        patch.getAsJsonObject("metadata").add("resourceVersion", metadata.get("resourceVersion"));
        JsonObject pod = spec.getAsJsonObject("template").getAsJsonObject("spec");
        Steering written = Steering.parse(annotations.get(Steering.ANNOTATION).getAsString());
        if (written != null && pod.has("affinity")) {
            JsonObject users = TemplateSteering.unsteered(pod.getAsJsonObject("affinity"), written);
            JsonObject after = users.isEmpty() ? new JsonObject() : object("affinity", users);
            JsonObject change = MergePatch.between(object("affinity", pod.get("affinity")), after);
            patch.add("spec", object("template", object("spec", change)));
        }
        write(ApiPaths.deployment(namespace, name), patch);
        told.add(what + ": our node affinity and annotations removed");
    }

    private static String deployment(JsonObject metadata) {
        return "Deployment " + metadata.get("namespace").getAsString() + "/"
                + metadata.get("name").getAsString();
    }

    private void nodes() throws ApiException {
        List<NodeFacts> nodes = new Pages<>(connection.watchClient(), ClusterCaches.NODES, () -> {})
                .all().items().stream().map(SeenNode::facts).toList();
        for (var node : NodeLabelSweep.changes(nodes, Set.of(), required, Set.of(), settings.watchNamespaces())
                .entrySet()) {
            write(ApiPaths.node(node.getKey()), NodeLabelSweep.patch(node.getValue()));
            told.addAll(NodeLabelSweep.told(node.getKey(), node.getValue()));
        }
    }

    private void pods(WatchedKind<SeenPod> kind) throws ApiException {
        List<SeenPod> pods =
                new Pages<>(connection.watchClient(), kind, () -> {}).all().items();
        for (SeenPod pod : pods) {
            if (pod.gate().isOurs() && pod.facts() != null && !pod.facts().terminating()) {
                write(ApiPaths.pod(pod.namespace(), pod.name()), pod.gate().opened(null, pod.resourceVersion()));
                told.add("Pod " + pod.namespace() + "/" + pod.name() + ": let out of the scheduling gate");
            } else if (pod.deletionCost().note() != null) {
                write(
                        ApiPaths.pod(pod.namespace(), pod.name()),
                        pod.deletionCost().released(pod.resourceVersion()));
                told.add("Pod " + pod.namespace() + "/" + pod.name() + ": our deletion cost removed");
            }
        }
    }

    private void write(String path, JsonObject patch) throws ApiException {
        if (!dryRun) {
            api.mergePatch(path, patch);
        }
    }

    private JsonArray items(String path) throws ApiException {
        return Objects.requireNonNullElse(api.get(path).getAsJsonArray("items"), new JsonArray());
    }

    private static JsonObject member(JsonObject of, String name) {
        return of.has(name) ? of.getAsJsonObject(name) : new JsonObject();
    }

    private static JsonObject object(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
