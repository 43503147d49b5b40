package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.queueing.ReplicaSizing.Sized;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/**
 * Replica counts of the iteration law against a simulated fleet, on random cases.
 *
 * <p>{@code -Dinferno.accuracy.cases=280 -Dinferno.accuracy.tokens=8e6} is the long form behind the table in
 * {@code docs/modeling-optimization.md}; {@code -Dinferno.accuracy.seed} chooses other cases.
 */
class SizingAccuracyTest {

    private static final int CASES = Integer.getInteger("inferno.accuracy.cases", 24);
    private static final long SEED = Long.getLong("inferno.accuracy.seed", 20_261_125L);

    /** Answer tokens per simulation of the judge. */
    private static final double TOKENS = Double.parseDouble(System.getProperty("inferno.accuracy.tokens", "8e5"));

    private static final boolean LONG = CASES > 100;

    /** Noise of a simulated percentile, within which a limit counts as kept. */
    private static final double NOISE = 1.03;

    /** How one way of sizing did. */
    private record Score(String name, List<String> misses, int[] counts, double[] over) {

        static Score of(String name) {
            return new Score(name, new ArrayList<>(), new int[5], new double[1]);
        }

        void add(RandomFleet fleet, int answer, int truth, double strain) {
            int error = answer - truth;
            counts[error < -1 ? 0 : error == -1 ? 1 : error <= 1 ? 2 : 3]++;
            counts[4] += strain <= NOISE ? 1 : 0;
            over[0] += (double) answer / truth - 1;
            if (error < 0 || error > 1) {
                misses.add(String.format(
                        Locale.ROOT, "%s: %d instead of %d (strain %.2f) %s", name, answer, truth, strain, fleet));
            }
        }

        double share(int kind) {
            return (double) counts[kind] / CASES;
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %+.1f %% |",
                    name,
                    100 * share(2),
                    100 * share(3),
                    100 * share(1),
                    100 * share(0),
                    100 * share(4),
                    100 * over[0] / CASES);
        }
    }

    @Test
    void countsAreThoseOfASimulatedFleetOrOneMore() {
        Score formula = Score.of("formula alone");
        Score answered = Score.of("as answered");
        for (int i = 0; i < CASES; i++) {
            RandomFleet fleet = RandomFleet.draw(SEED + i, TOKENS);
            int byFormula = byFormula(fleet);
            int answer = answered(fleet);
            int truth = fleet.truth(answer, TOKENS);
            formula.add(fleet, byFormula, truth, fleet.strain(byFormula, TOKENS));
            answered.add(fleet, answer, truth, fleet.strain(answer, TOKENS));
        }
        System.out.printf("SizingAccuracyTest: %d cases, seed %d, %.0e tokens each%n", CASES, SEED, TOKENS);
        System.out.println(formula.row());
        System.out.println(answered.row());
        answered.misses().forEach(System.out::println);
        if (LONG) {
            formula.misses().forEach(System.out::println);
        }

        assertTrue(answered.share(2) >= (LONG ? 0.9 : 0.85), "equal or one more");
        assertTrue(answered.share(0) <= 0.02, "two fewer");
        assertTrue(formula.share(2) >= 0.6, "equal or one more by formula alone");
    }

    private static int byFormula(RandomFleet fleet) {
        FleetModel model = FleetModel.of(fleet.law(), fleet.traffic(), fleet.limits());
        return replicas(ReplicaSizing.size(model, fleet.demand()));
    }

    private static int answered(RandomFleet fleet) {
        ToIntFunction<IterationSizing> size =
                sizing -> replicas(sizing.size(fleet.limits()).answer());
        return size.applyAsInt(new IterationSizing(fleet.law(), fleet.traffic(), fleet.demand()));
    }

    private static int replicas(ReplicaSizing.Answer answer) {
        return ((Sized) answer).replicas();
    }
}
