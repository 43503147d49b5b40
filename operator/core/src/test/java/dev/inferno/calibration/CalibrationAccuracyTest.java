package dev.inferno.calibration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.Routing;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Replica counts by a calibrated law against those by the true one, on random simulated fleets whose profile is off by a
 * factor of 2 in every coefficient, after ten minutes of traffic; then ten minutes more, with one window in twenty spoilt.
 *
 * <p>{@code hack/calibration-accuracy} runs the long form behind the table in {@code docs/modeling-optimization.md}.
 */
class CalibrationAccuracyTest {

    private static final int CASES = Integer.getInteger("inferno.calibration.cases", 16);
    private static final long SEED = Long.getLong("inferno.calibration.seed", 1);
    private static final int MINUTES = 10;
    private static final double HARMLESS = 0.02;

    /**
     * Replica counts by each law, less the true count.
     *
     * @param misrouted as {@code inForce}, the operator having been told another router
     * @param moved part of the capacity by which one spoilt window in twenty shifted the answer
     */
    private record Judged(
            RandomServers servers,
            int truth,
            int profile,
            int inForce,
            int cautious,
            int misrouted,
            Poison poison,
            double moved) {

        static Judged of(long seed) {
            RandomServers servers = RandomServers.draw(seed);
            var traffic = new SplittableRandom(~seed);
            SimulatedServers simulated = servers.simulated();
            int spoilt = (int) (1 + (seed % (2 * MINUTES - 1)));
            Poison poison = Poison.values()[(int) (seed % Poison.values().length)];
            Calibration clean = servers.start();
            Calibration poisoned = servers.start();
            Calibration misrouted = servers.start();
            Calibration early = clean;
            for (int minute = 0; minute < 2 * MINUTES; minute++) {
                Window window = servers.minute(simulated, traffic);
                clean = clean.after(window);
                poisoned = poisoned.after(minute == spoilt ? poison.on(window, new SplittableRandom(seed)) : window);
                early = minute < MINUTES ? clean : early;
                misrouted = minute < MINUTES ? misrouted.after(byAnotherRouter(window)) : misrouted;
            }
            int truth = servers.replicas(servers.law());
            double moved = Math.abs(
                    servers.capacity(poisoned.inForce()) / Math.max(1e-9, servers.capacity(clean.inForce())) - 1);
            return new Judged(
                    servers,
                    truth,
                    servers.replicas(servers.profile()) - truth,
                    servers.replicas(early.inForce()) - truth,
                    servers.replicas(servers.cautious(early)) - truth,
                    servers.replicas(misrouted.inForce()) - truth,
                    poison,
                    moved);
        }

        private static Window byAnotherRouter(Window window) {
            Routing other = window.routing() == Routing.RANDOM ? Routing.ROUND_ROBIN : Routing.RANDOM;
            return new Window(window.end(), window.work(), window.tokens(), window.limits(), other);
        }
    }

    /** How one law did over all cases. */
    private record Score(List<Judged> cases, ToIntFunction<Judged> error) {

        double share(int least, int most) {
            long some = cases.stream()
                    .mapToInt(error)
                    .filter(e -> e >= least && e <= most)
                    .count();
            return (double) some / cases.size();
        }

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                    name,
                    100 * share(0, 0),
                    100 * share(0, 1),
                    100 * share(2, 1 << 30),
                    100 * share(-1, -1),
                    100 * share(-(1 << 30), -2));
        }
    }

    @Test
    void tenMinutesOfTrafficRepairAProfileThatIsOffByTwo() {
        List<Judged> cases = IntStream.range(0, CASES)
                .parallel()
                .mapToObj(i -> Judged.of(SEED + i))
                .toList();

        Score profile = new Score(cases, Judged::profile);
        Score inForce = new Score(cases, Judged::inForce);
        Score cautious = new Score(cases, Judged::cautious);
        double harmless = cases.stream().filter(c -> c.moved() <= HARMLESS).count() / (double) cases.size();
        System.out.printf(Locale.ROOT, "CalibrationAccuracyTest: %d cases from seed %d%n", CASES, SEED);
        System.out.println(profile.row("the profile"));
        System.out.println(inForce.row("calibrated, adding replicas"));
        System.out.println(cautious.row("calibrated, taking replicas away"));
        System.out.println(
                new Score(cases, Judged::misrouted).row("calibrated, adding replicas, told the wrong router"));
        System.out.printf(
                Locale.ROOT, "one window in twenty spoilt: capacity within 2 %% in %.1f %%%n", 100 * harmless);
        cases.stream()
                .filter(c -> c.inForce() < 0 || c.inForce() > 1 || c.cautious() < 0 || c.moved() > HARMLESS)
                .forEach(c -> System.out.println("missed: " + c));
        assertTrue(inForce.share(0, 1) >= (CASES > 100 ? 0.95 : 0.9), "equal or one more");
        assertTrue(cautious.share(0, 1) >= 0.95, "equal or one more, cautious");
        assertTrue(inForce.share(-(1 << 30), -2) <= 0.005, "two fewer");
        assertTrue(cautious.share(-(1 << 30), -2) == 0, "two fewer, cautious");
        assertTrue(harmless >= (CASES > 100 ? 0.95 : 0.9), "spoilt windows are harmless");
    }
}
