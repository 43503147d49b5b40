package dev.inferno.cycle;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Measures the stages of one cycle. */
final class Stages {

    private final StageClock clock;
    private final SortedMap<String, Double> seconds = new TreeMap<>();

    Stages(StageClock clock) {
        this.clock = clock;
    }

    <T> T time(String stage, Supplier<T> work) {
        double start = clock.seconds();
        T result = work.get();
        seconds.put(stage, clock.seconds() - start);
        return result;
    }

    SortedMap<String, Double> seconds() {
        return seconds;
    }
}
