package dev.inferno.profile;

import dev.inferno.serving.LatencyLaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the law of a server does on its own rows.
 *
 * @param seen relative errors of the time between tokens, the rows having been fitted
 * @param unseen of each mix by the law of the other mixes, where these settle it
 * @param aimed the same by a law of the other mixes that is fitted for this one
 * @param rates by how much the largest rate within a limit on that time is off, each mix by the law of the others
 * @param aimedRates the same by a law of the other mixes that is fitted for this one
 */
record Judged(List<Double> seen, List<Double> unseen, List<Double> aimed, List<Rate> rates, List<Rate> aimedRates) {

    private static final double PER_SECOND = 1000;

    /** Limits on the time between tokens, as multiples of the base. */
    private static final double[] LIMITS = {1.25, 1.5, 2, 2.5, 3, 4, 5};

    /** Largest rates of one server within one limit, requests/s. */
    record Rate(double limitOverBase, double measured, double byLaw) {

        double error() {
            return byLaw / measured - 1;
        }

        /** As if the law carried so much less. */
        Rate withMargin(double margin) {
            return new Rate(limitOverBase, measured, byLaw / (1 + margin));
        }

        /** Replicas too many (or, negative, too few) for a demand of so many times the measured rate. */
        int off(double times) {
            return (int) (Math.ceil(times * measured / byLaw) - Math.ceil(times));
        }
    }

    static Judged of(List<Measurement> measurements) {
        List<Observation> rows = Screening.of(measurements).usable();
        LatencyLaw.Iteration law = ProfileFit.law(rows, Aim.ALL);
        List<LeftOut> plain = LeftOut.of(rows, false);
        List<LeftOut> aimed = LeftOut.of(rows, true);
        return new Judged(
                rows.stream().map(row -> row.error(law)).toList(),
                plain.stream().flatMap(LeftOut::errors).toList(),
                aimed.stream().flatMap(LeftOut::errors).toList(),
                plain.stream()
                        .flatMap(left -> rates(left.mix(), left.others()).stream())
                        .toList(),
                aimed.stream()
                        .flatMap(left -> rates(left.mix(), left.others()).stream())
                        .toList());
    }

    /** Whether the rows settle the law at all. */
    static boolean can(List<Measurement> measurements) {
        List<Observation> rows = Screening.of(measurements).usable();
        return rows.size() >= Observation.UNKNOWNS + 2 && ProfileFit.settled(rows);
    }

    private static List<Rate> rates(List<Observation> mix, LatencyLaw.Iteration law) {
        List<Observation> rising = mix.stream()
                .sorted(Comparator.comparingDouble(Observation::decoding))
                .toList();
        List<Rate> rates = new ArrayList<>();
        for (double times : LIMITS) {
            double limit = times * law.baseMillis();
            double measured = measured(rising, limit);
            if (measured > 0) {
                rates.add(new Rate(times, measured, byLaw(rising, law, limit)));
            }
        }
        return rates;
    }

    /** Where the measured curve first crosses the limit, between its rows; 0 when it does not. */
    private static double measured(List<Observation> rising, double limit) {
        for (int i = 1; i < rising.size(); i++) {
            Observation before = rising.get(i - 1);
            Observation after = rising.get(i);
            if (before.itlMillis() <= limit && after.itlMillis() > limit) {
                double share = (limit - before.itlMillis()) / (after.itlMillis() - before.itlMillis());
                return rate(before) + share * (rate(after) - rate(before));
            }
        }
        return 0;
    }

    private static double rate(Observation row) {
        return PER_SECOND * row.decoding() / ((row.outputTokens() - 1) * row.itlMillis());
    }

    private static double byLaw(List<Observation> mix, LatencyLaw.Iteration law, double limit) {
        double input =
                mix.stream().mapToDouble(Observation::inputTokens).average().orElseThrow();
        double output =
                mix.stream().mapToDouble(Observation::outputTokens).average().orElseThrow();
        var one = new Observation("", mix.getFirst().batch(), 1, input, output, limit, null);
        double each = one.predicted(law) - law.baseMillis();
        return PER_SECOND * (limit - law.baseMillis()) / each / ((output - 1) * limit);
    }
}
