package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.Routing;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;

/**
 * One of R like servers behind a router: its state at a rate.
 *
 * <p>Problem: wait, occupancy and iterations of a server as a function of its rate. Method: the occupancy is that of a
 * birth-death chain with service time A + B n ({@link PooledChain}), widened by bursts of arrivals and of prompts
 * ({@link Peakedness}); a wait for a place, if any, is exponential with rate (mu(N) - lambda) / kappa, kappa = (scv of
 * arrivals + scv of work) / 2. Routing enters in two numbers: a least-loaded router makes the R servers one pool of R
 * times the places; random and round robin leave them alone, each with arrivals of scv 1 + (scv - 1) / R and scv / R. Power
 * of two choices pools 0.8 of them. Source: limited processor sharing (J. Zhang, J. G. Dai, B. Zwart 2011), heavy traffic of
 * pools; the pool of 0.8 is fitted to simulation. Complexity: O(standard deviation of the occupancy of the pool). Units:
 * milliseconds, requests/ms. Thread-safety: immutable.
 *
 * @param batch places of one server, need not be whole
 * @param pool servers that share evenly
 * @param arrivalScv of the stream that reaches the pool
 * @param burst variance over mean of the arrivals at one server
 * @param early as in {@link GatedIterations.Flow}
 * @param kappa factor on the mean wait for a place
 * @param perDecode what one decoding request adds to an iteration
 */
record IterationServer(
        IterationWork work,
        PromptWork prompts,
        double base,
        double perDecode,
        double answerScv,
        double batch,
        double pool,
        double arrivalScv,
        double burst,
        double early,
        double kappa) {

    private static final double TWO_CHOICES = 0.8;
    private static final double TWO_CHOICES_BURST = 0.6;
    private static final double LEAST_KAPPA = 0.02;

    /** Prompt load up to which the linearisation of {@link Peakedness} is used. */
    private static final double MOST_PROMPT_LOAD = 0.98;

    static IterationServer of(
            LatencyLaw.Iteration law, Traffic traffic, IterationWork work, double batch, int budget, int replicas) {
        TokenMix tokens = traffic.tokens();
        double shared = switch (traffic.routing()) {
            case RANDOM, ROUND_ROBIN -> 0;
            case LEAST_LOADED -> 1;
            case POWER_OF_TWO -> TWO_CHOICES;
        };
        double pool = 1 + shared * (replicas - 1);
        double scv = traffic.arrivalScv();
        double arrivals = traffic.arrivalScvAtQueue(replicas);
        double burst = switch (traffic.routing()) {
            case RANDOM, ROUND_ROBIN -> arrivals;
            case LEAST_LOADED -> scv / replicas;
            case POWER_OF_TWO -> scv * (TWO_CHOICES_BURST + (1 - TWO_CHOICES_BURST) / replicas);
        };
        double decodes = work.iterations() - work.chunks();
        double perRunning = work.serviceTime().perRunningMillis();
        return new IterationServer(
                work,
                PromptWork.of(law.prefillTokenMillis(), tokens.computedInput(), work.chunks(), budget),
                law.baseMillis(),
                decodes > 0 ? (perRunning - work.prefillMillis()) / decodes : 0,
                tokens.output().scv(),
                batch,
                pool,
                arrivals,
                burst,
                traffic.routing() == Routing.LEAST_LOADED ? 1 - 1.0 / replicas : 0,
                Math.max(LEAST_KAPPA, (arrivals + WorkMoments.scv(law, tokens, batch)) / 2));
    }

    /** Rate of a full batch, requests/ms. */
    double fullRate() {
        return batch / work.serviceTime().millis(batch);
    }

    /** @param rate {@code 0 <= rate <} {@link #fullRate} */
    IterationState at(double rate) {
        double fixed = work.serviceTime().fixedMillis();
        double each = work.serviceTime().perRunningMillis();
        double peak = peakedness(rate);
        double ratio = rate * each;
        PooledChain chain = PooledChain.of(
                ratio,
                pool * rate * fixed / peak + ratio,
                Math.max(1, pool * batch / peak),
                rate * (fixed / batch + each));
        double alone = work.serviceTime().millis(1);
        double sojourn = rate == 0 ? alone : Math.max(alone, chain.running() * peak / pool / rate);
        double running = Math.min(batch, rate * sojourn);
        double itl = Math.max(0, sojourn - prompts.mean()) / work.iterations();
        double decoding = rate * (work.iterations() - work.chunks()) * itl;
        double variance = chain.variance() * peak * peak / (pool * pool);
        var flow = new GatedIterations.Flow(
                rate, base + perDecode * decoding, busy(running), perDecode * perDecode * variance, burst, pool, early);
        return new IterationState(
                rate,
                running,
                itl,
                chain.mustWait(),
                pool * (fullRate() - rate) / kappa,
                prompts,
                GatedIterations.of(prompts, flow),
                new TokenGaps(base, perDecode, decoding, variance, rate, burst, prompts));
    }

    private double peakedness(double rate) {
        double promptLoad = Math.min(MOST_PROMPT_LOAD, rate * prompts.mean());
        double decodeShare = (work.iterations() - work.chunks()) / work.iterations();
        return Peakedness.of(
                Math.min(1, 1 / work.iterations()),
                rate * perDecode * decodeShare,
                promptLoad,
                arrivalScv + promptLoad * promptLoad * prompts.scv(),
                answerScv);
    }

    /** Probability that an arrival finds its server in an iteration; a least-loaded router looks for an idle one. */
    private double busy(double running) {
        if (pool <= 1) {
            return -Math.expm1(-running);
        }
        double all = running * pool;
        return all == 0 ? 0 : Tails.normal((pool - 0.5 - all) / Math.sqrt(all));
    }
}
