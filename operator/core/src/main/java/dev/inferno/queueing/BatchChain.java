package dev.inferno.queueing;

import java.util.function.IntToDoubleFunction;

/**
 * A server that runs up to N requests at once, the service of each taking {@code tau(n) = A + B n} with n running.
 *
 * <p>Problem: steady state of the birth-death chain with births at the arrival rate and deaths at
 * {@code mu(n) = min(n, N) / tau(min(n, N))}, over 0 .. N + queue places.
 *
 * <p>Method: forward product over the head (0 .. N), rescaled before it overflows; the waiting states are a geometric row,
 * summed by {@link GeometricSums}, anchored at its larger end. Waits and concurrency are sums over what an accepted
 * arrival sees, so neither is a difference of two near-equal times (the originals compute T - S in float32).
 *
 * <p>Source: the state-dependent M/M/1/K of the 2025 originals (llm-inferno/queue-analysis), which adds up all K states
 * and obtains the concurrency as (S - A) / B; both are equal to the sums here by Little's law.
 *
 * <p>Complexity: O(N + log queue) per rate. Units: milliseconds, requests/ms. Thread-safety: immutable.
 */
final class BatchChain {

    /** Queue places of a chain without a bound. */
    static final int UNBOUNDED = -1;

    private static final double HUGE = 1e150;

    /** Arrivals beyond this multiple of the full-batch rate leave the state as it is: the queue is full. */
    private static final double FLOOD = 1e30;

    private final int batch;
    private final int queue;
    private final double[] perRequest;

    /** @param perRequest [n - 1] = tau(n) / n, milliseconds */
    private BatchChain(int batch, int queue, double[] perRequest) {
        this.batch = batch;
        this.queue = queue;
        this.perRequest = perRequest;
    }

    /** @param time service time of a request with n running, milliseconds */
    static BatchChain of(IntToDoubleFunction time, int batch, int queue) {
        double[] perRequest = new double[batch];
        for (int n = 1; n <= batch; n++) {
            perRequest[n - 1] = time.applyAsDouble(n) / n;
        }
        return new BatchChain(batch, queue, perRequest);
    }

    /** Service rate with n running, requests/ms. */
    double serviceRate(int running) {
        return 1 / perRequest[running - 1];
    }

    int batch() {
        return batch;
    }

    /** Steady state at a finite rate {@code >= 0}; beyond saturation an unbounded chain waits forever. */
    ChainState at(double ratePerMilli) {
        if (ratePerMilli == 0) {
            return ChainState.IDLE;
        }
        double full = serviceRate(batch);
        double rate = Math.min(ratePerMilli, FLOOD * full);
        double load = rate / full;
        if (queue == UNBOUNDED && load >= 1) {
            return new ChainState(full, batch, Double.POSITIVE_INFINITY, batch, Double.POSITIVE_INFINITY, 1);
        }
        return measures(rate, head(rate), Tail.of(load, queue));
    }

    /** Unnormalised weights of the states 0 .. N - 1 and of state N. */
    private record Head(double empty, double sum, double weighted, double last) {}

    private Head head(double rate) {
        double weight = 1;
        double empty = 1;
        double sum = 0;
        double weighted = 0;
        for (int n = 0; n < batch; n++) {
            sum += weight;
            weighted += n * weight;
            weight *= rate * perRequest[n];
            if (weight > HUGE) {
                weight /= HUGE;
                empty /= HUGE;
                sum /= HUGE;
                weighted /= HUGE;
            }
        }
        return new Head(empty, sum, weighted, weight);
    }

    private ChainState measures(double rate, Head head, Tail tail) {
        // Below saturation the row is measured in units of the empty state, above it in units of the full queue.
        double headScale = tail.anchoredAtEnd() ? tail.start() / head.last() : 1;
        double tailScale = tail.anchoredAtEnd() ? 1 : head.last();
        double notFull = tail.notFull() * tailScale;
        double full = tail.full() * tailScale;
        double below = head.sum() * headScale;
        double accepting = below + notFull;
        double total = accepting + full;
        double inHead = head.weighted() * headScale;
        double queued = tail.weighted() * tailScale;
        double carried = rate * (accepting / total);
        double concurrency = (inHead + below + batch * notFull) / accepting;
        double wait = queued / accepting / rate;
        double running = (inHead + batch * (notFull + full)) / total;
        double busy = Math.max(0, 1 - head.empty() * headScale / total);
        return new ChainState(carried, concurrency, wait, running, queued / total, busy);
    }

    /**
     * Weights of the states N .. N + queue, relative to the first of them or, {@code anchoredAtEnd}, to the last.
     *
     * @param start weight of state N
     * @param notFull sum over the states that still accept
     * @param full weight of the last state, 0 without a bound
     * @param weighted sum of weight x number waiting
     */
    private record Tail(boolean anchoredAtEnd, double start, double notFull, double full, double weighted) {

        static Tail of(double load, int queue) {
            if (queue == UNBOUNDED) {
                return new Tail(false, 1, 1 / (1 - load), 0, load / (1 - load) / (1 - load));
            }
            if (load <= 1) {
                GeometricSums sums = GeometricSums.of(load, queue);
                return new Tail(false, 1, sums.sum(), sums.power(), sums.weighted() + queue * sums.power());
            }
            GeometricSums sums = GeometricSums.of(1 / load, queue);
            return new Tail(true, sums.power(), sums.sum() / load, 1, queue * sums.sum() - sums.weighted());
        }
    }
}
