package dev.inferno.operator.prometheus;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How unequal prompts and answers are: squared coefficients of variation, estimated from histogram buckets with lengths
 * spread evenly inside each. Bounds are taken as they come; users may replace them.
 */
record LengthSpread(double inputScv, double outputScv) {

    /** Lengths of an unknown distribution are taken to be exponential. */
    static final LengthSpread UNKNOWN = new LengthSpread(1, 1);

    /** @param pods pods whose requests count; a series without a pod label counts too */
    static LengthSpread of(Collection<Series> buckets, Set<String> pods) {
        return new LengthSpread(scv(buckets, pods, "input"), scv(buckets, pods, "output"));
    }

    private static double scv(Collection<Series> buckets, Set<String> pods, String length) {
        NavigableMap<Double, Double> countUpTo = new TreeMap<>();
        for (Series bucket : buckets) {
            boolean counts = bucket.label("pod").isEmpty() || pods.contains(bucket.label("pod"));
            if (counts
                    && bucket.label("length").equals(length)
                    && !bucket.label("le").isEmpty()) {
                bucket.samples().stream()
                        .filter(Sample::usable)
                        .forEach(sample ->
                                countUpTo.merge(AnswerParser.number(bucket.label("le")), sample.value(), Double::sum));
            }
        }
        return scv(countUpTo);
    }

    private static double scv(NavigableMap<Double, Double> countUpTo) {
        double count = 0;
        double sum = 0;
        double sumOfSquares = 0;
        double lower = 0;
        for (var bucket : countUpTo.entrySet()) {
            double upper = Double.isInfinite(bucket.getKey()) ? lower : bucket.getKey();
            double inside = Math.max(0, bucket.getValue() - count);
            double width = Math.max(1, upper - lower);
            double middle = (upper + 1 + upper - width) / 2;
            sum += inside * middle;
            sumOfSquares += inside * (middle * middle + (width * width - 1) / 12);
            count += inside;
            lower = upper;
        }
        if (count <= 0 || sum <= 0) {
            return 1;
        }
        double mean = sum / count;
        return Math.max(0, sumOfSquares / count / (mean * mean) - 1);
    }
}
