package dev.inferno.cycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.Analyzer;
import dev.inferno.analysis.TestFleet;
import dev.inferno.analysis.TestVariant;
import dev.inferno.decision.Guardrails;
import dev.inferno.documents.RecordJson;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.sizing.Settled;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.FleetPolicy;
import dev.inferno.snapshot.LoadReading;
import dev.inferno.snapshot.Memory;
import dev.inferno.snapshot.Observed;
import dev.inferno.snapshot.OfferedLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a simulation after one cycle changes in the next. */
final class SettlingTest {

    private static final Brain BRAIN =
            new Brain(Analyzer.create(), Optimizer.fast(StopSignal.NEVER), Guardrails.standard());
    private static final LatencyLaw LAW = new LatencyLaw.Iteration(13.9, 0.03, 0.041, 7.5e-5);
    private static final ServiceLevel LEVEL = new ServiceLevel(90, 0, 0, 0, "p95", "mean");
    private static final TokenMix TOKENS = new TokenMix(new TokenCount(1000, 0), new TokenCount(16, 1.5));

    private final List<Memory> kept = new ArrayList<>();
    private double seconds;

    private static CycleSnapshot snapshot(Memory memory, double perSecond, boolean simulation, String... variants) {
        var load = new OfferedLoad(perSecond, perSecond, perSecond, TOKENS, 1, 60);
        var observed = new Observed(null, 0.0, null, null, null, null, List.of());
        var fleet = new TestFleet().routing(Routing.ROUND_ROBIN);
        for (int i = 0; i < 8; i++) {
            fleet.nvidia("n" + i, 8);
        }
        for (String variant : variants) {
            fleet.variant(TestVariant.named(variant)
                    .model(variant)
                    .profile("A100", 1, LAW, 32)
                    .slo(LEVEL)
                    .replicas(8));
            fleet.running(variant, "n0", 8, "nvidia.com/gpu")
                    .reading(variant, new LoadReading.Fresh(load, observed, 5));
        }
        CycleSnapshot seen = fleet.snapshot();
        FleetPolicy policy = seen.policy();
        return new CycleSnapshot(
                seen.id(),
                seen.takenAt(),
                seen.trigger(),
                new FleetPolicy(
                        policy.accelerators(),
                        policy.classes(),
                        policy.problems(),
                        policy.routing(),
                        policy.scaleUpWindow(),
                        policy.scaleDownWindow(),
                        policy.calibration(),
                        simulation,
                        policy.saturation(),
                        policy.paused()),
                seen.inventory(),
                seen.variants(),
                seen.loads(),
                memory,
                seen.budget());
    }

    /** A cycle and its homework; time passes only while somebody simulates. */
    private CycleReport cycle(CycleSnapshot seen) {
        kept.clear();
        MemoryStore store = new MemoryStore() {
            @Override
            public Memory load() {
                return Memory.EMPTY;
            }

            @Override
            public void keep(Memory memory) {
                kept.add(memory);
            }
        };
        List<CycleReport> reports = new ArrayList<>();
        StageClock clock = () -> seconds++;
        Settling settling = new Settling(store, clock);
        ReportSink sink = report -> {
            reports.add(report);
            settling.publish(report);
        };
        new Cycle(trigger -> seen, BRAIN, actions -> List.of(), store, sink, clock).run("timer");
        return reports.getFirst();
    }

    private Memory memory() {
        return kept.getLast();
    }

    private Settled settledOfA() {
        return Objects.requireNonNull(memory().variants().get("default/a"))
                .settled()
                .getFirst();
    }

    private static int wanted(CycleReport report) {
        return report.decision().variants().getFirst().wanted();
    }

    @Test
    void theNextCyclePlansWithTheCountTheSimulationFound() {
        int formula = wanted(cycle(snapshot(Memory.EMPTY, 150, true, "a")));
        Settled settled = settledOfA();
        assertTrue(settled.replicas() < formula, settled + " and " + formula);

        CycleSnapshot next = snapshot(memory(), 150, true, "a");
        CycleReport report = cycle(next);

        assertEquals(settled.replicas(), wanted(report));
        assertEquals(1, kept.size(), "nothing is simulated twice");
        assertEquals(
                RecordJson.write(BRAIN.decide(next)),
                RecordJson.write(BRAIN.decide(RecordJson.read(RecordJson.write(next), CycleSnapshot.class))));
    }

    @Test
    void anotherDemandIsSimulatedAnew() {
        cycle(snapshot(Memory.EMPTY, 150, true, "a"));

        cycle(snapshot(memory(), 250, true, "a"));

        assertEquals(250, settledOfA().demandPerSecond());
    }

    @Test
    void whatTheTimeIsTooShortForWaitsForTheNextCycle() {
        cycle(snapshot(Memory.EMPTY, 100, true, "a", "b", "c"));
        long first = settled();

        cycle(snapshot(memory(), 100, true, "a", "b", "c"));

        assertTrue(first > 0 && first < 3, first + " in two seconds");
        assertTrue(settled() > first, settled() + " after two cycles");
    }

    private long settled() {
        return memory().variants().values().stream()
                .filter(variant -> !variant.settled().isEmpty())
                .count();
    }

    @Test
    void switchedOffNothingIsSimulatedAndWhatWasFoundIsForgotten() {
        int formula = wanted(cycle(snapshot(Memory.EMPTY, 150, true, "a")));

        CycleReport report = cycle(snapshot(memory(), 150, false, "a"));

        assertEquals(formula, wanted(report));
        assertEquals(1, kept.size());
    }
}
