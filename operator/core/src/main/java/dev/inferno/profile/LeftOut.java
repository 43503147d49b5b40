package dev.inferno.profile;

import dev.inferno.serving.LatencyLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One token mix and the law of all the others, which has not seen it.
 *
 * @param mix its rows
 */
record LeftOut(List<Observation> mix, LatencyLaw.Iteration others) {

    /** Every mix that can be spared: what remains still settles the law. */
    static List<LeftOut> of(List<Observation> rows) {
        List<LeftOut> spared = new ArrayList<>();
        for (List<Observation> mix : Mixes.of(rows)) {
            List<Observation> rest =
                    rows.stream().filter(row -> !mix.contains(row)).toList();
            if (ProfileFit.settled(rest)) {
                spared.add(new LeftOut(mix, ProfileFit.law(rest)));
            }
        }
        return spared;
    }

    /** Relative, of the time between tokens. */
    Stream<Double> errors() {
        return mix.stream().map(row -> row.error(others));
    }
}
