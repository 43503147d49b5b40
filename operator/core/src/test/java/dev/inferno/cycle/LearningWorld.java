package dev.inferno.cycle;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.calibration.Calibration;
import dev.inferno.calibration.SimulatedServers;
import dev.inferno.calibration.Window;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Guardrails;
import dev.inferno.decision.VariantDecision;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.QueueModel;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Memory.VariantMemory;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The real decision, once a minute in virtual time, over simulated servers whose law may differ from their profile: 3.4 times the
 * load one replica carries.
 */
final class LearningWorld {

    static final Brain BRAIN = new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());
    static final Iteration LAW = new Iteration(8, 0.05, 0.02, 1e-4);
    private static final TokenMix TOKENS = TokenMix.fixed(512, 128);
    private static final int BATCH = 64;
    private static final ServiceLevel LEVEL = new ServiceLevel(400, 20, 0, 0, "p95", "mean");

    private static final double MEAN_PER_SECOND = 3.4 * capacity();

    /** The KV cache holds two full batches. */
    private static final ServerLimits LIMITS =
            new ServerLimits(BATCH, null, ServerLimits.DEFAULT_BATCHED_TOKENS, 2L * BATCH * 640);

    private final boolean calibration;
    private final @Nullable LatencyLaw profile;
    private @Nullable ServiceLevel level = LEVEL;
    private double swing;
    private Iteration law = LAW;
    private int replicas;
    private Instant now = TestFleet.START;
    private Memory memory = Memory.EMPTY;
    private SimulatedServers servers;
    private CycleSnapshot seen;
    private VariantDecision decided;

    /** @param profile null = nobody profiled the servers */
    LearningWorld(@Nullable LatencyLaw profile, int replicas, boolean calibration) {
        this.profile = profile;
        this.replicas = replicas;
        this.calibration = calibration;
        this.servers = started(replicas, 1);
        this.seen = snapshot();
        this.decided = decide();
    }

    void run(int minutes) {
        for (int i = 0; i < minutes; i++) {
            now = now.plus(Duration.ofMinutes(1));
            seen = snapshot();
            decided = decide();
            if (decided.desired() != replicas) {
                replicas = decided.desired();
                servers = started(replicas, now.getEpochSecond());
            }
        }
    }

    private VariantDecision decide() {
        var decision = BRAIN.decide(seen);
        memory = decision.memory();
        return decision.variants().getFirst();
    }

    private SimulatedServers started(int count, long seed) {
        Traffic traffic = new Traffic(TOKENS, 1, Routing.ROUND_ROBIN);
        return new SimulatedServers(law, LIMITS, count, traffic, seed);
    }

    /** A minute of traffic passes, then the operator looks. */
    private CycleSnapshot snapshot() {
        double perSecond = MEAN_PER_SECOND * (1 + swing * Math.sin(now.getEpochSecond() / 60.0));
        Window window = servers.window(new Traffic(TOKENS, 1, Routing.ROUND_ROBIN), perSecond, 60);
        double ttft = servers.meanTtftMillis();
        var load = new OfferedLoad(perSecond, perSecond, perSecond, window.tokens(), 1, 60);
        var observed =
                new Observed(null, 0.0, null, Double.isNaN(ttft) ? null : ttft, null, window.work(), servers.uses());
        TestVariant variant =
                TestVariant.named("a").actuation(ActuationMode.DIRECT).replicas(replicas);
        if (profile != null) {
            variant.profile("A100", 1, profile, BATCH);
        }
        if (level != null) {
            variant.slo(level);
        }
        CycleSnapshot fleet = new TestFleet()
                .classes()
                .nvidia("n1", 8)
                .nvidia("n2", 8)
                .routing(Routing.ROUND_ROBIN)
                .variant(variant)
                .running("a", "n1", Math.min(8, replicas), "nvidia.com/gpu")
                .running("a", "n2", Math.max(0, replicas - 8), "nvidia.com/gpu")
                .reading(TestFleet.MODEL, new LoadReading.Fresh(load, observed, 5))
                .snapshot();
        FleetPolicy policy = fleet.policy();
        return new CycleSnapshot(
                now.toString(),
                now,
                "timer",
                new FleetPolicy(
                        policy.accelerators(),
                        policy.classes(),
                        policy.problems(),
                        policy.routing(),
                        policy.scaleUpWindow(),
                        policy.scaleDownWindow(),
                        calibration,
                        true,
                        policy.saturation(),
                        false),
                fleet.inventory(),
                fleet.variants(),
                fleet.loads(),
                memory,
                fleet.budget());
    }

    /** Null when nothing is. */
    @Nullable
    Calibration remembered() {
        VariantMemory remembered = Objects.requireNonNull(memory.variants().get("default/a"));
        return remembered.calibration();
    }

    Calibration learned() {
        return Objects.requireNonNull(remembered());
    }

    int replicas() {
        return replicas;
    }

    CycleSnapshot seen() {
        return seen;
    }

    VariantDecision decided() {
        return decided;
    }

    /** From now on the servers are so many times slower than the law. */
    void slower(double factor) {
        law = scaled(factor);
        servers = started(replicas, now.getEpochSecond());
    }

    /** From now on the load swings by this part of its mean. */
    LearningWorld swinging(double part) {
        swing = part;
        return this;
    }

    LearningWorld withoutLevel() {
        level = null;
        return this;
    }

    Condition optimization() {
        return decided.condition(Condition.Type.OptimizationReady);
    }

    String message() {
        return optimization().message();
    }

    private static double capacity() {
        var model = QueueModel.of(LAW, TOKENS, ServerLimits.ofBatch(BATCH));
        return ((LargestRate.Found) model.largestRate(LEVEL)).at().carriedPerSecond();
    }

    /** The law with every coefficient so many times as large. */
    static Iteration scaled(double factor) {
        return new Iteration(
                LAW.baseMillis() * factor,
                LAW.decodeTokenMillis() * factor,
                LAW.prefillTokenMillis() * factor,
                LAW.kvTokenMillis() * factor);
    }
}
