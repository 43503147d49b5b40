package dev.inferno.profile;

import dev.inferno.profile.Measurement.Load;
import dev.inferno.serving.LatencyLaw;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Benchmark rows as a server of a known law would show them. */
final class Rows {

    static final LatencyLaw.Iteration LAW = new LatencyLaw.Iteration(6.5, 0.025, 0.02, 5e-5);

    private Rows() {}

    /** One row at so many decoding requests. */
    static Measurement steady(double decoding, double input, double output) {
        double itl = LAW.baseMillis()
                + decoding
                        * (LAW.decodeTokenMillis()
                                + LAW.kvTokenMillis() * (input + output / 2)
                                + LAW.prefillTokenMillis() * input / output);
        double ttft = LAW.baseMillis() + LAW.prefillTokenMillis() * input + itl;
        double answer = (output - 1) * itl;
        double concurrency = decoding * (answer + ttft) / answer;
        double perSecond = 1000 * decoding / answer;
        return new Measurement(
                input + "/" + output + " at " + decoding,
                Load.STEADY,
                concurrency,
                perSecond,
                null,
                input,
                output,
                itl,
                ttft,
                1000.0,
                0.0,
                0.0);
    }

    /** Three loads of each mix. */
    static List<Measurement> of(double[]... mixes) {
        List<Measurement> rows = new ArrayList<>();
        for (double[] mix : mixes) {
            for (double decoding : new double[] {1, 16, 64}) {
                rows.add(steady(decoding, mix[0], mix[1]));
            }
        }
        return rows;
    }

    static List<Measurement> four() {
        return of(
                new double[] {128, 128}, new double[] {2048, 128}, new double[] {128, 2048}, new double[] {2048, 2048});
    }

    /** The row with some fields changed. */
    static Measurement with(
            Measurement row,
            Load load,
            @Nullable Double concurrency,
            @Nullable Double perSecond,
            double itl,
            @Nullable Double ttft) {
        return new Measurement(
                row.where(),
                load,
                concurrency,
                perSecond,
                row.tokensPerSecond(),
                row.inputTokens(),
                row.outputTokens(),
                itl,
                ttft,
                row.completed(),
                row.incomplete(),
                row.errored());
    }
}
