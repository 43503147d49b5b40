package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.ServiceLevel;
import java.util.stream.DoubleStream;

/** What is true of every right answer, whatever the model. */
final class LevelAssertions {

    private static final double WAIT_MARGIN = 2.995732273553991;

    private LevelAssertions() {}

    static boolean holds(ServiceLevel level, OperatingPoint point, double slack) {
        return holds(level, point, slack, WAIT_MARGIN);
    }

    /** @param margin from the wait of the point to the 95th percentile; 1 where the point shows that already */
    private static boolean holds(ServiceLevel level, OperatingPoint point, double slack, double margin) {
        return within(level.ttftMillis(), point.ttftMillis(), slack)
                && within(level.itlMillis(), point.itlMillis(), slack)
                && within(level.waitMillis(), point.waitMillis() * margin, slack);
    }

    private static boolean within(double limit, double value, double slack) {
        return limit == 0 || value <= limit * (1 + slack);
    }

    /** Holds at the answer, and no longer just above it unless stability or the throughput headroom is the bound. */
    static void assertAnswerIsRight(QueueModel model, ServiceLevel level) {
        double margin = model instanceof IterationModel ? 1 : WAIT_MARGIN;
        double most = model.saturationPerSecond() * (level.tokensPerSecond() > 0 ? 0.9 : 1);
        switch (model.largestRate(level)) {
            case LargestRate.Found found -> {
                assertTrue(holds(level, found.at(), 1e-6, margin), () -> "holds at " + found);
                assertSane(found.at());
                boolean byLatency = found.binding() == Binding.TTFT
                        || found.binding() == Binding.ITL
                        || found.binding() == Binding.WAIT;
                if (byLatency) {
                    OperatingPoint above = model.at(found.offeredPerSecond() * 1.001, level);
                    assertFalse(holds(level, above, 0, margin), () -> "fails above " + found);
                } else {
                    assertEquals(most, found.offeredPerSecond(), most * 1e-12);
                }
            }
            case LargestRate.Unattainable why -> {
                assertTrue(why.minimumMillis() > why.limitMillis(), why::toString);
                assertFalse(holds(level, model.at(model.saturationPerSecond(), level), 0, margin));
            }
        }
    }

    static void assertSane(OperatingPoint point) {
        double[] values = {
            point.offeredPerSecond(),
            point.carriedPerSecond(),
            point.ttftMillis(),
            point.itlMillis(),
            point.waitMillis(),
            point.utilisation(),
            point.running(),
            point.waiting()
        };
        assertTrue(DoubleStream.of(values).allMatch(v -> v >= 0 && v < Double.POSITIVE_INFINITY), point::toString);
        assertTrue(point.carriedPerSecond() <= point.offeredPerSecond() * (1 + 1e-12), point::toString);
        assertTrue(point.utilisation() <= 1 + 1e-12, point::toString);
    }
}
