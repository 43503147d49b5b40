package dev.inferno.sizing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.FleetModel;
import dev.inferno.queueing.LargestRate;
import dev.inferno.queueing.ReplicaSizing;
import dev.inferno.queueing.ReplicaSizing.Sized;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Replica counts of the iteration law against a simulated fleet, on random cases.
 *
 * <p>{@code hack/sizing-accuracy} runs the long form behind the table in {@code docs/modeling-optimization.md};
 * {@code -Dinferno.accuracy.seed} chooses other cases.
 */
class SizingAccuracyTest {

    private static final int CASES = Integer.getInteger("inferno.accuracy.cases", 24);
    private static final long SEED = Long.getLong("inferno.accuracy.seed", 20_261_125L);

    /** Requests each seed of the judge counts, at least. */
    private static final int REQUESTS = Integer.getInteger("inferno.accuracy.requests", 8000);

    private static final boolean LONG = CASES > 100;

    /** Noise of a simulated percentile. */
    private static final double NOISE = 1.03;

    /** What one case came to. */
    private record Judged(
            RandomFleet fleet,
            int formula,
            int cycle,
            int answer,
            double seconds,
            FleetJudge.Verdict verdict,
            double[] strains) {

        static Judged of(RandomFleet fleet) {
            int formula = byFormula(fleet);
            long start = System.nanoTime();
            int answer = answered(fleet);
            double seconds = (System.nanoTime() - start) / 1e9;
            var judge = new FleetJudge(fleet, REQUESTS);
            var verdict = judge.judge(formula);
            int cycle = planned(fleet);
            double[] strains = {judge.strain(formula), judge.strain(cycle), judge.strain(answer)};
            return new Judged(fleet, formula, cycle, answer, seconds, verdict, strains);
        }

        int truth() {
            return verdict.truth();
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "formula %d, cycle %d, answer %d, truth %d%s, strain %.3f / %.3f / %.3f: %s",
                    formula,
                    cycle,
                    answer,
                    truth(),
                    verdict.agreed() ? "" : " (seeds differ)",
                    strains[0],
                    strains[1],
                    strains[2],
                    fleet);
        }
    }

    /** How one way of sizing did over all cases. */
    private record Score(List<Judged> cases, ToIntFunction<Judged> count, ToDoubleFunction<Judged> strain) {

        double share(int least, int most) {
            return share(cases.stream()
                    .mapToInt(c -> count.applyAsInt(c) - c.truth())
                    .filter(e -> e >= least && e <= most)
                    .count());
        }

        double kept(double limit) {
            return share(
                    cases.stream().filter(c -> strain.applyAsDouble(c) <= limit).count());
        }

        double share(long some) {
            return (double) some / cases.size();
        }

        double over() {
            return cases.stream()
                    .mapToDouble(c -> (double) count.applyAsInt(c) / c.truth() - 1)
                    .average()
                    .orElse(0);
        }

        String row(String name) {
            double[] percent = {
                share(0, 1), share(2, 1 << 30), share(-1, -1), share(-(1 << 30), -2), kept(1), kept(NOISE), over()
            };
            var row = new StringBuilder("| ").append(name).append(" |");
            for (double value : percent) {
                row.append(String.format(Locale.ROOT, " %.1f %% |", 100 * value));
            }
            return row.toString();
        }
    }

    @Test
    void countsAreThoseOfASimulatedFleetOrOneMore() {
        long start = System.nanoTime();

        List<Judged> cases = IntStream.range(0, CASES)
                .parallel()
                .mapToObj(i -> Judged.of(RandomFleet.draw(SEED + i)))
                .toList();

        Score formula = new Score(cases, Judged::formula, c -> c.strains()[0]);
        Score planned = new Score(cases, Judged::cycle, c -> c.strains()[1]);
        Score answered = new Score(cases, Judged::answer, c -> c.strains()[2]);
        report(cases, List.of(formula, planned, answered), System.nanoTime() - start);
        assertTrue(answered.share(0, 1) >= (LONG ? 0.9 : 0.85), "equal or one more");
        assertTrue(answered.share(-(1 << 30), -2) <= 0.02, "two fewer");
        assertTrue(planned.share(0, 1) >= (LONG ? 0.85 : 0.75), "equal or one more in the operator's cycle");
        assertTrue(formula.share(0, 1) >= 0.6, "equal or one more by formula alone");
    }

    private static void report(List<Judged> cases, List<Score> scores, long nanos) {
        System.out.printf(
                Locale.ROOT,
                "SizingAccuracyTest: %d cases, seed %d, 2 x %d requests or more, %.0f s%n",
                CASES,
                SEED,
                REQUESTS,
                nanos / 1e9);
        System.out.printf(
                Locale.ROOT,
                "seeds differ at first %.1f %%, at last %.1f %%; need 4..64 replicas %.1f %%%n",
                percent(cases, c -> !c.verdict().soon()),
                percent(cases, c -> !c.verdict().agreed()),
                percent(cases, c -> c.truth() >= 4 && c.truth() <= 64));
        double[] seconds = cases.stream().mapToDouble(Judged::seconds).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "time of one answer: median %.2f s, p90 %.2f s, p99 %.2f s, most %.2f s%n",
                seconds[CASES / 2],
                seconds[CASES * 9 / 10],
                seconds[CASES * 99 / 100],
                seconds[CASES - 1]);
        System.out.println(scores.get(0).row("formula alone"));
        System.out.println(scores.get(1).row("operator's cycle"));
        System.out.println(scores.get(2).row("as answered"));
        cases.stream().filter(c -> missed(c, c.answer())).forEach(c -> System.out.println("answer: " + c.text()));
        if (LONG) {
            cases.stream().filter(c -> missed(c, c.cycle())).forEach(c -> System.out.println("cycle: " + c.text()));
            cases.stream().filter(c -> missed(c, c.formula())).forEach(c -> System.out.println("formula: " + c.text()));
        }
    }

    private static double percent(List<Judged> cases, Predicate<Judged> such) {
        return 100.0 * cases.stream().filter(such).count() / CASES;
    }

    private static boolean missed(Judged judged, int count) {
        return count < judged.truth() || count > judged.truth() + 1;
    }

    private static int byFormula(RandomFleet fleet) {
        FleetModel model = FleetModel.of(fleet.law(), fleet.traffic(), fleet.limits());
        return replicas(ReplicaSizing.size(model, fleet.demand()));
    }

    /** As a cycle counts that has simulated another demand, up to a tenth off, and by formula where nothing can be said. */
    private static int planned(RandomFleet fleet) {
        FleetModel model = FleetModel.of(fleet.law(), fleet.traffic(), fleet.limits());
        var demand = fleet.demand();
        if (!(model.replica(1).largestRate(demand.level()) instanceof LargestRate.Found alone)) {
            return 0;
        }
        var servers = FleetCapacity.of(model, demand.level(), alone);
        double another = demand.perSecond() * (1 + 0.1 * new Random(fleet.seed()).nextDouble(-1, 1));
        Settled settled = Settled.by("any", servers, another);
        return servers.times(settled.factor()).needed(demand.perSecond(), demand.maxReplicas());
    }

    private static int answered(RandomFleet fleet) {
        var sizing = new FleetSizing(fleet.law(), fleet.traffic(), fleet.demand());
        return replicas(sizing.size(fleet.limits()).answer());
    }

    /** 0 if the answer is that no count would do: far too few, for every case has one. */
    private static int replicas(ReplicaSizing.Answer answer) {
        return answer instanceof Sized sized ? sized.replicas() : 0;
    }
}
