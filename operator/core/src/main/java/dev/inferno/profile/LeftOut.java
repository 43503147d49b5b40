package dev.inferno.profile;

import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.TokenMix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One token mix and the law of all the others, which has not seen it.
 *
 * @param mix its rows
 */
record LeftOut(List<Observation> mix, LatencyLaw.Iteration others) {

    /**
     * Every mix that can be spared: what remains still settles the law.
     *
     * @param aimed whether the law of the others is fitted for the mix that is left out
     */
    static List<LeftOut> of(List<Observation> rows, boolean aimed) {
        List<LeftOut> spared = new ArrayList<>();
        for (List<Observation> mix : Mixes.of(rows)) {
            List<Observation> rest =
                    rows.stream().filter(row -> !mix.contains(row)).toList();
            if (ProfileFit.settled(rest)) {
                spared.add(new LeftOut(mix, ProfileFit.law(rest, aimed ? at(mix) : Aim.ALL)));
            }
        }
        return spared;
    }

    private static Aim at(List<Observation> mix) {
        return new Aim(TokenMix.fixed(mean(mix, Observation::inputTokens), mean(mix, Observation::outputTokens)), 0);
    }

    private static double mean(List<Observation> rows, ToDoubleFunction<Observation> of) {
        return rows.stream().mapToDouble(of).average().orElseThrow();
    }

    /** Relative, of the time between tokens. */
    Stream<Double> errors() {
        return mix.stream().map(row -> row.error(others));
    }
}
