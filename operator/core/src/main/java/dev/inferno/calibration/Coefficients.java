package dev.inferno.calibration;

import dev.inferno.serving.LatencyLaw.Iteration;
import java.math.BigDecimal;
import java.math.MathContext;

/** The four coefficients as a vector: base, decodeToken, prefillToken, kvToken. */
final class Coefficients {

    static final int COUNT = 4;

    private static final MathContext DIGITS = new MathContext(9);

    private Coefficients() {}

    static double[] of(Iteration law) {
        return new double[] {law.baseMillis(), law.decodeTokenMillis(), law.prefillTokenMillis(), law.kvTokenMillis()};
    }

    /** A law whose coefficients are so many times those of the profile. */
    static Iteration scaled(Iteration profile, double[] times) {
        return new Iteration(
                rounded(profile.baseMillis() * times[0]),
                rounded(profile.decodeTokenMillis() * times[1]),
                rounded(profile.prefillTokenMillis() * times[2]),
                rounded(profile.kvTokenMillis() * times[3]));
    }

    /** How many times those of the profile; 1 where the profile says 0. */
    static double[] times(Iteration law, Iteration profile) {
        double[] own = of(law);
        double[] given = of(profile);
        double[] times = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            times[i] = given[i] > 0 ? own[i] / given[i] : 1;
        }
        return times;
    }

    /** As kept: nine digits, so that a state is small and the same on every platform. */
    static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
