package dev.inferno.queueing;

/**
 * Iterations while about n requests decode and prompts arrive, and the time to the first token of a request that finds a place
 * at once.
 *
 * <p>Problem: distribution of that time. Method: an iteration takes {@code a} (base and decodes) plus the prompts that arrived
 * during the one before it (gated service), so with prefill load rho: E T = a / (1 - rho), Var T = lambda E T E[w^2] / (1 -
 * rho^2). An arrival meets an iteration in proportion to its length, waits a uniform share of it, and then sits through the next
 * one with its own prompt and those that came in the same iteration. Where prompts outgrow the token budget they queue for it as
 * in M/G/1, each taking its share of {@code a} along; the longer of the two counts. Three moments, fitted by a shifted gamma;
 * the own prompt is mixed in exactly. Source: gated vacation models (H. Takagi, Queueing Analysis 1, 1991); vLLM V1
 * scheduling. Not covered: the steps of TTFT for prompts of one length, correlation of successive iterations. Complexity:
 * O(1). Units: milliseconds, requests/ms. Thread-safety: immutable.
 *
 * @param residual mean wait for the iteration in flight
 * @param seen mean length of the iteration an arrival meets
 * @param others mean TTFT without the own prompt
 */
record GatedIterations(double residual, double seen, double others, double deviation, double skew) {

    /** A gamma of this skewness has nearly all of its weight at its least value. */
    private static final double MOST_SKEW = 4;

    /**
     * How prompts reach one server.
     *
     * @param decodeMillis iteration without prompts
     * @param busy probability that an arrival meets an iteration in flight
     * @param spread variance of {@code decodeMillis} over the occupancy
     * @param burst variance of arrivals over their mean
     * @param pool servers whose prompt queues even out
     * @param early how far arrivals prefer servers that have just ended an iteration, 0 .. 1: their batch is the smallest then
     */
    record Flow(double rate, double decodeMillis, double busy, double spread, double burst, double pool, double early) {

        /** Share of an iteration an arrival waits for its end; 0.3 is fitted to simulation. */
        double residual(double iteration) {
            return busy * (0.5 + 0.3 * early * -Math.expm1(-rate * iteration));
        }
    }

    static GatedIterations of(PromptWork prompts, Flow flow) {
        double w = prompts.mean();
        double rate = flow.rate();
        double rho = rate * w;
        double jitter = rate * Math.max(0, prompts.square() + (flow.burst() - 1) * w * w);
        double mean = flow.decodeMillis() / (1 - rho);
        double scv = mean > 0 ? jitter / (mean * (1 - rho * rho)) : 0;
        double seen = mean * (1 + scv);
        double seen2 = seen * mean * (1 + 2 * scv);
        double seen3 = seen2 * mean * (1 + 3 * scv);
        double seenVar = seen2 - seen * seen;
        // Evenly spaced arrivals rarely share an iteration with another.
        double company = rate * seen + Math.min(0, flow.burst() - 1) * -Math.expm1(-rate * seen);
        double residual = flow.residual(mean);
        double passed = residual + rho;
        double least = prompts.chunks() * flow.decodeMillis();
        double others = least + residual * seen + Math.max(0, company) * w;
        double variance = passed * passed * seenVar + flow.busy() * seen2 / 12 + seen * jitter + flow.spread();
        double third = passed * passed * passed * (seen3 - 3 * seen * seen2 + 2 * seen * seen * seen)
                + 3 * passed * (jitter * seenVar + flow.busy() * (seen3 - seen * seen2) / 12)
                + seen * rate * prompts.cube();
        double queued = queued(prompts, flow);
        double late = least + queued + residual * flow.decodeMillis();
        if (late > others) {
            others = late;
            variance += queued * queued * 4 / 3;
            third += 2 * queued * queued * queued;
        }
        double deviation = Math.sqrt(variance);
        double skew = variance > 0 ? Math.min(MOST_SKEW, third / (variance * deviation)) : 0;
        return new GatedIterations(residual * seen, seen, others, deviation, skew);
    }

    /** Mean wait for a share of the token budget; where it does not keep up the batch limit has already said so. */
    private static double queued(PromptWork prompts, Flow flow) {
        double share = prompts.mean() + flow.decodeMillis() * prompts.perBudget();
        double load = flow.rate() * share;
        double alone = load < 1 ? load * share * (prompts.scv() + flow.burst()) / (2 * (1 - load)) : 0;
        return alone / Math.sqrt(flow.pool());
    }

    /** P(TTFT > t) of a request whose own prompt takes so long. */
    double tail(double millis, double ownPrompt) {
        return Tails.skewed(millis - ownPrompt, others, deviation, skew);
    }
}
