package dev.inferno.documents;

import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.calibration.Calibration;
import dev.inferno.calibration.ServerWork;
import dev.inferno.decision.Action;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Decision;
import dev.inferno.decision.NextReplica;
import dev.inferno.decision.OptionVerdict;
import dev.inferno.decision.Predicted;
import dev.inferno.decision.VariantDecision;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Accelerator;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.ConfigProblem;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.Inventory;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.LoadReading.Missing.Cause;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.DemandPeak;
import dev.inferno.snapshot.Memory.PoolWait;
import dev.inferno.snapshot.Memory.Scaling;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.ModelLoad;
import dev.inferno.snapshot.NodePool;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.SaturationThresholds;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ScalingRules.SelectPolicy;
import dev.inferno.snapshot.ScalingRules.StepPolicy;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.CatalogueEntry;
import dev.inferno.topology.LabelRequirement;
import dev.inferno.topology.LinkKind;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.NodeSelectorTerm;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.Product;
import dev.inferno.topology.ResourceVector;
import dev.inferno.topology.Taint;
import dev.inferno.topology.TaintEffect;
import dev.inferno.topology.Toleration;
import dev.inferno.topology.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Records with every kind of content, for tests of what is written and read. */
final class TestDocuments {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00.25Z");

    private TestDocuments() {}

    /** Holds every law, reading and target, and no field that could be filled is empty. */
    static CycleSnapshot snapshot() {
        var policy = new FleetPolicy(
                List.of(new Accelerator("A100", "NVIDIA-A100-PCIE-80GB", 40.5, "nvidia.com/gpu", 2)),
                List.of(TestVariant.classOf("premium.yaml", "Premium", 1, "m", TestFleet.premium())),
                List.of(new ConfigProblem("configmap", "key", "message with \"quotes\", <signs> and ümlauts")),
                Routing.POWER_OF_TWO,
                Duration.ZERO,
                Duration.ofMinutes(5),
                true,
                true,
                List.of(new SaturationThresholds("m", "default", 0.7, 4, 0.2, 2)),
                true,
                List.of(new Budget("default", 120.5, new TreeMap<>(Map.of("H100", 16)))),
                List.of(new Reserve("failover", "H100", 8, 1, ResourceVector.of(Map.of("cpu", 500L)))),
                List.of(pool()),
                List.of(
                        new CatalogueEntry.Model(
                                new Product("N1", Vendor.UNKNOWN, 64, LinkKind.MESH, 8, 50, 32), List.of("npu-one")),
                        new CatalogueEntry.Resource("example.com/npu", Vendor.UNKNOWN, "example.com/npu.product")),
                5);
        var requests = ResourceVector.of(Map.of("cpu", 500L, "nvidia.com/gpu", 1L));
        var node = new NodeFacts(
                "n1",
                new TreeMap<>(Map.of("zone", "a")),
                List.of(new Taint("k", "", TaintEffect.NO_SCHEDULE)),
                true,
                true,
                false,
                requests);
        var load = new OfferedLoad(
                0.1, 1.0 / 3, 0.7, new TokenMix(new TokenCount(512, 1.5), TokenCount.fixed(128)), 1, 60);
        var observed = new Observed(
                1.0,
                2.0,
                3.5,
                null,
                0.1,
                new ServerWork(2, 60, 20, 2560, 9000, 10_240, 20, 1000, true),
                List.of(new ReplicaUse("p", 0.5, 3, null)));
        return new CycleSnapshot(
                "id-1",
                NOW,
                "timer",
                policy,
                new Inventory.Known(
                        List.of(node),
                        List.of(
                                new PodFacts("default", "p", "found", "n1", true, false, requests),
                                new PodFacts("default", "q", null, null, false, true, ResourceVector.NONE))),
                List.of(
                        state("claimed", new Target.Claimed("d", "default/older")),
                        state(
                                "found",
                                new Target.Found("d", "7", 3, 2, 1, pod(requests), "hpa/d", "NVIDIA A100", true)
                                        .withResourceClaims(List.of("gpu"))),
                        state("gone", new Target.NotFound("d")),
                        state("other", new Target.UnsupportedKind("StatefulSet", "d"))),
                List.of(
                        reading("fresh", new LoadReading.Fresh(load, observed, 10)),
                        reading("missing", new LoadReading.Missing(Cause.PROMETHEUS_ERROR, "refused")),
                        reading("partial", new LoadReading.Partial(load, Observed.NOTHING, 10, "1 of 2")),
                        reading("stale", new LoadReading.Stale(900, "too old"))),
                new Memory(
                        Memory.SCHEMA,
                        new TreeMap<>(Map.of(
                                "default/found",
                                new VariantMemory(
                                                NOW.minusSeconds(3600),
                                                List.of(new DemandPeak(NOW, 0.1 + 0.2)),
                                                List.of(new Scaling(NOW, 1, 3)),
                                                Calibration.start("A100", new Iteration(6.5, 0.01, 0.02, 5.4e-5), NOW),
                                                List.of())
                                        .withWaits(List.of(new PoolWait("gpu", NOW, 1)))))),
                new SearchBudget(5_000_000_000L, -1, 500L, 17L));
    }

    private static NodePool pool() {
        return new NodePool(
                "gpu",
                new TreeMap<>(Map.of("pool", "gpu")),
                4,
                new TreeMap<>(Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3")),
                List.of(new Taint("k", "v", TaintEffect.NO_SCHEDULE)),
                ResourceVector.of(Map.of("nvidia.com/gpu", 8L)),
                Duration.ofMinutes(5),
                32.5);
    }

    /** The same with nodes that could not be read. */
    static CycleSnapshot withoutInventory() {
        CycleSnapshot full = snapshot();
        return new CycleSnapshot(
                full.id(),
                full.takenAt(),
                full.trigger(),
                full.policy(),
                new Inventory.Unknown("forbidden"),
                full.variants(),
                full.loads(),
                Memory.EMPTY,
                SearchBudget.DEFAULT);
    }

    private static ModelLoad reading(String model, LoadReading reading) {
        return new ModelLoad(new ModelKey("default", model), reading);
    }

    private static PodShape pod(ResourceVector requests) {
        return new PodShape(
                requests,
                new TreeMap<>(Map.of("app", "d")),
                new TreeMap<>(Map.of("zone", "a")),
                List.of(new NodeSelectorTerm(
                        List.of(new LabelRequirement("k", LabelRequirement.Operator.DOES_NOT_EXIST, List.of())),
                        List.of(new LabelRequirement("metadata.name", LabelRequirement.Operator.IN, List.of("n1"))))),
                List.of(new Toleration("k", Toleration.Operator.EXISTS, "", TaintEffect.PREFER_NO_SCHEDULE)));
    }

    private static VariantState state(String name, Target target) {
        var rules = new ScalingRules(
                Duration.ofSeconds(90),
                SelectPolicy.MIN,
                List.of(new StepPolicy(StepPolicy.Type.PERCENT, 50, Duration.ofSeconds(60))));
        var spec = new VariantSpec(
                "m",
                "premium",
                "m",
                new ServiceLevel(500, 24, 0, 1.5, "p95", "mean"),
                List.of(
                        profile(new LatencyLaw.Legacy2025(20.58, 0.41)),
                        profile(new LatencyLaw.Prefill2025(20.58, 0.41, 5.2, 0.1)),
                        profile(new LatencyLaw.Iteration(6, 0.1, 0.05, 1e-5)),
                        new AcceleratorProfile("G2", 8, null, null, null, null, "alpha (x) must be a number")),
                12.5,
                0,
                9,
                rules,
                ScalingRules.DEFAULT,
                AcceleratorPolicy.OPTIMIZE,
                ActuationMode.DIRECT,
                PlacementMode.TEMPLATE,
                2,
                "A100",
                true,
                List.of("a problem"));
        return new VariantState(new VariantKey("default", name), 3, NOW, spec, target);
    }

    private static AcceleratorProfile profile(LatencyLaw law) {
        return new AcceleratorProfile("A100", 1, law, 4, 2048, 100_000L, null);
    }

    /** One variant for every action. */
    static Decision decision() {
        var v = new VariantKey("default", "v");
        var actions = List.of(
                new Action.Scale(v, "d", "7", 1, 3, "load_increase"),
                new Action.SteerTemplate(v, "d", "7", "A100", "gpu", List.of("A100", "A100-SXM")),
                new Action.LabelNodes(v, "gpu", new TreeMap<>(Map.of("n1", true, "n2", false))),
                new Action.PreferVictims(v, "d", List.of("p")),
                new Action.SetBatchLimit(v, "d", "7", 4),
                new Action.Publish(v, 3, "told"),
                new Action.Hold(v, 3, "kept"));
        return new Decision(
                "id-1",
                actions.stream().map(TestDocuments::decided).toList(),
                snapshot().memory());
    }

    private static VariantDecision decided(Action action) {
        return new VariantDecision(
                action.variant(),
                "m",
                "Premium",
                1,
                3,
                2,
                2,
                "A100",
                4,
                80,
                new Predicted(1, 2, 3, 0.5),
                List.of(new OptionVerdict("A100", 3, 120.0, "chosen", "cheapest")),
                new TreeMap<>(Map.of("n1", 2)),
                "no room",
                new NextReplica(
                        action.variant(),
                        "A100",
                        List.of(new NextReplica.Addition("nvidia.com/gpu", "node n1", "1")),
                        0.25,
                        40,
                        0.25),
                action,
                List.of(new Condition(Condition.Type.Ready, Condition.Status.Unknown, "R", "m")),
                "because");
    }
}
