package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServiceLevel;

/**
 * Mean latencies of a server that computes in iterations: prefills and decodes share each one.
 *
 * <p>Problem: TTFT and ITL of a request from its time in service S. Method: S holds its own prefill work and
 * {@code iterations} iterations, so ITL = (S - prefill work) / iterations; its own prefill is never in its ITL. The first
 * token comes after the wait, on average half of the iteration it meets, its own prefill work and its prefill iterations.
 * Source: mean values of gated iterations, the law in {@link LatencyLaw.Iteration}; measured on public vLLM sweeps, ITL with
 * n running = base + n (decodeToken + kvToken (input + output / 2) + prefillToken input / output).
 *
 * <p>Means only: percentiles of TTFT and ITL need the distribution of iterations, which this model does not have, so a
 * level that asks for one is refused; a wait limit bounds the mean by the rule of the originals ({@link LawModel#WAIT_MARGIN}),
 * not by a tail. Arrivals are Poisson, lengths enter by their mean and, for context reads, second
 * moment. Complexity: O(1). Units: milliseconds. Thread-safety: immutable.
 */
record IterationLatencies(IterationWork work) implements Latencies {

    @Override
    public double ttftMillis(ChainState state) {
        double iteration = itlMillis(state);
        double residual = state.busy() * iteration / 2;
        return state.waitMillis() + residual + work.prefillMillis() + work.chunks() * iteration;
    }

    @Override
    public double itlMillis(ChainState state) {
        double service = work.serviceTime().millis(state.concurrency());
        return (service - work.prefillMillis()) / work.iterations();
    }

    @Override
    public double utilisation(ChainState state, int batch) {
        return state.running() / batch;
    }

    @Override
    public void check(ServiceLevel level) {
        if (level.ttftMillis() > 0 && !level.percentile().equals("mean")) {
            throw new InvalidParameters("percentile", level.percentile(), "mean: law iteration has no tails yet");
        }
        if (level.itlMillis() > 0 && !level.itlPercentile().equals("mean")) {
            throw new InvalidParameters("itlPercentile", level.itlPercentile(), "mean: law iteration has no tails yet");
        }
    }
}
