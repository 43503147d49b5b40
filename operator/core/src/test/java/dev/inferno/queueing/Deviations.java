package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Map;
import java.util.TreeMap;

/** Compares with recorded numbers and keeps the largest deviation of each quantity, to be printed at the end. */
final class Deviations {

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Double> largest = new TreeMap<>();

    /** Fails unless |actual - expected| is within tolerance x scale. */
    void check(String what, double expected, double actual, double scale, double tolerance) {
        double deviation = expected == actual ? 0 : Math.abs(actual - expected) / Math.abs(scale);
        counts.merge(what, 1, Integer::sum);
        largest.merge(what, deviation, Math::max);
        if (!(deviation <= tolerance)) {
            fail(what + ": expected " + expected + ", was " + actual + ", deviation " + deviation);
        }
    }

    void check(String what, double expected, double actual, double tolerance) {
        check(what, expected, actual, expected, tolerance);
    }

    void print(String title) {
        largest.forEach((what, deviation) -> System.out.printf(
                "%s %s: %d compared, largest deviation %.1e%n", title, what, counts.get(what), deviation));
    }
}
