package dev.inferno.cycle;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Condition;
import dev.inferno.decision.Guardrails;
import dev.inferno.decision.VariantDecision;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.snapshot.ActuationMode;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.ReplicaUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The real decision, once a minute in virtual time, over servers nobody profiled: a replica runs 10 requests, which fill its
 * KV cache unless said otherwise, a request is finished in a minute, what does not fit waits where it is, and what arrives is
 * spread evenly. New replicas serve a minute later.
 */
final class SaturationWorld {

    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());
    private static final int FULL = 10;

    private final UnaryOperator<TestVariant> spec;
    private final int devices;
    private final List<String> messages = new ArrayList<>();
    private double perMinute;
    private double kvCache = 1;
    private int replicas;
    /** Of the replicas that serve, the oldest first. */
    private final List<Double> inside = new ArrayList<>();

    private boolean reported = true;
    private Instant now = TestFleet.START;
    private Memory memory = Memory.EMPTY;
    private VariantDecision decided;

    SaturationWorld(int devices, int replicas, UnaryOperator<TestVariant> spec) {
        this.devices = devices;
        this.replicas = replicas;
        serving(replicas);
        this.spec = spec;
        this.decided = decide();
    }

    SaturationWorld load(double requestsPerMinute) {
        perMinute = requestsPerMinute;
        return this;
    }

    /** Part of the KV cache that 10 requests fill. */
    SaturationWorld kvCache(double part) {
        kvCache = part;
        return this;
    }

    SaturationWorld silent(boolean metricsAreMissing) {
        reported = !metricsAreMissing;
        return this;
    }

    SaturationWorld run(int minutes) {
        for (int i = 0; i < minutes; i++) {
            now = now.plus(Duration.ofMinutes(1));
            inside.replaceAll(requests -> Math.max(0, requests - FULL) + perMinute / inside.size());
            decided = decide();
            serving(Math.min(replicas, decided.desired()));
            replicas = decided.desired();
            messages.add(message());
        }
        return this;
    }

    private void serving(int count) {
        while (inside.size() > count) {
            inside.removeLast();
        }
        while (inside.size() < count) {
            inside.add(0.0);
        }
    }

    private VariantDecision decide() {
        TestVariant variant = spec.apply(TestVariant.named("a")
                .actuation(ActuationMode.DIRECT)
                .replicas(replicas)
                .ready(inside.size()));
        CycleSnapshot fleet = new TestFleet()
                .nvidia("n1", devices)
                .variant(variant)
                .running("a", "n1", replicas, "nvidia.com/gpu")
                .reading(TestFleet.MODEL, reading())
                .snapshot();
        var seen = new CycleSnapshot(
                now.toString(),
                now,
                "timer",
                fleet.policy(),
                fleet.inventory(),
                fleet.variants(),
                fleet.loads(),
                memory,
                fleet.budget());
        var decision = BRAIN.decide(seen);
        memory = decision.memory();
        return decision.variants().getFirst();
    }

    private LoadReading reading() {
        if (!reported) {
            return new LoadReading.Missing(LoadReading.Missing.Cause.NO_SAMPLES, "no samples");
        }
        List<ReplicaUse> uses = new ArrayList<>();
        for (double requests : inside) {
            double running = Math.min(FULL, requests);
            uses.add(new ReplicaUse("a-" + uses.size(), kvCache * running / FULL, running, requests - running));
        }
        var observed = new Observed(null, null, null, null, null, null, uses);
        return new LoadReading.Fresh(TestFleet.load(perMinute, perMinute > 0 ? 128 : 0), observed, 5);
    }

    int replicas() {
        return replicas;
    }

    VariantDecision decided() {
        return decided;
    }

    String message() {
        return decided.condition(Condition.Type.OptimizationReady).message();
    }

    /** Of the minutes that ran since the world began. */
    List<String> messages() {
        return messages;
    }
}
