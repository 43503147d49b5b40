package dev.inferno.e2e.emulator;

import java.util.List;
import java.util.stream.DoubleStream;

/** A Prometheus histogram. Thread-safety: none, its owner guards it. */
final class Histogram {

    private final double[] bounds;
    private final long[] counts;
    private double sum;
    private long count;

    Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new long[bounds.length];
    }

    /** vLLM's bounds for token counts: 1, 2, 5, 10, ... up to {@code max}. */
    static Histogram ofTokens(int max) {
        return new Histogram(DoubleStream.iterate(1, power -> power <= max, power -> power * 10)
                .flatMap(power -> DoubleStream.of(power, 2 * power, 5 * power))
                .filter(bound -> bound <= max)
                .toArray());
    }

    void observe(double value) {
        sum += value;
        count++;
        for (int i = 0; i < bounds.length; i++) {
            if (value <= bounds[i]) {
                counts[i]++;
                return;
            }
        }
    }

    void collect(Family family, String labels, List<Sample> into) {
        long cumulated = 0;
        for (int i = 0; i < bounds.length; i++) {
            cumulated += counts[i];
            into.add(new Sample(family, "_bucket", labels + ",le=\"" + bounds[i] + "\"", cumulated));
        }
        into.add(new Sample(family, "_bucket", labels + ",le=\"+Inf\"", count));
        into.add(new Sample(family, "_sum", labels, sum));
        into.add(new Sample(family, "_count", labels, count));
    }
}
