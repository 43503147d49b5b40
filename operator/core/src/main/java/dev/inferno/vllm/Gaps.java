package dev.inferno.vllm;

/**
 * Times between tokens: their sum, and how many fall into bins of at most 0.4 % width, those between two powers of two alike.
 */
final class Gaps {

    private static final int BITS = 8;
    private static final int SHIFT = Double.PRECISION - 1 - BITS;
    private static final double LEAST_MILLIS = 0x1p-10;
    private static final double MOST_MILLIS = 0x1p20;
    private static final int OFFSET = raw(LEAST_MILLIS);

    private final long[] bins = new long[raw(MOST_MILLIS) - OFFSET + 1];
    private double millis;
    private long count;

    void add(double gapMillis, long times) {
        millis += gapMillis * times;
        count += times;
        bins[bin(gapMillis)] += times;
    }

    /** The first so many gaps of a span, each as often as asked. */
    void add(Span span, long first, long times) {
        int low = bin(span.gapMillis(0));
        if (low == bin(span.gapMillis(first - 1))) {
            millis += span.millis(first) * times;
            count += first * times;
            bins[low] += first * times;
            return;
        }
        for (long i = 0; i < first; i++) {
            add(span.gapMillis(i), times);
        }
    }

    void add(Gaps other) {
        millis += other.millis;
        count += other.count;
        for (int i = 0; i < bins.length; i++) {
            bins[i] += other.bins[i];
        }
    }

    double millis() {
        return millis;
    }

    long count() {
        return count;
    }

    /** 0 if there are none. */
    double meanMillis() {
        return count == 0 ? 0 : millis / count;
    }

    /** @param share 0.95 for the 95th percentile; 0 if there are none */
    double quantileMillis(double share) {
        long below = 0;
        for (int i = 0; i < bins.length; i++) {
            below += bins[i];
            if (below >= share * count && below > 0) {
                return (edge(i) + edge(i + 1)) / 2;
            }
        }
        return 0;
    }

    /** How many are longer; of the bin that holds the limit, half. */
    double longerThan(double limitMillis) {
        int limit = bin(limitMillis);
        double longer = bins[limit] / 2.0;
        for (int i = limit + 1; i < bins.length; i++) {
            longer += bins[i];
        }
        return longer;
    }

    private static int bin(double millis) {
        return raw(Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, millis))) - OFFSET;
    }

    private static double edge(int bin) {
        return Double.longBitsToDouble((long) (bin + OFFSET) << SHIFT);
    }

    private static int raw(double millis) {
        return (int) (Double.doubleToLongBits(millis) >>> SHIFT);
    }
}
