package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.ReplicaSizing.Answer;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The iteration law at the ends of its ranges: numbers, never NaN, and times that never fall with the load. */
class IterationExtremesTest {

    private static final ServiceLevel LEVEL = new ServiceLevel(2000, 60, 0, 0, "p95", "p95");
    private static final Iteration[] LAWS = {
        new Iteration(6.5, 0.1, 0.02, 5e-5),
        new Iteration(6.5, 0, 0, 0),
        new Iteration(6.5, 0, 0.02, 0),
        new Iteration(1e-3, 1e-9, 1e-9, 0)
    };
    private static final TokenMix[] MIXES = {
        TokenMix.fixed(1000, 200),
        TokenMix.fixed(1000, 1),
        TokenMix.fixed(0, 200),
        TokenMix.fixed(1, 2),
        new TokenMix(new TokenCount(3000, 4), new TokenCount(400, 4)),
        TokenMix.fixed(100_000, 10)
    };
    private static final double[] LOADS = {0, 1e-9, 0.1, 0.9, 0.99, 0.9999, 0.999999};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 512, 4096})
    void timesAreNumbersFromIdleToTheBrinkOfSaturation(int batch) {
        for (Iteration law : LAWS) {
            for (TokenMix mix : MIXES) {
                QueueModel model = QueueModel.of(law, mix, ServerLimits.ofBatch(batch));
                double full = model.saturationPerSecond() / 0.999;
                double before = 0;
                for (double load : LOADS) {
                    OperatingPoint point = model.at(load * full, LEVEL);
                    String text = law + " " + mix + " at " + load + ": " + point;
                    LevelAssertions.assertSane(point);
                    assertTrue(Double.isFinite(point.ttftMillis()) && Double.isFinite(point.itlMillis()), text);
                    assertTrue(point.ttftMillis() >= before * (1 - 1e-6), text);
                    before = point.ttftMillis();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    void everyRouterAnswersFromNoLoadToThousandsOfReplicas(Routing routing) {
        for (Iteration law : LAWS) {
            for (TokenMix mix : MIXES) {
                int last = 0;
                FleetModel fleet = FleetModel.of(law, new Traffic(mix, 2, routing), ServerLimits.ofBatch(64));
                double one = fleet.replica(1).saturationPerSecond();
                for (double load : new double[] {0, 1e-6, 0.5, 3, 50, 3000}) {
                    Answer answer = ReplicaSizing.size(
                            fleet, new Demand(load * one, mix.output().mean(), LEVEL, 0, 1 << 20));
                    if (answer instanceof Sized sized) {
                        assertTrue(sized.replicas() >= Math.max(last, load), law + " " + mix + ": " + sized);
                        LevelAssertions.assertSane(sized.perReplica());
                        last = sized.replicas();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 4096})
    void anIdleServerIsFirstOfAllItsOwnPrompt(int batch) {
        QueueModel model = QueueModel.of(LAWS[0], TokenMix.fixed(1000, 1), ServerLimits.ofBatch(batch));

        assertEquals(6.5 + 0.02 * 1000, model.at(0).ttftMillis(), 1e-9);
    }
}
