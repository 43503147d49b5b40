package dev.inferno.documents;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code inferno profile fit} says of one group of rows; numbers rounded to 6 significant digits, errors relative (0.03 is 3 %).
 *
 * @param group the columns that set this profile apart, such as model and accelerator
 * @param fitted false when the rows do not settle the coefficients; then {@code reason} says what is missing
 * @param law {@code iteration}; with {@code coefficients}, the two lines of a SizingCase
 * @param accelerator an entry of {@code spec.modelProfile.accelerators} of a VariantAutoscaling
 * @param leftOut errors on token mixes the fit has not seen; null when none can be spared
 */
public record ProfileAnswer(
        SortedMap<String, String> group,
        boolean fitted,
        @Nullable String reason,
        @Nullable String law,
        @Nullable Coefficients coefficients,
        @Nullable AcceleratorEntry accelerator,
        @Nullable Double r2,
        @Nullable Errors inSample,
        @Nullable Errors leftOut,
        Evidence evidence,
        List<String> warnings) {

    /** Milliseconds. */
    public record Coefficients(double base, double decodeToken, double prefillToken, double kvToken) {}

    /** As in a VariantAutoscaling, decimals as texts. */
    public record AcceleratorEntry(String acc, int accCount, Texts iteration) {}

    /** The coefficients as texts. */
    public record Texts(String base, String decodeToken, String prefillToken, String kvToken) {}

    /** Of the time between tokens. */
    public record Errors(int rows, double mean, double median, double p95, double max) {}

    /**
     * What was learnt from.
     *
     * @param leastDecoding with {@code mostDecoding}, requests that decode at once: beyond them the law is a guess
     * @param condition how alike the mixes are, 1 is the best; 0 when one cannot tell
     */
    public record Evidence(
            int rows,
            int used,
            int mixes,
            double leastDecoding,
            double mostDecoding,
            double condition,
            List<Left> dropped) {}

    /** Rows left out, and why. */
    public record Left(int count, String reason, List<String> rows) {}
}
