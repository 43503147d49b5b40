package dev.inferno.queueing;

import dev.inferno.serving.ServiceLevel;

/**
 * How a latency is stated: as a mean, or as a percentile.
 *
 * @param share 0.95 for p95; 0 = mean
 */
record Figure(double share) {

    static final Figure MEAN = new Figure(0);

    /** The wait is always a 95th percentile, as in {@link ServiceLevel}. */
    static final Figure P95 = new Figure(0.95);

    /** @throws InvalidParameters naming the field, unless {@code mean} or {@code p50} .. {@code p99} */
    static Figure of(String field, String text) {
        if (text.equals("mean") || isPercentile(text)) {
            return new Figure(ServiceLevel.share(text));
        }
        throw new InvalidParameters(field, text, "mean or p50 .. p99");
    }

    /** p50 .. p99; no regular expression, which would take longer than the rest of reading a level. */
    private static boolean isPercentile(String text) {
        return text.length() == 3
                && text.charAt(0) == 'p'
                && text.charAt(1) >= '5'
                && text.charAt(1) <= '9'
                && text.charAt(2) >= '0'
                && text.charAt(2) <= '9';
    }

    boolean isMean() {
        return share == 0;
    }
}
