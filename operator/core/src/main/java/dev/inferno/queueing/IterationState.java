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

    private static final int HALVINGS = 60;

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
        return (1 - mustWait) * direct + mustWait * late;
    }

    double waitTail(double millis) {
        double residual =
                gate.residual() == 0 ? 0 : Math.max(0, 1 - millis * gate.residual() / (gate.seen() * gate.seen()) * 2);
        return (1 - mustWait) * residual + mustWait * Math.exp(-drain * millis);
    }

    /** Least time whose tail is at most 1 - share. */
    static double quantile(DoubleUnaryOperator tail, double share) {
        double high = 1;
        while (tail.applyAsDouble(high) > 1 - share && high < 1e15) {
            high *= 2;
        }
        double low = 0;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (tail.applyAsDouble(middle) > 1 - share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
