package dev.inferno.calibration;

import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.TokenMix;
import java.time.Instant;

/**
 * One observation.
 *
 * @param end when the window ended
 * @param tokens lengths of the requests that finished in it
 */
public record Window(Instant end, ServerWork work, TokenMix tokens, ServerLimits limits, Routing routing) {

    /** Fewer finished requests say more of chance than of the servers. */
    static final int LEAST_FINISHED = 20;

    /** Less decoding than this in the window is an idle server. */
    static final double LEAST_RUNNING_SECONDS = 5;

    /** More than a batch holds cannot have decoded; the rest is for scrapes that are not quite simultaneous. */
    private static final double MOST_FILL = 1.1;

    /** Counters of the same requests may differ this much, since some began before the window and some end after it. */
    private static final double AGREEMENT = 3;

    /** Whether it can teach anything: complete, long enough, numbers that agree, and no server came or went. */
    boolean usable() {
        return isTold() && agrees();
    }

    private boolean agrees() {
        double answer = tokens.output().mean() - 1;
        double places = work.seconds() * work.servers() * limits.maxBatchSize();
        return near(work.decodeTokens(), work.finished() * answer)
                && near(work.promptTokens(), work.finished() * tokens.input().mean())
                && work.decodeMillis() <= 1000 * MOST_FILL * places;
    }

    private static boolean near(double one, double other) {
        return one < AGREEMENT * other && other < AGREEMENT * one;
    }

    private boolean isTold() {
        return work.steady()
                && work.servers() > 0
                && positive(work.seconds())
                && work.finished() >= LEAST_FINISHED
                && positive(work.finished())
                && positive(work.decodeTokens())
                && work.decodeMillis() >= 1000 * LEAST_RUNNING_SECONDS
                && positive(work.decodeMillis())
                && positive(work.promptTokens())
                && tokens.output().mean() >= 2
                && positive(tokens.output().mean())
                && positive(tokens.input().mean())
                && tokens.output().scv() >= 0
                && tokens.input().scv() >= 0;
    }

    boolean tellsPrefill() {
        return positive(work.prefillMillis())
                && work.prefills() >= LEAST_FINISHED
                && near(work.prefills(), work.finished());
    }

    private static boolean positive(double value) {
        return value > 0 && Double.isFinite(value);
    }
}
