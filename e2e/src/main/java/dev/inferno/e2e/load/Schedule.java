package dev.inferno.e2e.load;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Start times of an open loop, as nanoseconds since its begin.
 *
 * <p>Method: a point process of rate 1 in "expected requests so far" (a point at every whole number, or exponential gaps),
 * carried back through the integral of the rate over the steps; so a step's border neither loses nor doubles a request.
 * Thread-safety: none.
 */
final class Schedule {

    enum Mode {
        DETERMINISTIC,
        POISSON
    }

    private final Iterator<RateStep> steps;
    private final DoubleSupplier gaps;
    private final double endSeconds;
    private RateStep step;
    private double stepBeginSeconds;
    private double expectedAtStepBegin;
    private double expected;
    private boolean begun;

    /** @param durationSeconds cuts the steps; infinity = all of them */
    Schedule(List<RateStep> steps, Mode mode, long seed, double durationSeconds) {
        SplittableRandom random = new SplittableRandom(seed);
        this.steps = steps.iterator();
        this.step = this.steps.next();
        this.endSeconds = durationSeconds;
        this.gaps = switch (mode) {
            case DETERMINISTIC -> () -> begun ? 1 : 0;
            case POISSON -> () -> -Math.log(1 - random.nextDouble());
        };
    }

    /** The next start time, or empty at the end. */
    OptionalLong next() {
        expected += gaps.getAsDouble();
        begun = true;
        while (expected >= expectedAtStepBegin + expectedIn(step)) {
            if (!steps.hasNext()) {
                return OptionalLong.empty();
            }
            expectedAtStepBegin += expectedIn(step);
            stepBeginSeconds += step.seconds();
            step = steps.next();
        }
        double at = stepBeginSeconds + (expected - expectedAtStepBegin) * 60 / step.requestsPerMinute();
        return at < endSeconds ? OptionalLong.of((long) (at * 1e9)) : OptionalLong.empty();
    }

    private static double expectedIn(RateStep step) {
        return step.requestsPerMinute() == 0 ? 0 : step.requestsPerMinute() / 60 * step.seconds();
    }
}
