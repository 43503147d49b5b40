package dev.inferno.calibration;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** What broken scrapes make of a window. */
public enum Poison {
    TEN_TIMES(value -> 10 * value),
    NOT_A_NUMBER(value -> Double.NaN),
    INFINITE(value -> Double.POSITIVE_INFINITY),
    ZERO(value -> 0),
    NEGATIVE(value -> -value),
    /** A counter that began anew counts only what came since. */
    RESET(value -> value / 20);

    private final DoubleUnaryOperator spoil;

    Poison(DoubleUnaryOperator spoil) {
        this.spoil = spoil;
    }

    /** Spoils one of the counters. */
    public Window on(Window window, SplittableRandom random) {
        ServerWork work = window.work();
        double[] counters = {
            work.finished(),
            work.decodeTokens(),
            work.decodeMillis(),
            work.promptTokens(),
            work.prefills(),
            work.prefillMillis()
        };
        int which = random.nextInt(counters.length);
        counters[which] = spoil.applyAsDouble(counters[which]);
        var spoilt = new ServerWork(
                work.servers(),
                work.seconds(),
                counters[0],
                counters[1],
                counters[2],
                counters[3],
                counters[4],
                counters[5],
                true);
        return new Window(window.end(), spoilt, window.tokens(), window.limits(), window.routing());
    }
}
