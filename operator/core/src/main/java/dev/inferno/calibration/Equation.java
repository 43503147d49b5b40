package dev.inferno.calibration;

import dev.inferno.serving.TokenMix;
import org.jspecify.annotations.Nullable;

/**
 * One linear equation in the coefficients: base, decodeToken, prefillToken, kvToken.
 *
 * <p>Problem: vLLM tells sums over tokens and requests, not what single iterations held. Method: by token, a decode meets
 * itself and the others that run, m on average: in a batch whose requests share progress a job sees, per token of its own,
 * what an outside observer sees. Of others' prompts it meets those that arrive from the start of its own prefill to that of its
 * last token. Hence
 *
 * <pre>
 * ITL     = base + decodeToken * seen + kvToken * seen * context + prefillToken * prompt tokens met
 * prefill = base + decodeToken * m    + kvToken * m * context    + prefillToken * (own prompt + those that came with it)
 * </pre>
 *
 * where of prompts only those tokens count that no prefix cache holds,
 * with m = sum of gaps / window and seen = m + the part of its variance (Poisson: m) that happens inside the window, over m. All
 * of it is observed; the law itself is not needed. Source: Little's law, insensitivity of symmetric queues; iteration as
 * in {@code queueing.GatedIterations}. Complexity: O(1). Units: milliseconds, tokens. Thread-safety: immutable.
 *
 * @param factors of the coefficients, in the order of {@link Coefficients}
 * @param millis observed
 * @param error standard error of {@code millis}, relative
 */
record Equation(double[] factors, double millis, double error) {

    /** The equations hold to about this much, whatever the traffic; seen on simulated fleets, all routers. */
    private static final double ITL_ERROR = 0.015;

    private static final double PREFILL_ERROR = 0.05;

    /** Spread of one request's share in a window. */
    private static final double REQUEST_ERROR = 0.2;

    /** A batch this full no longer varies, and whoever waits for a place is not an outside observer. */
    private static final double FULL = 0.9;

    private static final double FULL_ERROR = 3;
    private static final double MOST_PROMPT_LOAD = 0.95;
    private static final int ROUNDS = 8;

    /** Whether the batch was as good as full throughout the window. */
    static boolean full(Window window) {
        return running(window) > FULL * window.limits().maxBatchSize();
    }

    private static double running(Window window) {
        ServerWork work = window.work();
        return work.decodeMillis() / (1000 * work.seconds() * work.servers());
    }

    static Equation itl(Window window) {
        TokenMix tokens = window.tokens();
        double itl = itlMillis(window);
        double others = computedShare(tokens)
                * promptPerMillis(window)
                * (itl + (prefillMillis(window) - itl) / decodes(tokens));
        double seen = Math.max(1, seen(window, itl));
        double[] factors = {1, seen, others, seen * context(tokens)};
        return new Equation(factors, itl, error(window, ITL_ERROR));
    }

    /** Null when the servers do not tell it. */
    static @Nullable Equation prefill(Window window) {
        if (!window.tellsPrefill()) {
            return null;
        }
        TokenMix tokens = window.tokens();
        double running = running(window);
        double own = tokens.computedInput().mean();
        double chunks = Math.max(1, Math.ceil(own / window.limits().maxBatchedTokens()));
        double together = own
                * Companions.of(window.routing(), window.work().servers(), arrivals(window))
                * -StrictMath.expm1(-running);
        double[] factors = {chunks, chunks * running, own + together, chunks * running * context(tokens)};
        return new Equation(factors, prefillMillis(window), error(window, PREFILL_ERROR));
    }

    private static double itlMillis(Window window) {
        return window.work().decodeMillis() / window.work().decodeTokens();
    }

    private static double prefillMillis(Window window) {
        return window.tellsPrefill()
                ? window.work().prefillMillis() / window.work().prefills()
                : itlMillis(window);
    }

    /** Of one server. */
    private static double promptPerMillis(Window window) {
        ServerWork work = window.work();
        return work.promptTokens() / (1000 * work.seconds() * work.servers());
    }

    private static double computedShare(TokenMix tokens) {
        return tokens.computedInput().mean() / tokens.input().mean();
    }

    static double decodes(TokenMix tokens) {
        return tokens.output().mean() - 1;
    }

    /** Tokens in the cache of a request, mean over its decode steps. */
    static double context(TokenMix tokens) {
        double output = tokens.output().mean();
        double square = output * output * (1 + tokens.output().scv());
        return tokens.input().mean() + (square - output) / 2 / decodes(tokens);
    }

    /** Variance over mean of what one server holds, by router: what a queue before all servers evens out, none of them sees. */
    private static double burst(Window window) {
        double alone = 1.0 / window.work().servers();
        return switch (window.routing()) {
            case RANDOM -> 1;
            case ROUND_ROBIN -> (1 + alone) / 2;
            case LEAST_LOADED -> alone;
            case POWER_OF_TWO -> (1 + alone) / 2;
        };
    }

    /** An average over a window hides the part of the variance that is slower than the window. */
    private static double seen(Window window, double itl) {
        double running = running(window);
        if (full(window)) {
            return Math.min(running, window.limits().maxBatchSize());
        }
        double lives =
                1000 * window.work().seconds() / (itl * window.tokens().output().mean());
        double slow = 2 * (lives + StrictMath.expm1(-lives)) / (lives * lives);
        return Math.min(
                running + burst(window) - slow / window.work().servers(),
                window.limits().maxBatchSize());
    }

    /**
     * Mean length of the iteration a random instant falls into: those with prompts are longer, and hit more often. Own work w
     * of a prompt and that length T depend on each other: prefill = ITL (1 - rate w) + w (1 + rate T).
     */
    private static double iterationInFlight(Window window) {
        double itl = itlMillis(window);
        double scv = window.tokens().input().scv();
        double rate = promptPerMillis(window) / window.tokens().input().mean();
        double length = itl;
        for (int i = 0; i < ROUNDS; i++) {
            double work = Math.max(0, prefillMillis(window) - itl) / (1 + rate * (length - itl));
            double load = Math.min(MOST_PROMPT_LOAD, rate * work);
            length = itl + rate * work * work * (1 + scv) / (1 - load * load);
        }
        return length;
    }

    /** Expected arrivals at one server during the iteration in flight. */
    private static double arrivals(Window window) {
        return promptPerMillis(window) / window.tokens().input().mean() * iterationInFlight(window);
    }

    private static double error(Window window, double systematic) {
        double chance = REQUEST_ERROR / Math.sqrt(window.work().finished());
        return StrictMath.hypot(systematic, chance) * (full(window) ? FULL_ERROR : 1);
    }
}
