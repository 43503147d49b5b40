package dev.inferno.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.inferno.cycle.ActionResult;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.operator.api.VariantAutoscaling;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import io.kubernetes.client.extended.leaderelection.LeaderElectionRecord;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.openapi.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a real API server. */
final class KubeIT {

    private static final String NAMESPACES = "/api/v1/namespaces";

    private static Path kubeconfig;

    private final String namespace = "kube-it-" + Long.toHexString(System.nanoTime());
    private final KubeSettings settings = KubeSettings.defaults(namespace, "it-" + namespace);
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Queue<String> changes = new ConcurrentLinkedQueue<>();
    private KubeConnection connection;
    private ApiRequests api;
    private ClusterView view;

    @BeforeAll
    static void startCluster() throws Exception {
        kubeconfig = RealCluster.kubeconfig();
    }

    @BeforeEach
    void startWithOneVariant() throws Exception {
        connection = KubeConnection.open(
                kubeconfig, settings, (verb, code) -> requests.merge(verb + " " + code, 1, Integer::sum));
        api = connection.requests();
        api.create(NAMESPACES, Manifests.json("{metadata: {name: " + namespace + "}}"));
        api.create(ApiPaths.collection("apps", "v1", namespace, "deployments"), Manifests.json("""
                metadata: {name: chat, annotations: {kept: "yes"}}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: chat}}
                  template:
                    metadata: {labels: {app: chat}}
                    spec:
                      affinity:
                        nodeAffinity:
                          requiredDuringSchedulingIgnoredDuringExecution:
                            nodeSelectorTerms:
                            - matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]
                            - matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}]
                      containers:
                      - name: server
                        image: example.test/server
                        resources: {requests: {cpu: 100m}, limits: {nvidia.com/gpu: 1}}
                """));
        api.create(ApiPaths.collection("llmd.ai", "v1alpha1", namespace, "variantautoscalings"), Manifests.json("""
                apiVersion: llmd.ai/v1alpha1
                kind: VariantAutoscaling
                metadata: {name: chat, labels: {inference.optimization/acceleratorName: A100}}
                spec:
                  modelID: chat-model
                  variantCost: 12
                  modelProfile:
                    accelerators:
                    - {acc: A100, accCount: 1, alpha: "20.58", beta: "0.41", maxBatchSize: 4, atTokens: 512}
                """));
        view = new ClusterView(connection, settings);
        view.onChange(changes::add);
        view.start();
        await("caches", view::synced);
        await(
                "the pod",
                () -> state().target() instanceof Target.Found found
                        && found.readyReplicas() == 1
                        && !found.rolloutRunning());
    }

    @AfterEach
    void deleteEverything() throws Exception {
        view.close();
        connection.close();
        KubeConnection last = KubeConnection.open(kubeconfig, settings, ApiRequestListener.NONE);
        ApiRequests.call(
                        last.watchClient(), "DELETE", NAMESPACES + "/" + namespace, List.of(), "application/json", null)
                .execute()
                .close();
        last.close();
    }

    @Test
    void seesVariantsNodesAndPods() throws Exception {
        VariantState seen = state();

        Target.Found found = (Target.Found) seen.target();
        assertEquals(1, found.replicas());
        assertEquals(1, found.pod().requests().amount("nvidia.com/gpu"));
        assertEquals(12.0, seen.spec().variantCost());
        Inventory.Known inventory = (Inventory.Known) view.inventory();
        assertTrue(inventory.nodes().stream().anyMatch(NodeTranslator::hasDevices));
        assertTrue(inventory.pods().stream()
                .anyMatch(pod ->
                        pod.namespace().equals(namespace) && "chat".equals(pod.workload()) && pod.node() != null));
        assertTrue(view.sinceContact().compareTo(Duration.ofMinutes(1)) < 0);
        assertTrue(requests.containsKey("watch 200"), requests::toString);
        assertTrue(requests.containsKey("list 200"), requests::toString);
    }

    @Test
    void tellsOfChangesThatAskForADecision() throws Exception {
        changes.clear();
        String path = ApiPaths.variant(namespace, "chat");

        api.mergePatch(path, Manifests.json("{metadata: {annotations: {unrelated: x}}}"));
        api.mergePatch(path + "/status", Manifests.json("{status: {sloAttained: 'True'}}"));
        api.mergePatch(path, Manifests.json("{metadata: {annotations: {inferno.llmd.ai/trigger: now}}}"));
        await("the trigger", () -> changes.stream().anyMatch(reason -> reason.contains("was triggered")));
        api.create(ApiPaths.configMaps(namespace), Manifests.json("{metadata: {name: policy}, data: {a: b}}"));
        await("the ConfigMap", () -> changes.stream().anyMatch(reason -> reason.contains("/policy was created")));

        assertEquals(Map.of("a", "b"), view.configMap(namespace, "policy"));
        assertEquals(
                2, changes.stream().filter(reason -> reason.contains(namespace)).count(), changes::toString);
    }

    @Test
    void scalesOnceAndRefusesWhenTheDeploymentChanged() throws Exception {
        KubeActuator actuator = new KubeActuator(connection, view, Fence.OPEN);
        Target.Found before = (Target.Found) state().target();
        Action stale = scale(before, 1, 2);
        api.mergePatch(ApiPaths.deployment(namespace, "chat"), Manifests.json("{metadata: {labels: {moved: 'yes'}}}"));

        ActionResult refused = actuator.execute(List.of(stale)).getFirst();
        await(
                "the label",
                () -> !((Target.Found) state().target()).resourceVersion().equals(before.resourceVersion()));
        Action fresh = scale((Target.Found) state().target(), 1, 2);
        ActionResult done = actuator.execute(List.of(fresh)).getFirst();
        ActionResult again = actuator.execute(List.of(fresh)).getFirst();

        assertInstanceOf(ActionResult.Refused.class, refused, refused::toString);
        assertInstanceOf(ActionResult.Done.class, done, done::toString);
        assertInstanceOf(ActionResult.Done.class, again, again::toString);
        await("2 replicas", () -> ((Target.Found) state().target()).readyReplicas() == 2);
        assertEquals(2, requests.getOrDefault("patch 409", 0), requests::toString);
    }

    @Test
    void steersTheTemplateOnlyOnce() throws Exception {
        KubeActuator actuator = new KubeActuator(connection, view, Fence.OPEN);
        untilDone(actuator, () -> scale((Target.Found) state().target(), 1, 0));
        await(
                "0 replicas",
                () -> state().target() instanceof Target.Found found
                        && found.podReplicas() == 0
                        && found.replicas() == 0
                        && !found.rolloutRunning());

        untilDone(actuator, this::steer);
        await("the steering", () -> "A100".equals(((Target.Found) state().target()).templateAccelerator()));
        int patches = requests.getOrDefault("patch 200", 0);
        ActionResult again = actuator.execute(List.of(steer())).getFirst();

        assertInstanceOf(ActionResult.Done.class, again, again::toString);
        assertEquals(patches, requests.getOrDefault("patch 200", 0));
        var terms = ((Target.Found) state().target()).pod().requiredTerms();
        assertNotNull(terms);
        assertTrue(terms.stream().allMatch(term -> term.expressions().size() == 2), terms::toString);
        JsonObject deployment = api.get(ApiPaths.deployment(namespace, "chat"));
        JsonObject annotations = deployment.getAsJsonObject("metadata").getAsJsonObject("annotations");
        assertTrue(annotations.get(Steering.ANNOTATION_ORIGINAL).getAsString().contains("kubernetes.io/hostname"));
        assertEquals("yes", annotations.get("kept").getAsString());
        List<String> told = new Release(connection, settings, false).run();
        String released = api.get(ApiPaths.deployment(namespace, "chat")).toString();
        assertTrue(told.toString().contains(namespace + "/chat: our node affinity and annotations removed"));
        assertFalse(released.contains(Steering.ANNOTATION) || released.contains("A100-80GB"), released);
    }

    @Test
    void marksPodsThatGoFirstUntilNoScaleInMeansThem() throws Exception {
        KubeActuator actuator = new KubeActuator(connection, view, Fence.OPEN);
        await("the pod", () -> view.pods(namespace, "chat").size() == 1);
        Action prefer = new Action.PreferVictims(state().key(), "chat", List.of(chat().name()));

        var done = actuator.execute(List.of(prefer)).getFirst();

        assertInstanceOf(ActionResult.Done.class, done, done::toString);
        await("the mark", () -> chat().deletionCost().isOurs());
        int patches = requests.getOrDefault("patch 200", 0);
        assertInstanceOf(
                ActionResult.Done.class, actuator.execute(List.of(prefer)).getFirst());
        assertEquals(patches, requests.getOrDefault("patch 200", 0));

        VictimSweep sweep = new VictimSweep(connection, view, Fence.OPEN);
        Reports reports = Reports.of(state());
        sweep.publish(reports.report(done));
        assertEquals(patches, requests.getOrDefault("patch 200", 0), "this cycle means it");
        sweep.publish(reports.report(new ActionResult.Done(scale((Target.Found) state().target(), 1, 1))));
        await("no mark", () -> chat().deletionCost().equals(DeletionCost.NONE));
    }

    @Test
    void leavesDeploymentsAloneWhosePodsSomebodyElseMarked() throws Exception {
        KubeActuator actuator = new KubeActuator(connection, view, Fence.OPEN);
        await("the pod", () -> view.pods(namespace, "chat").size() == 1);
        Action prefer = new Action.PreferVictims(state().key(), "chat", List.of(chat().name()));
        String path = ApiPaths.pod(namespace, chat().name());
        api.mergePatch(path, Manifests.json("{metadata: {annotations: {'" + DeletionCost.ANNOTATION + "': '5'}}}"));
        await("the cost", () -> chat().deletionCost().isOthers());

        var refused = assertInstanceOf(
                ActionResult.Refused.class, actuator.execute(List.of(prefer)).getFirst());

        assertTrue(
                refused.message().contains(chat().name() + " the " + DeletionCost.ANNOTATION + " 5"), refused::message);
        api.mergePatch(
                path, Manifests.json("{metadata: {annotations: {'" + DeletionCost.ANNOTATION_NOTE + "': '-1000'}}}"));
        List<String> told = new Release(connection, settings, false).run();
        assertTrue(
                told.toString().contains("Pod " + namespace + "/" + chat().name() + ": our deletion"), told::toString);
        await("no note", () -> chat().deletionCost().equals(new DeletionCost("5", null)));
    }

    private SeenPod chat() {
        return view.pods(namespace, "chat").getFirst();
    }

    @Test
    void aPatchWhoseTestFailsIsRefused() throws Exception {
        JsonObject deployment = api.get(ApiPaths.deployment(namespace, "chat"));
        deployment.getAsJsonObject("metadata").addProperty("resourceVersion", "1");
        var patch = TemplateSteering.patch(deployment, new Steering("A100", "key", List.of("value")));

        ApiException e =
                assertThrows(ApiException.class, () -> api.jsonPatch(ApiPaths.deployment(namespace, "chat"), patch));

        assertEquals(422, e.getCode(), e::getResponseBody);
    }

    @Test
    void writesStatusOnceAndTellsEventsThatDescribeShows() throws Exception {
        InstantSource clock = InstantSource.system();
        StatusWriter status = new StatusWriter(connection, view, Fence.OPEN, clock);
        EventWriter events = new EventWriter(connection, view, Fence.OPEN, settings, clock);
        Action action = scale((Target.Found) state().target(), 1, 2);
        Reports reports = Reports.of(state()).withFits(Condition.Status.False, "1 of 2 replicas has a node");

        var report = reports.report(new ActionResult.Done(action));
        events.publish(report);
        status.publish(report);
        events.publish(report);
        status.publish(report);
        await("the status", () -> stored().getStatus() != null);
        status.publish(report);
        status.publish(reports.at("d-2", Instant.now()).withLoad(10.5).report(new ActionResult.Done(action)));

        var stored = stored().getStatus();
        assertNotNull(stored);
        assertNotNull(stored.decision());
        assertEquals("d-1", stored.decision().id());
        assertNotNull(stored.desiredOptimizedAlloc());
        assertEquals(2, stored.desiredOptimizedAlloc().numReplicas());
        assertNotNull(stored.conditions());
        assertEquals(6, stored.conditions().size());
        assertEquals(1, requests.getOrDefault("patch 200", 0), requests::toString);
        var told = api.get(ApiPaths.events(namespace)).getAsJsonArray("items");
        long ours = told.asList().stream()
                .filter(e -> e.getAsJsonObject().has("reportingController")
                        && "inferno-autoscaler"
                                .equals(e.getAsJsonObject()
                                        .get("reportingController")
                                        .getAsString()))
                .count();
        assertEquals(2, ours, told::toString);
        JsonObject core = api.get("/api/v1/namespaces/" + namespace
                + "/events?fieldSelector=involvedObject.kind=VariantAutoscaling,involvedObject.name=chat");
        assertEquals(2, core.getAsJsonArray("items").size());
    }

    @Test
    void memoryComesBackAndScalingsAreWrittenAtOnce() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        InstantSource clock = InstantSource.fixed(now);
        FencedWrites writes = new FencedWrites(api, Fence.OPEN);
        var store = new ConfigMapMemoryStore(writes, settings, new TestMemoryCodec(), clock);
        assertEquals(Memory.EMPTY, store.load());

        store.keep(memory(now, 1));
        store.keep(memory(now, 2));
        var successor = new ConfigMapMemoryStore(writes, settings, new TestMemoryCodec(), clock);
        Memory afterCrash = successor.load();
        store.release();
        var heir = new ConfigMapMemoryStore(writes, settings, new TestMemoryCodec(), clock);

        assertEquals(1, afterCrash.variants().size());
        assertEquals(memory(now, 2), heir.load());
        assertEquals(1, requests.getOrDefault("patch 200", 0), requests::toString);
    }

    private static Memory memory(Instant since, double peak) {
        var variant = new Memory.VariantMemory(
                since, List.of(new Memory.DemandPeak(since, peak)), List.of(), null, List.of());
        return new Memory(Memory.SCHEMA, new TreeMap<>(Map.of("ns/chat", variant)));
    }

    @Test
    void oneLeadsTheOtherTakesOverWhenTheLeaseIsReleased() throws Exception {
        CountDownLatch firstLeads = new CountDownLatch(1);
        CountDownLatch secondLeads = new CountDownLatch(1);
        LeaseElection first =
                new LeaseElection(connection, KubeSettings.defaults(namespace, "first"), onStart(firstLeads));
        LeaseElection second =
                new LeaseElection(connection, KubeSettings.defaults(namespace, "second"), onStart(secondLeads));

        long begun = System.nanoTime();
        first.start();
        assertTrue(firstLeads.await(5, TimeUnit.SECONDS));
        Duration acquired = Duration.ofNanos(System.nanoTime() - begun);
        second.start();
        assertFalse(secondLeads.await(3, TimeUnit.SECONDS));
        assertTrue(first.isLeader());
        first.fence().check();
        first.close();

        assertTrue(secondLeads.await(3, TimeUnit.SECONDS));
        assertFalse(first.isLeader());
        assertTrue(acquired.compareTo(Duration.ofSeconds(1)) < 0, acquired::toString);
        second.close();
    }

    @Test
    void itsLeaseIsThatOfEverybodyElse() throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        KubeSettings settings = onLease("shared", "ours");
        LeaseLock stranger = new LeaseLock(namespace, "shared", "stranger", connection.watchClient());
        try (LeaseElection ours = new LeaseElection(connection, settings, onStart(leads))) {
            ours.start();
            assertTrue(leads.await(5, TimeUnit.SECONDS));
            assertEquals("ours", stranger.get().getHolderIdentity());
            assertEquals(15, stranger.get().getLeaseDurationSeconds());
        }

        assertEquals("", stranger.get().getHolderIdentity());
        Date now = new Date();
        assertTrue(stranger.update(new LeaderElectionRecord("stranger", 15, now, now, 1)));
        CountDownLatch again = new CountDownLatch(1);
        try (LeaseElection ours = new LeaseElection(connection, settings, onStart(again))) {
            ours.start();
            assertFalse(again.await(3, TimeUnit.SECONDS));
            assertEquals("stranger", ours.holder());
        }
    }

    private KubeSettings onLease(String lease, String identity) {
        KubeSettings usual = KubeSettings.defaults(namespace, identity);
        return new KubeSettings(
                namespace,
                namespace,
                usual.watchNamespaces(),
                null,
                true,
                lease,
                identity,
                usual.leaseDuration(),
                usual.renewDeadline(),
                usual.retryPeriod());
    }

    private static LeaseElection.Listener onStart(CountDownLatch latch) {
        return new LeaseElection.Listener() {
            @Override
            public void onStarted() {
                latch.countDown();
            }

            @Override
            public void onLost() {}
        };
    }

    private Action.SteerTemplate steer() {
        Target.Found found = (Target.Found) state().target();
        return new Action.SteerTemplate(
                state().key(), "chat", found.resourceVersion(), "A100", "nvidia.com/gpu.product", List.of("A100-80GB"));
    }

    private Action.Scale scale(Target.Found found, int from, int to) {
        return new Action.Scale(state().key(), "chat", found.resourceVersion(), from, to, "test");
    }

    private VariantAutoscaling stored() {
        return Objects.requireNonNull(view.variant(new VariantKey(namespace, "chat")));
    }

    private VariantState state() {
        return view.variants().stream()
                .filter(variant -> variant.key().equals(new VariantKey(namespace, "chat")))
                .findFirst()
                .orElseThrow();
    }

    /** As the loop does: what the Deployment's own controller overtakes is refused and decided anew. */
    private static void untilDone(KubeActuator actuator, Supplier<Action> action) {
        await("the action", () -> actuator.execute(List.of(action.get())).getFirst() instanceof ActionResult.Done);
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited 20 s for " + what);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
