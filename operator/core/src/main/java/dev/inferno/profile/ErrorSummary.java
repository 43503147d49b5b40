package dev.inferno.profile;

import java.util.Arrays;
import java.util.Collection;

/** Relative errors without their sign: 0.03 is 3 %. Percentiles are those of the sorted list, the next larger value. */
public record ErrorSummary(int rows, double mean, double median, double p95, double max) {

    static ErrorSummary of(Collection<Double> errors) {
        double[] sorted = errors.stream().mapToDouble(Math::abs).sorted().toArray();
        return new ErrorSummary(
                sorted.length,
                Arrays.stream(sorted).average().orElse(0),
                at(sorted, 0.5),
                at(sorted, 0.95),
                at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
