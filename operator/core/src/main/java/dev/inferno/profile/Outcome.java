package dev.inferno.profile;

import dev.inferno.serving.LatencyLaw;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a set of rows says about the law. */
public sealed interface Outcome {

    Evidence evidence();

    /** The coefficients and how well they describe the rows. */
    record Fitted(LatencyLaw.Iteration law, Quality quality, Evidence evidence, List<String> warnings)
            implements Outcome {}

    /** The rows do not settle the coefficients. @param reason what is missing and the way out */
    record Unsettled(String reason, Evidence evidence) implements Outcome {}

    /**
     * What there was to learn from.
     *
     * @param mostDecoding most requests that decode at once, on average of a row
     * @param condition {@link LeastSquares#condition} of the relative rows
     */
    record Evidence(
            int rows,
            int used,
            int mixes,
            double leastDecoding,
            double mostDecoding,
            double condition,
            List<Dropped> dropped) {}

    /**
     * How well the law describes the time between tokens.
     *
     * @param r2 share of its variance explained, in milliseconds
     * @param leftOut errors on mixes the fit has not seen, each left out in turn; null when no mix can be spared
     * @param mixesLeftOut how many could be: without the others the rest does not settle the law
     */
    record Quality(
            double r2, ErrorSummary inSample, @Nullable ErrorSummary leftOut, int mixesLeftOut) {}
}
