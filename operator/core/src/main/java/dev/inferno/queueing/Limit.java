package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One limit of a service level and the latency it bounds, both as the user states them.
 *
 * @param stated milliseconds
 */
record Limit(Binding binding, double stated, ToDoubleFunction<ChainState> latency) {

    /** Room for rounding, so that a flat curve meets a limit equal to it; on nearly flat ones more would move the rate. */
    private static final double ROUNDING = 1 + 1e-13;

    static List<Limit> of(ServiceLevel level, Latencies latencies) {
        List<Limit> limits = new ArrayList<>();
        if (level.ttftMillis() > 0) {
            limits.add(new Limit(Binding.TTFT, level.ttftMillis(), latencies::ttftMillis));
        }
        if (level.itlMillis() > 0) {
            limits.add(new Limit(Binding.ITL, level.itlMillis(), latencies::itlMillis));
        }
        if (level.waitMillis() > 0) {
            limits.add(new Limit(Binding.WAIT, level.waitMillis(), state -> state.waitMillis() * LawModel.WAIT_MARGIN));
        }
        return limits;
    }

    double value(ChainState state) {
        return latency.applyAsDouble(state);
    }

    boolean holds(double millis) {
        return millis <= stated * ROUNDING;
    }

    /** Not positive while the limit holds. */
    double excess(ChainState state) {
        return value(state) - stated * ROUNDING;
    }
}
