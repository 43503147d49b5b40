package dev.inferno.analysis;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.snapshot.AcceleratorPolicy;
import dev.inferno.snapshot.AcceleratorProfile;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.PlacementMode;
import dev.inferno.snapshot.ScalingRules;
import dev.inferno.snapshot.ServiceClass;
import dev.inferno.snapshot.Target;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.snapshot.VariantSpec;
import dev.inferno.snapshot.VariantState;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A variant for tests: one replica of a Deployment of the same name, one nvidia.com/gpu per pod, label A100, Keep. */
public final class TestVariant {

    private final String name;
    private final List<AcceleratorProfile> profiles = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private String model = TestFleet.MODEL;
    private @Nullable String sloClass;
    private @Nullable String sloKey;
    private @Nullable ServiceLevel slo;
    private @Nullable Double cost;
    private int min = 1;
    private @Nullable Integer max;
    private int replicas = 1;
    private @Nullable Integer ready;
    private AcceleratorPolicy policy = AcceleratorPolicy.KEEP;
    private int maxPending;
    private List<String> resourceClaims = List.of();
    private PlacementMode placement = PlacementMode.NONE;
    private @Nullable String label = "A100";
    private Map<String, Long> requests = Map.of("nvidia.com/gpu", 1L);
    private Map<String, String> selector = Map.of();
    private ScalingRules scaleUp = ScalingRules.DEFAULT;
    private ScalingRules scaleDown = ScalingRules.DEFAULT;
    private @Nullable ActuationMode actuation;
    private boolean paused;
    private @Nullable Target target;

    private TestVariant(String name) {
        this.name = name;
    }

    public static TestVariant named(String name) {
        return new TestVariant(name);
    }

    /** With the published profile on A100. */
    public static TestVariant onA100(String name) {
        return named(name).profile("A100", 1, TestFleet.A100, 4);
    }

    public TestVariant profile(String accelerator, int devices, @Nullable LatencyLaw law, @Nullable Integer batch) {
        profiles.add(new AcceleratorProfile(
                accelerator, devices, law, batch, null, null, law == null ? "alpha (x) must be a number" : null));
        return this;
    }

    public TestVariant model(String id) {
        model = id;
        return this;
    }

    public TestVariant slo(ServiceLevel level) {
        slo = level;
        return this;
    }

    public TestVariant ref(@Nullable String name, @Nullable String key) {
        sloClass = name;
        sloKey = key;
        return this;
    }

    public TestVariant cost(double perReplica) {
        cost = perReplica;
        return this;
    }

    public TestVariant replicas(int count) {
        replicas = count;
        return this;
    }

    /** Of the replicas; all of them unless said otherwise. */
    public TestVariant ready(int count) {
        ready = count;
        return this;
    }

    public TestVariant min(int least) {
        min = least;
        return this;
    }

    public TestVariant max(int most) {
        max = most;
        return this;
    }

    public TestVariant label(@Nullable String accelerator) {
        label = accelerator;
        return this;
    }

    public TestVariant optimize(PlacementMode mode) {
        policy = AcceleratorPolicy.OPTIMIZE;
        placement = mode;
        return this;
    }

    public TestVariant requests(Map<String, Long> amounts) {
        requests = amounts;
        return this;
    }

    public TestVariant selector(Map<String, String> labels) {
        selector = labels;
        return this;
    }

    public TestVariant target(Target other) {
        target = other;
        return this;
    }

    public TestVariant scaleUp(ScalingRules rules) {
        scaleUp = rules;
        return this;
    }

    public TestVariant scaleDown(ScalingRules rules) {
        scaleDown = rules;
        return this;
    }

    public TestVariant actuation(ActuationMode mode) {
        actuation = mode;
        return this;
    }

    public TestVariant paused() {
        paused = true;
        return this;
    }

    /** Its pods get their devices by claims. */
    public TestVariant claiming(String... claims) {
        resourceClaims = List.of(claims);
        return this;
    }

    /** So many replicas may wait for nodes of elastic pools. */
    public TestVariant elastic(int replicas) {
        maxPending = replicas;
        return this;
    }

    public TestVariant problem(String text) {
        problems.add(text);
        return this;
    }

    public VariantState state() {
        var pod = new PodShape(ResourceVector.of(requests), new TreeMap<>(), new TreeMap<>(selector), null, List.of());
        Target found = target != null
                ? target
                : new Target.Found(
                                name, "1", replicas, replicas, ready == null ? replicas : ready, pod, null, null, false)
                        .withResourceClaims(resourceClaims);
        var spec = new VariantSpec(
                model,
                sloClass,
                sloKey,
                slo,
                profiles,
                cost,
                min,
                max,
                scaleUp,
                scaleDown,
                policy,
                actuation,
                placement,
                maxPending,
                label,
                paused,
                problems);
        return new VariantState(new VariantKey("default", name), 1, TestFleet.START, spec, found);
    }

    public static ServiceClass classOf(String file, String name, int priority, String model, ServiceLevel level) {
        return new ServiceClass(file, null, name, priority, List.of(new ServiceClass.Entry(model, level)));
    }
}
