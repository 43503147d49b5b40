package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link QueueModel} of the iteration law: one of R servers behind a router, without a bound on the queue.
 *
 * <p>Problem: operating point at a rate, largest rate within a level. Method: each limit is a tail probability (or a mean) at the
 * limit itself, which rises with the rate; {@link RateSearch} finds its crossing between 0.001 of the rate of a single request
 * and 0.999 of the full-batch rate (0.9 of that with a throughput floor). The last limit that cuts binds. Percentiles
 * themselves are computed only to be shown. Source: {@link IterationServer}. Complexity: one {@link IterationState} per step, about
 * ten steps per limit that cuts. Units: milliseconds and requests/ms inside, requests/s outside. Thread-safety:
 * immutable.
 *
 * @param fullBatch what bounds the batch: STABILITY, or KV when the cache does
 */
record IterationModel(IterationServer server, Binding fullBatch) implements QueueModel {

    private static final double LEAST_LOAD = 0.001;
    private static final double MOST_LOAD = 0.999;
    private static final double THROUGHPUT_HEADROOM = 0.9;
    private static final double PER_SECOND = 1000;

    /** Where the search stops, relative to the rate. */
    private static final double WIDTH = 1e-5;

    /** One limit: how it is stated and what it says of a state. */
    private record Bound(Binding binding, double millis, Figure figure) {

        double value(IterationState state) {
            return switch (binding) {
                case TTFT ->
                    figure.isMean() ? state.ttftMillis() : IterationState.quantile(state::ttftTail, figure.share());
                case ITL ->
                    figure.isMean() ? state.itlMillis() : IterationState.quantile(state.gaps()::tail, figure.share());
                case WAIT, TPS, KV, STABILITY ->
                    figure.isMean() ? state.waitMillis() : IterationState.quantile(state::waitTail, figure.share());
            };
        }

        /** Not positive while the limit holds. */
        double excess(IterationState state) {
            if (figure.isMean()) {
                return value(state) - millis;
            }
            double tail = switch (binding) {
                case TTFT -> state.ttftTail(millis);
                case ITL -> state.gaps().tail(millis);
                case WAIT, TPS, KV, STABILITY -> state.waitTail(millis);
            };
            return tail - (1 - figure.share());
        }
    }

    @Override
    public OperatingPoint at(double ratePerSecond) {
        return at(ratePerSecond, Figure.MEAN, Figure.MEAN, Figure.MEAN);
    }

    @Override
    public OperatingPoint at(double ratePerSecond, ServiceLevel level) {
        return at(
                ratePerSecond,
                Figure.of("percentile", level.percentile()),
                Figure.of("itlPercentile", level.itlPercentile()),
                level.waitMillis() > 0 ? Figure.P95 : Figure.MEAN);
    }

    private OperatingPoint at(double ratePerSecond, Figure ttft, Figure itl, Figure wait) {
        InvalidParameters.nonNegative("rate", ratePerSecond, "requests/s");
        double full = server.fullRate();
        double rate = ratePerSecond / PER_SECOND;
        if (rate >= full) {
            IterationState busiest = server.at(MOST_LOAD * full);
            return new OperatingPoint(
                    ratePerSecond,
                    full * PER_SECOND,
                    Double.POSITIVE_INFINITY,
                    new Bound(Binding.ITL, 0, itl).value(busiest),
                    Double.POSITIVE_INFINITY,
                    1,
                    server.batch(),
                    Double.POSITIVE_INFINITY);
        }
        IterationState state = server.at(rate);
        return new OperatingPoint(
                ratePerSecond,
                ratePerSecond,
                new Bound(Binding.TTFT, 0, ttft).value(state),
                new Bound(Binding.ITL, 0, itl).value(state),
                new Bound(Binding.WAIT, 0, wait).value(state),
                state.running() / server.batch(),
                state.running(),
                rate * state.waitMillis());
    }

    @Override
    public LargestRate largestRate(ServiceLevel level) {
        double full = server.fullRate();
        double most = MOST_LOAD * full;
        Binding binding = fullBatch;
        if (InvalidParameters.nonNegative("tokensPerSecond", level.tokensPerSecond(), "tokens/s") > 0) {
            most *= THROUGHPUT_HEADROOM;
            binding = Binding.TPS;
        }
        double least = Math.min(LEAST_LOAD / server.work().serviceTime().millis(1), most / 2);
        IterationState idle = server.at(least);
        IterationState busiest = server.at(most);
        for (Bound bound : bounds(level)) {
            double atIdle = bound.excess(idle);
            if (atIdle > 0) {
                return new LargestRate.Unattainable(bound.binding(), bound.millis(), bound.value(idle));
            }
            double atMost = bound.excess(busiest);
            if (atMost > 0) {
                var ends = new RateSearch.Ends(least, atIdle, most, atMost);
                most = RateSearch.largest(rate -> bound.excess(server.at(rate)), ends, WIDTH);
                busiest = server.at(most);
                binding = bound.binding();
            }
        }
        return new LargestRate.Found(most * PER_SECOND, at(most * PER_SECOND, level), binding);
    }

    @Override
    public boolean keeps(double ratePerSecond, ServiceLevel level) {
        double most = MOST_LOAD * (level.tokensPerSecond() > 0 ? THROUGHPUT_HEADROOM : 1) * server.fullRate();
        double rate = ratePerSecond / PER_SECOND;
        if (rate > most) {
            return false;
        }
        IterationState state = server.at(rate);
        return bounds(level).stream().allMatch(bound -> bound.excess(state) <= 0);
    }

    private static List<Bound> bounds(ServiceLevel level) {
        List<Bound> bounds = new ArrayList<>();
        Figure ttft = Figure.of("percentile", level.percentile());
        Figure itl = Figure.of("itlPercentile", level.itlPercentile());
        if (InvalidParameters.nonNegative("itlMillis", level.itlMillis(), "ms") > 0) {
            bounds.add(new Bound(Binding.ITL, level.itlMillis(), itl));
        }
        if (InvalidParameters.nonNegative("ttftMillis", level.ttftMillis(), "ms") > 0) {
            bounds.add(new Bound(Binding.TTFT, level.ttftMillis(), ttft));
        }
        if (InvalidParameters.nonNegative("waitMillis", level.waitMillis(), "ms") > 0) {
            bounds.add(new Bound(Binding.WAIT, level.waitMillis(), Figure.P95));
        }
        return bounds;
    }

    @Override
    public double saturationPerSecond() {
        return MOST_LOAD * server.fullRate() * PER_SECOND;
    }

    @Override
    public int batchLimit() {
        return (int) server.batch();
    }
}
