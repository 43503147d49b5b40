package dev.inferno.queueing;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;

/**
 * How much the work of a request varies, as far as waiting for a full batch depends on it.
 *
 * <p>Method: at a full batch of N a request with answer O costs {@code prompt work + (O - 1) (base / N + decodeToken + kvToken
 * prompt) + kvToken O^2 / 2}; lengths are gamma up to scv 1 and log-normal above, so all moments are known. Source:
 * limited processor sharing, J. Zhang, J. G. Dai, B. Zwart (2011): waiting requests carry full work. Complexity: O(1).
 * Units: milliseconds. Thread-safety: stateless.
 */
final class WorkMoments {

    /** Beyond this nothing is known of a mean. */
    private static final double MOST = 1e6;

    private WorkMoments() {}

    /** Squared coefficient of variation of the work. */
    static double scv(LatencyLaw.Iteration law, TokenMix tokens, double batch) {
        double input = tokens.input().mean();
        double computed = law.prefillTokenMillis() * tokens.computedInput().mean();
        double output = Math.max(1, tokens.output().mean());
        double spread = tokens.output().scv();
        double slope = law.baseMillis() / batch + law.decodeTokenMillis() + law.kvTokenMillis() * input;
        double prompt = computed + law.kvTokenMillis() * (output - 1) * input;
        double square = law.kvTokenMillis() / 2 * output * output;
        double mean =
                computed + slope * (output - 1) + law.kvTokenMillis() / 2 * output * (output * moment(spread, 2) - 1);
        if (!(mean > 0) || Double.isInfinite(mean)) {
            return 0;
        }
        double p = prompt / mean;
        double prompts = p * p * tokens.input().scv();
        if (spread == 0) {
            return Math.min(MOST, prompts);
        }
        double s = slope * output / mean;
        double b = square / mean;
        double second = moment(spread, 2);
        double answers = s * s * (second - 1)
                + 2 * s * b * (moment(spread, 3) - second)
                + b * b * (moment(spread, 4) - second * second);
        return prompts + answers < MOST ? prompts + answers : MOST;
    }

    /** Of a length of mean 1. */
    private static double moment(double scv, int order) {
        double moment = 1;
        double power = 1;
        for (int j = 0; j < order; j++) {
            moment *= scv <= 1 ? 1 + j * scv : power;
            power *= 1 + scv;
        }
        return moment;
    }
}
