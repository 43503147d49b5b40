package dev.inferno.vllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.serving.LatencyLaw.Iteration;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenCount;
import dev.inferno.serving.TokenMix;
import dev.inferno.serving.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge against theory: nothing here uses the formulas it judges. */
class TrialTest {

    private static final long SEED = 11;
    private static final Iteration LAW = new Iteration(8, 0.1, 0.02, 1e-4);

    private static Traffic traffic(double outputScv, double arrivalScv, Routing routing) {
        return new Traffic(new TokenMix(TokenCount.fixed(100), new TokenCount(50, outputScv)), arrivalScv, routing);
    }

    @Test
    void aSharedProcessorIsInsensitiveToTheLengthsOfAnswers() {
        // base 0: a decode costs 1 ms of the server whoever runs it; processor sharing, mean sojourn S / (1 - rho).
        Iteration sharing = new Iteration(0, 1, 0, 0);
        for (double scv : new double[] {0, 1}) {
            Trial trial = Trial.run(
                    sharing, ServerLimits.ofBatch(1000), traffic(scv, 1, Routing.RANDOM), 1, 10, 40_000, SEED);
            // 49 decodes on average, rounding and the least token included, at rho = 0.49.
            double expected = 49 / (1 - 0.49);
            assertEquals(expected, trial.meanSojournMillis(), 0.05 * expected, "scv " + scv);
        }
    }

    @Test
    void oneServerOneRequestAtATimeIsMD1() {
        Iteration constant = new Iteration(8, 0, 0, 0);
        Traffic single = Traffic.poisson(TokenMix.fixed(10, 1));

        Trial trial = Trial.run(constant, ServerLimits.ofBatch(1), single, 1, 87.5, 100_000, SEED);

        assertEquals(0.7 * 8 / (2 * 0.3), trial.meanWaitMillis(), 0.05 * 9.3);
    }

    @Test
    void evenlySpacedRequestsToOneServerEachDoNotWaitForAPlace() {
        Traffic even = new Traffic(TokenMix.fixed(10, 1), 0, Routing.ROUND_ROBIN);

        Trial trial = Trial.run(new Iteration(8, 0, 0, 0), ServerLimits.ofBatch(1), even, 4, 450, 10_000, SEED);

        assertEquals(0, trial.waitMillis(0.99), 1e-9);
        assertEquals(8, trial.meanTtftMillis(), 1e-9);
    }

    @Test
    void theMoreARouterSeesTheShorterTheTail() {
        double rate = 8 * 14.0;
        ServerLimits limits = ServerLimits.ofBatch(16);
        double random = tail(limits, Routing.RANDOM, rate);
        double two = tail(limits, Routing.POWER_OF_TWO, rate);
        double least = tail(limits, Routing.LEAST_LOADED, rate);

        assertTrue(least < two && two < random, least + " " + two + " " + random);
    }

    private static double tail(ServerLimits limits, Routing routing, double rate) {
        return Trial.run(LAW, limits, traffic(1, 1, routing), 8, rate, 20_000, SEED)
                .ttftMillis(0.95);
    }

    @ParameterizedTest
    @CsvSource({"0.3", "1", "4"})
    void workloadsHaveTheMeansAndTheVariabilityAskedFor(double scv) {
        TokenCount length = new TokenCount(1000, scv);
        Workload workload = new Workload(new Traffic(new TokenMix(length, length), scv, Routing.RANDOM), 10, SEED);
        int n = 200_000;
        double before = 0;
        double[] sums = new double[4];
        for (int i = 0; i < n; i++) {
            double at = workload.arrival();
            double gap = at - before;
            before = at;
            double tokens = workload.request().outputTokens();
            sums[0] += gap;
            sums[1] += gap * gap;
            sums[2] += tokens;
            sums[3] += tokens * tokens;
        }
        assertEquals(100, sums[0] / n, 1.5);
        assertEquals(scv, sums[1] * n / sums[0] / sums[0] - 1, 0.05 * scv);
        assertEquals(1000, sums[2] / n, 15);
        assertEquals(scv, sums[3] * n / sums[2] / sums[2] - 1, 0.15 * scv);
    }

    @Test
    void sameSeedSameTrial() {
        Trial one = Trial.run(LAW, ServerLimits.ofBatch(8), traffic(1, 2, Routing.POWER_OF_TWO), 3, 20, 2000, SEED);
        Trial two = Trial.run(LAW, ServerLimits.ofBatch(8), traffic(1, 2, Routing.POWER_OF_TWO), 3, 20, 2000, SEED);

        assertEquals(one.ttftMillis(0.9), two.ttftMillis(0.9));
        assertEquals(one.meanItlMillis(), two.meanItlMillis());
        assertEquals(one.meanSojournMillis(), two.meanSojournMillis());
    }

    @ParameterizedTest
    @CsvSource({"RANDOM, 0.3", "RANDOM, 4", "ROUND_ROBIN, 0.3", "ROUND_ROBIN, 4", "ROUND_ROBIN, 1"})
    void oneServersShareOfAStreamVariesAsTheRouterMakesIt(Routing routing, double scv) {
        Traffic traffic = traffic(1, scv, routing);
        Workload share = Workload.ofOneServer(traffic, 8, 8, SEED);
        int n = 200_000;
        double before = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double at = share.arrival();
            squares += (at - before) * (at - before);
            before = at;
        }
        double mean = before / n;
        assertEquals(1000, mean, 10);
        double expected = traffic.arrivalScvAtQueue(8);
        assertEquals(expected, squares / n / mean / mean - 1, 0.05 * expected);
    }

    @Test
    void oneOfManyServersDoesWhatAllDo() {
        for (Routing routing : new Routing[] {Routing.RANDOM, Routing.ROUND_ROBIN}) {
            Traffic bursts = traffic(1, 4, routing);
            Trial all = Trial.run(LAW, ServerLimits.ofBatch(16), bursts, 4, 50, 60_000, SEED);
            Trial one = Trial.ofOneServer(LAW, ServerLimits.ofBatch(16), bursts, 4, 50, 60_000, SEED);

            assertEquals(all.ttftMillis(0.95), one.ttftMillis(0.95), 0.05 * all.ttftMillis(0.95), routing + " TTFT");
            assertEquals(all.meanItlMillis(), one.meanItlMillis(), 0.02 * all.meanItlMillis(), routing + " ITL");
        }
    }

    @Test
    void anExcessIsTheSurerTheFartherFromTheLimit() {
        Trial trial = Trial.run(LAW, ServerLimits.ofBatch(16), traffic(1, 1, Routing.RANDOM), 1, 10, 20_000, SEED);
        double p95 = trial.ttftMillis(0.95);
        double itl = trial.meanItlMillis();

        assertTrue(trial.excess(new ServiceLevel(p95 * 0.8, 0, 0, 0, "p95", "mean")) > 4);
        assertTrue(trial.excess(new ServiceLevel(p95 * 1.2, 0, 0, 0, "p95", "mean")) < -4);
        assertEquals(0, trial.excess(new ServiceLevel(p95, 0, 0, 0, "p95", "mean")), 0.5);
        assertEquals(0, trial.excess(new ServiceLevel(0, itl, 0, 0, "p95", "mean")), 1e-6);
        assertTrue(trial.excess(new ServiceLevel(p95 * 1.2, itl * 0.95, 0, 0, "p95", "mean")) > 4, "the worst counts");
    }
}
