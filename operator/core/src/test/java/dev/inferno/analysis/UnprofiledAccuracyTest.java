package dev.inferno.analysis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.calibration.Calibration;
import dev.inferno.calibration.Poison;
import dev.inferno.calibration.RandomServers;
import dev.inferno.calibration.SimulatedServers;
import dev.inferno.calibration.Window;
import dev.inferno.serving.Traffic;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.SaturationThresholds;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Replica counts of servers that nobody profiled, on random simulated fleets: by the law they taught, once it is in force, and by
 * the saturation rule, against those by the true law; with one window in twenty spoilt, too.
 *
 * <p>{@code hack/calibration-accuracy} runs the long form behind the table in {@code docs/modeling-optimization.md}.
 */
class UnprofiledAccuracyTest {

    private static final int CASES = Integer.getInteger("inferno.calibration.cases", 16);
    private static final long SEED = Long.getLong("inferno.calibration.seed", 1);
    private static final List<Integer> MINUTES = List.of(10, 20, 60);
    private static final int RULE_MINUTES = 12;
    private static final int SPOILT_EVERY = 20;
    private static final SaturationThresholds THRESHOLDS = SaturationThresholds.DEFAULT;

    /** What is told of the servers. */
    private enum Told {
        BATCH_LIMIT("batch limit given"),
        NO_LIMIT("batch limit as seen"),
        SPOILT("batch limit as seen, one window in twenty spoilt");

        private final String words;

        Told(String words) {
            this.words = words;
        }
    }

    /**
     * One fleet: counts less the true one.
     *
     * @param rule where the saturation rule stays when it begins at the true count
     * @param law after so many minutes, in the order of {@link #MINUTES}; empty while the law is not in force
     */
    private record Judged(RandomServers servers, int truth, int rule, Map<Told, List<OptionalInt>> law) {

        static Judged of(long seed) {
            var random = new SplittableRandom(seed ^ 0x5DEECE66DL);
            RandomServers servers = RandomServers.draw(seed).withCache(1.2 * Math.pow(2.5, random.nextDouble()));
            int truth = servers.replicas(servers.law());
            Map<Told, List<OptionalInt>> law = new EnumMap<>(Told.class);
            Arrays.stream(Told.values()).forEach(told -> law.put(told, learned(servers, truth, told)));
            return new Judged(servers, truth, rule(servers, truth) - truth, law);
        }

        private static List<OptionalInt> learned(RandomServers servers, int truth, Told told) {
            SimulatedServers simulated = servers.simulated();
            var traffic = new SplittableRandom(~servers.seed());
            var spoils = new SplittableRandom(servers.seed());
            Integer limit = told == Told.BATCH_LIMIT ? servers.limits().maxBatchSize() : null;
            Calibration learned = Calibration.unprofiled("H100", SimulatedServers.START);
            List<OptionalInt> answers = new ArrayList<>();
            for (int minute = 1; minute <= MINUTES.getLast(); minute++) {
                Window window = servers.minute(simulated, traffic);
                boolean spoilt = told == Told.SPOILT && minute % SPOILT_EVERY == 1 + servers.seed() % 10;
                Window seen =
                        spoilt ? Poison.values()[spoils.nextInt(Poison.values().length)].on(window, spoils) : window;
                learned = minute(servers, learned, limit, seen, simulated.uses());
                if (MINUTES.contains(minute)) {
                    answers.add(answer(servers, judge(servers, learned, limit), truth));
                }
            }
            return answers;
        }

        /** As a cycle does it. */
        private static Calibration minute(
                RandomServers servers,
                Calibration before,
                @Nullable Integer limit,
                Window told,
                List<ReplicaUse> uses) {
            boolean inForce = judge(servers, before, limit) instanceof LearnedLaw.Known;
            Calibration after = before.after(new Window(
                    told.end(), told.work(), told.tokens(), LearnedLaw.limits(before, limit), told.routing()));
            return LearnedLaw.after(before, after, inForce, uses, THRESHOLDS.queueLengthThreshold());
        }

        private static LearnedLaw judge(RandomServers servers, Calibration learned, @Nullable Integer limit) {
            var nothing = ResourceVector.of(new TreeMap<>());
            var pod = new PodShape(nothing, new TreeMap<>(), new TreeMap<>(), null, List.of());
            var candidate = new Candidate.Allowed(LearnedLaw.row(learned, limit), null, 1, pod, 1, null);
            var traffic = new Traffic(servers.tokens(), 1, servers.routing());
            return LearnedLaw.judge(learned, candidate, traffic, servers.level(), servers.demand());
        }

        private static OptionalInt answer(RandomServers servers, LearnedLaw law, int truth) {
            return switch (law) {
                case LearnedLaw.Unknown unknown -> OptionalInt.empty();
                case LearnedLaw.Known known -> {
                    double each = Objects.requireNonNull(known.carries().sure()).of(1);
                    yield OptionalInt.of((int) Math.min(9999, Math.ceil(servers.demand() / each)) - truth);
                }
            };
        }

        /** From the true count on, a minute of the demand at a time. */
        private static int rule(RandomServers servers, int truth) {
            int replicas = truth;
            Double full = null;
            SimulatedServers simulated = servers.of(replicas).simulated();
            for (int minute = 0; minute < RULE_MINUTES; minute++) {
                simulated.window(new Traffic(servers.tokens(), 1, servers.routing()), servers.demand(), 60);
                var fleet = new SaturationRule.Fleet(simulated.uses(), replicas, false, true, servers.demand());
                full = FullBatches.seen(simulated.uses(), THRESHOLDS).orElse(full);
                int wanted = new SaturationRule(THRESHOLDS, full).wanted(fleet);
                if (wanted != replicas) {
                    replicas = wanted;
                    simulated = servers.of(replicas).simulated();
                }
            }
            return replicas;
        }

        OptionalInt law(Told told, int minutes) {
            return Objects.requireNonNull(law.get(told)).get(MINUTES.indexOf(minutes));
        }

        /** The law where it is in force, never below the rule; the rule where it is not. */
        OptionalInt decided(int minutes) {
            return OptionalInt.of(Math.max(rule, law(Told.NO_LIMIT, minutes).orElse(rule)));
        }
    }

    /** How some cases did: the errors of those with an answer. */
    private record Score(int cases, int[] errors) {

        static Score of(List<Judged> cases, Function<Judged, OptionalInt> answer) {
            return new Score(
                    cases.size(),
                    cases.stream().map(answer).flatMapToInt(OptionalInt::stream).toArray());
        }

        double share(IntPredicate which) {
            return (double) IntStream.of(errors).filter(which).count() / Math.max(1, errors.length);
        }

        double inForce() {
            return (double) errors.length / cases;
        }

        double good() {
            return share(error -> error == 0 || error == 1);
        }

        double farTooFew() {
            return share(error -> error <= -2);
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |%n",
                    name,
                    100 * inForce(),
                    100 * share(error -> error == 0),
                    100 * good(),
                    100 * share(error -> error >= 2),
                    100 * share(error -> error == -1),
                    100 * farTooFew());
        }
    }

    @Test
    void trafficAloneTeachesALawThatSizesAsTheTrueOneDoes() {
        List<Judged> cases = IntStream.range(0, CASES)
                .parallel()
                .mapToObj(i -> Judged.of(SEED + i))
                .toList();

        System.out.printf(Locale.ROOT, "UnprofiledAccuracyTest: %d cases from seed %d%n", CASES, SEED);
        Score.of(cases, judged -> OptionalInt.of(judged.rule())).print("the saturation rule");
        for (int minutes : MINUTES) {
            for (Told told : Told.values()) {
                Score.of(cases, judged -> judged.law(told, minutes)).print("after " + minutes + " min, " + told.words);
            }
            Score.of(cases, judged -> judged.decided(minutes)).print("after " + minutes + " min, never below the rule");
        }
        for (int minutes : MINUTES) {
            for (Told told : Told.values()) {
                Score law = Score.of(cases, judged -> judged.law(told, minutes));
                String which = told + " after " + minutes + " min";
                assertTrue(law.inForce() >= (minutes == 10 ? 0.6 : 0.9), which + " is in force");
                assertTrue(law.good() >= (CASES > 100 && minutes > 10 ? 0.95 : 0.85), which + ": equal or one more");
                assertTrue(law.farTooFew() <= 0.005, which + ": two or more too few");
            }
        }
    }
}
