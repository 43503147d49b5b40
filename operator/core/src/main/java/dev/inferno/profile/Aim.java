package dev.inferno.profile;

import dev.inferno.serving.TokenMix;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a law is fitted for. Thread-safety: immutable.
 *
 * @param mix the lengths that it is to be right for; null = for all alike
 * @param margin part of a server's rate that is kept in hand: 0.08 is 8 %
 */
public record Aim(@Nullable TokenMix mix, double margin) {

    /** For all mixes alike, as measured. */
    public static final Aim ALL = new Aim(null, 0);

    /** Rows this factor off in one length, or as far in both together, weigh a third. */
    private static final double NEAR = Math.E;

    /** What the furthest row still weighs: near rows alone may not tell the coefficients apart. */
    private static final double FAR_WEIGHT = 0.003;

    /**
     * How much a row counts.
     *
     * <p>Method: Gaussian in the logarithms of the lengths, as in locally weighted regression (W. S. Cleveland 1979): no line is right
     * for all lengths, but one is nearly so for lengths that are alike.
     */
    double weight(Observation row) {
        return mix == null ? 1 : FAR_WEIGHT + Math.exp(-squaredDistance(row) / square(Math.log(NEAR)));
    }

    private double squaredDistance(Observation row) {
        return mix == null
                ? 0
                : square(Math.log(row.inputTokens() / mix.input().mean()))
                        + square(Math.log(row.outputTokens() / mix.output().mean()));
    }

    private static double square(double value) {
        return value * value;
    }

    /** What the user should know of a law so fitted. */
    List<String> notes(List<Observation> rows) {
        String kept =
                margin == 0 ? "" : String.format(Locale.ROOT, "%.1f %% of the rate is kept in hand", 100 * margin);
        if (mix == null) {
            return kept.isEmpty() ? List.of() : List.of(kept);
        }
        Observation nearest = rows.stream()
                .min((a, b) -> Double.compare(squaredDistance(a), squaredDistance(b)))
                .orElseThrow();
        String fitted = String.format(
                Locale.ROOT,
                "fitted for %.0f/%.0f tokens; the nearest that was measured is %.0f/%.0f%s%s",
                mix.input().mean(),
                mix.output().mean(),
                nearest.inputTokens(),
                nearest.outputTokens(),
                weight(nearest) < Math.exp(-1) ? ", which is far: measure nearer" : "",
                kept.isEmpty() ? "" : "; " + kept);
        return List.of(fitted);
    }
}
