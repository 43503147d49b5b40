package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;

/**
 * A {@link QueueModel} of any law: the chain gives the state at a rate, the law turns it into latencies.
 *
 * <p>Problem: operating point at a rate, largest rate within a level. Method: every latency rises with the rate, so each
 * limit cuts the range (0.001 of the rate of a single request .. 0.999 of the full-batch rate, or 0.9 of that with a
 * throughput floor) at its crossing, found by {@link RateSearch}; the last limit that cuts is the binding one. A curve
 * that does not rise (batch 1, beta 0) is feasible exactly when its value is within the limit. Source: Size and Analyze of
 * the 2025 originals. Complexity: O(N) per state, about 15 states per limit. Units: milliseconds and requests/ms inside,
 * requests/s outside. Thread-safety: immutable.
 *
 * @param fullBatch what bounds the batch: STABILITY, or KV when the cache does
 */
record LawModel(BatchChain chain, Latencies latencies, Binding fullBatch) implements QueueModel {

    /** A limit on the 95th percentile of the wait bounds its mean by 1 / -ln 0.05, as if waits were exponential. */
    static final double WAIT_MARGIN = -StrictMath.log(0.05);

    private static final double LEAST_LOAD = 0.001;
    private static final double MOST_LOAD = 0.999;
    private static final double THROUGHPUT_HEADROOM = 0.9;
    private static final double PER_SECOND = 1000;

    @Override
    public OperatingPoint at(double ratePerSecond) {
        InvalidParameters.nonNegative("rate", ratePerSecond, "requests/s");
        ChainState state = chain.at(ratePerSecond / PER_SECOND);
        return new OperatingPoint(
                ratePerSecond,
                state.carriedPerMilli() * PER_SECOND,
                latencies.ttftMillis(state),
                latencies.itlMillis(state),
                state.waitMillis(),
                latencies.utilisation(state, chain.batch()),
                state.running(),
                state.waiting());
    }

    @Override
    public LargestRate largestRate(ServiceLevel level) {
        check(level);
        double most = MOST_LOAD * chain.serviceRate(chain.batch());
        Binding binding = fullBatch;
        if (level.tokensPerSecond() > 0) {
            most *= THROUGHPUT_HEADROOM;
            binding = Binding.TPS;
        }
        double least = LEAST_LOAD * chain.serviceRate(1);
        ChainState idle = chain.at(least);
        ChainState busiest = chain.at(most);
        for (Limit limit : Limit.of(level, latencies)) {
            double minimum = limit.value(idle);
            if (!limit.holds(minimum)) {
                return new LargestRate.Unattainable(limit.binding(), limit.stated(), minimum);
            }
            if (!limit.holds(limit.value(busiest))) {
                var ends = new RateSearch.Ends(least, limit.excess(idle), most, limit.excess(busiest));
                most = RateSearch.largest(rate -> limit.excess(chain.at(rate)), ends);
                busiest = chain.at(most);
                binding = limit.binding();
            }
        }
        double rate = most * PER_SECOND;
        return new LargestRate.Found(rate, at(rate), binding);
    }

    @Override
    public double saturationPerSecond() {
        return MOST_LOAD * chain.serviceRate(chain.batch()) * PER_SECOND;
    }

    @Override
    public int batchLimit() {
        return chain.batch();
    }

    private void check(ServiceLevel level) {
        InvalidParameters.nonNegative("ttftMillis", level.ttftMillis(), "ms");
        InvalidParameters.nonNegative("itlMillis", level.itlMillis(), "ms");
        InvalidParameters.nonNegative("waitMillis", level.waitMillis(), "ms");
        InvalidParameters.nonNegative("tokensPerSecond", level.tokensPerSecond(), "tokens/s");
        latencies.check(level);
    }
}
