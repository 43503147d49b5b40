package dev.inferno.queueing;

import java.util.function.DoubleUnaryOperator;

/**
 * A server at one rate: tails and means of what its requests see.
 *
 * <p>Units: milliseconds, requests/ms. Thread-safety: immutable.
 *
 * @param mustWait probability that no place is free
 * @param drain rate of the exponential wait for a place
 */
record IterationState(
        double rate,
        double running,
        double itlMillis,
        double mustWait,
        double drain,
        PromptWork prompts,
        GatedIterations gate,
        TokenGaps gaps) {

    private static final double WIDTH = 1e-7;
    private static final double MOST_MILLIS = 1e15;

    double waitMillis() {
        return gate.residual() + mustWait / drain;
    }

    double ttftMillis() {
        return gate.others() + prompts.mean() + mustWait / drain;
    }

    double ttftTail(double millis) {
        double direct = 0;
        LengthStrata strata = prompts.strata();
        for (int i = 0; i < strata.size(); i++) {
            direct += strata.share(i) * gate.tail(millis, prompts.stratum(i));
        }
        double late = Math.exp(-drain * Math.max(0, millis - gate.others() - prompts.mean()));
        // Who waits is never sooner than who does not, however short the wait.
        return (1 - mustWait) * direct + mustWait * Math.max(late, direct);
    }

    double waitTail(double millis) {
        double residual =
                gate.residual() == 0 ? 0 : Math.max(0, 1 - millis * gate.residual() / (gate.seen() * gate.seen()) * 2);
        return (1 - mustWait) * residual + mustWait * Math.exp(-drain * millis);
    }

    /** Time that a share of requests stays within. */
    static double quantile(DoubleUnaryOperator tail, double share) {
        double missed = 1 - share;
        double low = 0;
        double atLow = missed - tail.applyAsDouble(0);
        if (atLow >= 0) {
            return 0;
        }
        double high = 1;
        double atHigh = missed - tail.applyAsDouble(high);
        while (atHigh < 0 && high < MOST_MILLIS) {
            low = high;
            atLow = atHigh;
            high *= 4;
            atHigh = missed - tail.applyAsDouble(high);
        }
        return RateSearch.largest(
                t -> missed - tail.applyAsDouble(t), new RateSearch.Ends(low, atLow, high, atHigh), WIDTH);
    }
}
