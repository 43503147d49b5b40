package dev.inferno.e2e.emulator;

import java.util.List;

/** How a server's metrics show, and the switch to make them misbehave. Thread-safety: one volatile value. */
final class Exposition {

    enum Mode {
        /** As they are. */
        NORMAL,
        /** No series at all. */
        EMPTY,
        /** Every value is NaN. */
        NAN,
        /** As they were when the mode was set, with the timestamp of that moment. */
        STALE
    }

    /** What to write for one server; {@code timestampMillis} 0 = none. */
    record Shown(List<Sample> samples, long timestampMillis) {}

    private record State(Mode mode, Shown frozen) {}

    private volatile State state = new State(Mode.NORMAL, new Shown(List.of(), 0));

    void set(Mode mode, List<Sample> now, long epochMillis) {
        state = new State(mode, new Shown(now, epochMillis));
    }

    Shown show(List<Sample> now) {
        State current = state;
        return switch (current.mode()) {
            case NORMAL -> new Shown(now, 0);
            case EMPTY -> new Shown(List.of(), 0);
            case NAN ->
                new Shown(
                        now.stream()
                                .map(sample ->
                                        new Sample(sample.family(), sample.suffix(), sample.labels(), Double.NaN))
                                .toList(),
                        0);
            case STALE -> current.frozen();
        };
    }
}
