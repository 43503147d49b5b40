package dev.inferno.operator.kube;

import dev.inferno.cycle.CycleReport;
import dev.inferno.decision.GatedPods;
import dev.inferno.decision.GatedPods.Fate;
import dev.inferno.decision.GatedPods.Guidance;
import dev.inferno.decision.VariantDecision;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantState;
import io.kubernetes.client.openapi.ApiException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets pods out of our scheduling gate, to the nodes of the last decision, as soon as they come: between the cycles too, for a
 * pod that waits serves nobody. Decides nothing. Where the plan has no place, the mode is another or the variant is gone, pods
 * are let go without one: see {@link GatedPods}.
 *
 * <p>Thread-safety: one thread of its own opens gates; reports may come from any other.
 */
public final class GateKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GateKeeper.class);

    /** A Deployment makes its pods in bursts. */
    private static final Duration GATHER = Duration.ofMillis(50);

    private static final Duration WHILE_PODS_WAIT = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** How long an answer about our rights is believed. */
    private static final Duration RIGHTS = Duration.ofSeconds(5);

    private final ApiRequests requests;
    private final FencedWrites api;
    private final ClusterView view;
    private final Fence fence;
    private final boolean allowed;
    private final Duration deadline;
    private final Semaphore wake = new Semaphore(0);
    private final Map<VariantKey, Guidance> guidance = new ConcurrentHashMap<>();

    /** When pods were first seen waiting, in nanoseconds; from then on their deadline counts. */
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();

    /** Pods as they were when their gate was opened: caches show that a little later. */
    private final Map<String, Opened> opened = new HashMap<>();

    private final Map<String, Right> rights = new ConcurrentHashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Thread thread = Thread.ofVirtual().name("gate-keeper").unstarted(this::run);

    private record Opened(
            @Nullable String version, @Nullable String node) {}

    private record Right(boolean given, long askedNanos) {}

    private record Workload(String namespace, @Nullable String name) {}

    /**
     * @param allowed placement mode Gates; else pods are only let go
     * @param deadline the longest a pod waits for a planned node
     */
    public GateKeeper(KubeConnection connection, ClusterView view, Fence fence, boolean allowed, Duration deadline) {
        this.requests = connection.requests();
        this.api = new FencedWrites(requests, fence);
        this.view = view;
        this.fence = fence;
        this.allowed = allowed;
        this.deadline = deadline;
        view.onPod(pod -> {
            if (pod.gate().isOurs() || !waiting.isEmpty()) {
                wake.release();
            }
        });
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** Takes over what a cycle decided. The report that comes back also says what hinders pods behind the gate. */
    public CycleReport follow(CycleReport report) {
        Set<VariantKey> known = new HashSet<>();
        List<VariantDecision> told = report.decision().variants().stream()
                .map(decided -> {
                    VariantState state = Objects.requireNonNull(report.seen().variant(decided.key()));
                    known.add(decided.key());
                    guidance.compute(decided.key(), (key, before) -> GatedPods.guidance(decided, state, before));
                    return withHindrance(decided, state);
                })
                .toList();
        guidance.keySet().retainAll(known);
        wake.release();
        return report.withDecision(report.decision().withVariants(told));
    }

    private VariantDecision withHindrance(VariantDecision decided, VariantState state) {
        if (!(state.target() instanceof Target.Found target)) {
            return decided;
        }
        String namespace = state.key().namespace();
        boolean gated = view.isGated(namespace, target.name());
        boolean asked = state.spec().placement() == PlacementMode.GATES;
        Right right = rights.get(namespace);
        if (gated && right != null && !right.given()) {
            return decided.notCarriedOut(
                    "PatchFailed",
                    "pods in namespace " + namespace + " may not be patched, so those behind the scheduling gate "
                            + PlacementGate.NAME + " cannot start; chart value placement.gates.enabled lets them be"
                            + " released");
        }
        String gate = "the scheduling gate " + PlacementGate.NAME + " in the template of Deployment " + target.name();
        if (asked && !allowed) {
            return decided.noted(state.key() + ": placement.mode Gates is off in this installation (chart value"
                    + " placement.gates.enabled); pods start where the scheduler likes");
        }
        if (asked && !gated) {
            return decided.noted(state.key() + ": placement.mode Gates needs " + gate
                    + "; until then pods start where the scheduler likes");
        }
        return gated && !asked
                ? decided.noted(state.key() + ": take out " + gate
                        + ", or set placement {mode: Gates}: its pods only wait to be let go")
                : decided;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration longest = waiting.isEmpty() ? IDLE : WHILE_PODS_WAIT;
                if (wake.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(GATHER);
                    wake.drainPermits();
                }
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() {
        try {
            fence.check();
            if (view.synced()) {
                openGates();
            }
        } catch (NotLeader e) {
            waiting.clear();
        } catch (RuntimeException e) {
            LOG.warn("Pods behind the scheduling gate are looked at again in a second", e);
        }
    }

    private void openGates() throws NotLeader {
        List<SeenPod> gated = view.gatedPods();
        Set<String> names = gated.stream().map(GateKeeper::name).collect(Collectors.toSet());
        waiting.keySet().retainAll(names);
        opened.keySet().retainAll(names);
        refused.retainAll(names);
        names.forEach(name -> waiting.putIfAbsent(name, System.nanoTime()));
        if (gated.isEmpty()) {
            return;
        }
        Map<Workload, VariantState> variants = view.variants().stream()
                .filter(state -> state.target() instanceof Target.Found)
                .collect(Collectors.toMap(GateKeeper::workload, Function.identity(), (a, b) -> a));
        Inventory inventory = view.inventory();
        Map<String, String> hosts =
                inventory instanceof Inventory.Known known ? GateRoom.hosts(known.nodes()) : Map.of();
        for (Workload workload : gated.stream().map(GateKeeper::workload).collect(Collectors.toSet())) {
            openGates(workload, gated, variants.get(workload), inventory, hosts);
        }
    }

    /** @param hosts host names by node */
    private void openGates(
            Workload workload,
            List<SeenPod> gated,
            @Nullable VariantState state,
            Inventory inventory,
            Map<String, String> hosts)
            throws NotLeader {
        List<SeenPod> own = workload.name() == null
                ? gated.stream().filter(pod -> workload(pod).equals(workload)).toList()
                : view.pods(workload.namespace(), workload.name()).stream()
                        .filter(pod -> !Objects.requireNonNull(pod.facts()).terminating())
                        .toList();
        List<Fate> fates = GatedPods.fates(
                guidance(state, inventory),
                own.stream().map(pod -> asSeen(pod, hosts)).toList(),
                room(state, inventory),
                deadline);
        for (Fate fate : fates) {
            SeenPod pod = own.stream()
                    .filter(candidate -> candidate.name().equals(fate.pod()))
                    .findFirst()
                    .orElseThrow();
            open(pod, fate, hosts);
        }
    }

    private Guidance guidance(@Nullable VariantState state, Inventory inventory) {
        if (!allowed) {
            return new Guidance.Nobody("placement mode Gates is off (chart value placement.gates.enabled)");
        }
        if (state == null) {
            return new Guidance.Unknown("no VariantAutoscaling scales its workload");
        }
        if (state.spec().placement() != PlacementMode.GATES) {
            return new Guidance.Nobody("placement.mode of " + state.key() + " is not Gates");
        }
        return inventory instanceof Inventory.Off
                ? new Guidance.Nobody("nodes are not read")
                : guidance.getOrDefault(state.key(), new Guidance.Unknown("nothing is decided yet"));
    }

    private Predicate<String> room(@Nullable VariantState state, Inventory inventory) {
        if (state == null
                || !(state.target() instanceof Target.Found target)
                || !(inventory instanceof Inventory.Known known)) {
            return node -> false;
        }
        return new GateRoom(state.key().namespace(), target.name(), target.pod(), known, view.pinnedPods())::take;
    }

    private GatedPods.Pod asSeen(SeenPod pod, Map<String, String> hosts) {
        var facts = Objects.requireNonNull(pod.facts());
        Opened done = opened.get(name(pod));
        boolean open = done != null && Objects.equals(done.version(), pod.resourceVersion());
        boolean gated = pod.gate().isOurs() && !open;
        String place = open ? Objects.requireNonNull(done).node() : facts.node();
        if (place == null && !gated && pod.gate().host() != null) {
            place = hosts.entrySet().stream()
                    .filter(host -> host.getValue().equals(pod.gate().host()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }
        long since = waiting.getOrDefault(name(pod), System.nanoTime());
        return new GatedPods.Pod(
                pod.name(),
                gated,
                place,
                facts.labels().get(PodTranslator.TEMPLATE_HASH),
                Duration.ofNanos(System.nanoTime() - since));
    }

    private void open(SeenPod pod, Fate fate, Map<String, String> hosts) throws NotLeader {
        String name = name(pod);
        try {
            if (!mayPatch(pod.namespace())) {
                return;
            }
            String node = fate instanceof Fate.Place place ? place.node() : null;
            api.mergePatch(
                    ApiPaths.pod(pod.namespace(), pod.name()),
                    pod.gate().opened(node == null ? null : hosts.get(node), pod.resourceVersion()));
            opened.put(name, new Opened(pod.resourceVersion(), node));
            switch (fate) {
                case Fate.Place place -> LOG.info("Pod {}: let out of the gate, to node {}", name, place.node());
                case Fate.Free free -> LOG.info("Pod {}: let out of the gate, to any node: {}", name, free.why());
            }
        } catch (ApiException e) {
            if (!ApiErrors.isNotFound(e) && !ApiErrors.isConflict(e) && refused.add(name)) {
                LOG.warn("Pod {}: our scheduling gate cannot be opened: {}", name, ApiErrors.message(e));
            }
        }
    }

    private boolean mayPatch(String namespace) throws ApiException {
        Right before = rights.get(namespace);
        if (before != null && System.nanoTime() - before.askedNanos() < RIGHTS.toNanos()) {
            return before.given();
        }
        boolean given = MayPatch.ask(requests, "pods", namespace);
        rights.put(namespace, new Right(given, System.nanoTime()));
        if (!given && (before == null || before.given())) {
            LOG.warn(
                    "Pods in namespace {} wait behind the scheduling gate {}, and pods may not be patched (chart value"
                            + " placement.gates.enabled)",
                    namespace,
                    PlacementGate.NAME);
        }
        return given;
    }

    private static String name(SeenPod pod) {
        return pod.namespace() + "/" + pod.name();
    }

    private static Workload workload(SeenPod pod) {
        return new Workload(pod.namespace(), pod.workload());
    }

    private static Workload workload(VariantState state) {
        return new Workload(state.key().namespace(), ((Target.Found) state.target()).name());
    }
}
