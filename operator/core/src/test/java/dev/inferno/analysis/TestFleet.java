package dev.inferno.analysis;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.DemandPeak;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.snapshot.NodePool;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.SaturationThresholds;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.ServiceClass;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fleet for tests: one premium class (ITL 24 ms, wait 500 ms), the accelerator table of the originals, requests of 50 +
 * 128 tokens, windows of 0 and 5 minutes. Carries over what runs and what is remembered between snapshots.
 */
public final class TestFleet {

    public static final String MODEL = "default/default";
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** The published profile: 25.311453 requests/min per replica within the premium class, bound by the wait. */
    public static final LatencyLaw A100 = new LatencyLaw.Legacy2025(20.58, 0.41);

    public static final LatencyLaw MI300X = new LatencyLaw.Legacy2025(7.77, 0.15);
    public static final LatencyLaw G2 = new LatencyLaw.Legacy2025(17.15, 0.34);

    private final List<NodeFacts> nodes = new ArrayList<>();
    private final List<PodFacts> pods = new ArrayList<>();
    private final List<VariantState> variants = new ArrayList<>();
    private final TreeMap<String, LoadReading> readings = new TreeMap<>();
    private final TreeMap<String, VariantMemory> memory = new TreeMap<>();
    private List<Accelerator> accelerators = List.of(
            new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40, null, 1),
            new Accelerator("MI300X", "AMD-MI300X-192GB", 65, null, 1),
            new Accelerator("G2", "Intel-GAUDI-2-96GB", 23, null, 1));
    private List<ServiceClass> classes = List.of(TestVariant.classOf("premium.yaml", "Premium", 1, MODEL, premium()));
    private Routing routing = Routing.LEAST_LOADED;
    private Instant now = START;
    private boolean inventoryKnown = true;
    private List<NamespaceQuota> quotas = List.of();
    private List<Budget> budgets = List.of();
    private List<NodePool> pools = List.of();
    private List<CatalogueEntry> catalogue = List.of();
    private List<Reserve> reserves = List.of();
    private boolean inventoryOff;
    private List<SaturationThresholds> saturation = List.of();
    private boolean paused;
    private @Nullable Integer changesPerCycle;

    public static ServiceLevel premium() {
        return ServiceLevel.ofMeans(0, 24, 500);
    }

    public TestFleet node(String name, String resource, int devices, Map<String, String> labels, Taint... taints) {
        var allocatable =
                ResourceVector.of(Map.of("cpu", 64_000L, "memory", 512L << 30, "pods", 110L, resource, (long) devices));
        nodes.add(new NodeFacts(name, new TreeMap<>(labels), List.of(taints), false, true, false, allocatable));
        return this;
    }

    public TestFleet nvidia(String name, int devices) {
        return node(name, "nvidia.com/gpu", devices, Map.of("nvidia.com/gpu.product", "NVIDIA-A100-PCIE-80GB"));
    }

    public TestFleet amd(String name, int devices) {
        return node(name, "amd.com/gpu", devices, Map.of("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM"));
    }

    public TestFleet cordon(String name) {
        nodes.replaceAll(node -> node.name().equals(name)
                ? new NodeFacts(node.name(), node.labels(), node.taints(), true, true, false, node.allocatable())
                : node);
        return this;
    }

    public TestFleet pod(String name, String node, String resource, int devices) {
        pods.add(new PodFacts(
                "default", name, null, node, true, false, ResourceVector.of(Map.of(resource, (long) devices))));
        return this;
    }

    /** Replaces a variant of the same name. */
    public TestFleet variant(TestVariant variant) {
        VariantState state = variant.state();
        variants.removeIf(other -> other.key().equals(state.key()));
        variants.add(state);
        return this;
    }

    /** Pods of a variant's Deployment, bound to a node. */
    public TestFleet running(String deployment, String node, int count, String resource) {
        IntStream.range(0, count)
                .forEach(i -> pods.add(new PodFacts(
                        "default",
                        deployment + "-" + node + "-" + i,
                        deployment,
                        node,
                        true,
                        false,
                        ResourceVector.of(Map.of(resource, 1L)))));
        return this;
    }

    /** A pod of a variant's Deployment that has no node yet. */
    public TestFleet waiting(String deployment, String resource) {
        var requests = ResourceVector.of(Map.of(resource, 1L));
        pods.add(new PodFacts("default", deployment + "-waits", deployment, null, false, false, requests));
        return this;
    }

    public TestFleet clearPods() {
        pods.clear();
        return this;
    }

    public TestFleet perMinute(double rate) {
        return perMinute(MODEL, rate);
    }

    public TestFleet perMinute(String model, double rate) {
        return reading(model, new LoadReading.Fresh(load(rate, rate > 0 ? 128 : 0), Observed.NOTHING, 10));
    }

    public static OfferedLoad load(double perMinute, double outputTokens) {
        double rate = perMinute / 60;
        return new OfferedLoad(rate, rate, rate, TokenMix.fixed(outputTokens > 0 ? 50 : 0, outputTokens), 1, 60);
    }

    public TestFleet reading(String model, LoadReading reading) {
        readings.put(model, reading);
        return this;
    }

    /** Requests/min, and how full each replica that reports is. */
    public TestFleet used(double perMinute, ReplicaUse... replicas) {
        var observed = new Observed(null, null, null, null, null, null, List.of(replicas));
        return reading(MODEL, new LoadReading.Fresh(load(perMinute, perMinute > 0 ? 128 : 0), observed, 10));
    }

    public TestFleet saturation(SaturationThresholds... thresholds) {
        saturation = List.of(thresholds);
        return this;
    }

    public TestFleet accelerators(Accelerator... entries) {
        accelerators = List.of(entries);
        return this;
    }

    public TestFleet classes(ServiceClass... files) {
        classes = List.of(files);
        return this;
    }

    public TestFleet routing(Routing how) {
        routing = how;
        return this;
    }

    public TestFleet inventoryUnknown() {
        inventoryKnown = false;
        return this;
    }

    public TestFleet budgets(Budget... given) {
        budgets = List.of(given);
        return this;
    }

    public TestFleet reserves(Reserve... given) {
        reserves = List.of(given);
        return this;
    }

    public TestFleet catalogue(CatalogueEntry... given) {
        catalogue = List.of(given);
        return this;
    }

    public TestFleet pools(NodePool... given) {
        pools = List.of(given);
        return this;
    }

    /** Memory as a decision left it. */
    public TestFleet remember(Memory left) {
        memory.putAll(left.variants());
        return this;
    }

    public TestFleet quotas(NamespaceQuota... given) {
        quotas = List.of(given);
        return this;
    }

    /** Nodes are not read, by choice. */
    public TestFleet inventoryOff(NamespaceQuota... given) {
        quotas = List.of(given);
        inventoryOff = true;
        return this;
    }

    public TestFleet changesPerCycle(int most) {
        changesPerCycle = most;
        return this;
    }

    public TestFleet paused() {
        paused = true;
        return this;
    }

    public TestFleet after(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** As if the variant had been known for an hour, with these demands in requests/min a minute apart up to now. */
    public TestFleet remembered(String variant, double... perMinute) {
        var peaks = new ArrayList<DemandPeak>();
        for (int i = 0; i < perMinute.length; i++) {
            peaks.add(new DemandPeak(now.minus(Duration.ofMinutes(perMinute.length - i)), perMinute[i] / 60));
        }
        memory.put(
                "default/" + variant,
                new VariantMemory(now.minus(Duration.ofHours(1)), peaks, List.of(), null, List.of()));
        return this;
    }

    /** Adds to what is remembered that running pods were steered anew. */
    public TestFleet steered(String variant, Duration ago) {
        memory.computeIfPresent("default/" + variant, (name, kept) -> kept.withSteered(now.minus(ago)));
        return this;
    }

    /** Adds a replica change to what is remembered. */
    public TestFleet rescaled(String variant, Duration ago, int from, int to) {
        VariantMemory before = memory.get("default/" + variant);
        var changes = new ArrayList<Scaling>(before == null ? List.of() : before.scalings());
        changes.add(new Scaling(now.minus(ago), from, to));
        memory.put(
                "default/" + variant,
                new VariantMemory(
                        before == null ? now.minus(Duration.ofHours(1)) : before.firstSeen(),
                        before == null ? List.of() : before.demand(),
                        changes,
                        null,
                        List.of()));
        return this;
    }

    /** Remembers as a decision would. */
    public TestFleet remember(String variant, double perMinute) {
        var windows = new DemandHistory.Windows(Duration.ZERO, Duration.ofMinutes(5));
        VariantMemory before = memory.get("default/" + variant);
        var peaks = DemandHistory.next(before == null ? List.of() : before.demand(), now, perMinute / 60, windows);
        memory.put(
                "default/" + variant,
                new VariantMemory(before == null ? now : before.firstSeen(), peaks, List.of(), null, List.of()));
        return this;
    }

    /** The same with every list the other way round. */
    public CycleSnapshot snapshot(boolean reversed) {
        var policy = new FleetPolicy(
                reversed ? accelerators.reversed() : accelerators,
                classes,
                List.of(),
                routing,
                Duration.ZERO,
                Duration.ofMinutes(5),
                true,
                true,
                saturation,
                paused,
                reversed ? budgets.reversed() : budgets,
                reversed ? reserves.reversed() : reserves,
                pools,
                catalogue,
                changesPerCycle);
        var loads = readings.entrySet().stream()
                .map(entry -> new ModelLoad(new ModelKey("default", entry.getKey()), entry.getValue()))
                .toList();
        return new CycleSnapshot(
                "test",
                now,
                "timer",
                policy,
                inventory(reversed),
                reversed ? variants.reversed() : variants,
                loads,
                new Memory(Memory.SCHEMA, memory),
                SearchBudget.DEFAULT);
    }

    private Inventory inventory(boolean reversed) {
        if (inventoryOff) {
            return new Inventory.Off(reversed ? quotas.reversed() : quotas, pods);
        }
        return inventoryKnown
                ? new Inventory.Known(reversed ? nodes.reversed() : nodes, reversed ? pods.reversed() : pods, quotas)
                : new Inventory.Unknown("no node could be read: forbidden");
    }

    public CycleSnapshot snapshot() {
        return snapshot(false);
    }
}
