package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchChainTest {

    private static final MathContext DIGITS = new MathContext(60);

    /** Every state of the chain in 60 digits: [carried, running, waiting, empty]. */
    private static double[] everyState(double fixed, double perRunning, int batch, int queue, double rate) {
        BigDecimal weight = BigDecimal.ONE;
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal accepting = BigDecimal.ZERO;
        BigDecimal running = BigDecimal.ZERO;
        BigDecimal waiting = BigDecimal.ZERO;
        for (int n = 0; n <= batch + queue; n++) {
            int busy = Math.min(n, batch);
            total = total.add(weight);
            accepting = n < batch + queue ? accepting.add(weight) : accepting;
            running = running.add(weight.multiply(new BigDecimal(busy)), DIGITS);
            waiting = waiting.add(weight.multiply(new BigDecimal(n - busy)), DIGITS);
            int next = Math.min(n + 1, batch);
            double perRequest = (fixed + perRunning * next) / next;
            weight = weight.multiply(new BigDecimal(rate), DIGITS).multiply(new BigDecimal(perRequest), DIGITS);
        }
        return new double[] {
            rate * accepting.divide(total, DIGITS).doubleValue(),
            running.divide(total, DIGITS).doubleValue(),
            waiting.divide(total, DIGITS).doubleValue(),
            BigDecimal.ONE.divide(total, DIGITS).doubleValue()
        };
    }

    @ParameterizedTest(name = "A {0} B {1}, batch {2}, queue {3}, load {4} of full")
    @CsvSource({
        "3663, 73, 4, 36, 0.001",
        "3663, 73, 4, 36, 0.7",
        "3663, 73, 4, 36, 0.9999999",
        "3663, 73, 4, 36, 1",
        "3663, 73, 4, 36, 1.0000001",
        "3663, 73, 4, 36, 1.7",
        "3663, 73, 4, 36, 1e9",
        "100, 0, 1, 0, 0.5",
        "100, 0, 1, 0, 2",
        "100, 0, 8, 0, 0.9",
        "0, 5, 8, 80, 0.9",
        "2600, 60, 256, 2560, 0.2",
        "2600, 60, 256, 2560, 0.98",
        "2600, 0, 1024, 10240, 0.95",
        "2600, 0, 1024, 10240, 1.05"
    })
    void agreesWithEveryStateAddedUp(double fixed, double perRunning, int batch, int queue, double load) {
        BatchChain chain = BatchChain.of(new ServiceTime(fixed, perRunning)::millis, batch, queue);
        double rate = load * chain.serviceRate(batch);

        ChainState state = chain.at(rate);

        double[] exact = everyState(fixed, perRunning, batch, queue, rate);
        assertEquals(exact[0], state.carriedPerMilli(), 1e-11 * exact[0]);
        assertEquals(exact[1], state.running(), 1e-11 * exact[1]);
        assertEquals(exact[2], state.waiting(), 1e-11 * exact[2] + 1e-300);
        assertEquals(1 - exact[3], state.busy(), 1e-11);
        double residence = exact[1] / exact[0];
        assertEquals(residence, fixed + perRunning * state.concurrency(), 1e-11 * residence);
        assertEquals(exact[2] / exact[0], state.waitMillis(), 1e-11 * residence + 1e-11 * exact[2] / exact[0]);
    }

    @Test
    void withoutBoundOnTheQueueASingleServerIsMm1() {
        BatchChain chain = BatchChain.of(new ServiceTime(10, 0)::millis, 1, BatchChain.UNBOUNDED);

        ChainState state = chain.at(0.08);

        assertEquals(0.8, state.running(), 1e-12);
        assertEquals(0.8 * 10 / 0.2, state.waitMillis(), 1e-10);
        assertEquals(0.08, state.carriedPerMilli(), 1e-15);
    }

    @Test
    void withoutBoundOnTheQueueAnOverloadWaitsForever() {
        ChainState state = BatchChain.of(new ServiceTime(10, 0)::millis, 1, BatchChain.UNBOUNDED)
                .at(0.2);

        assertEquals(Double.POSITIVE_INFINITY, state.waitMillis());
        assertEquals(0.1, state.carriedPerMilli(), 1e-15);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.5", "7, 0", "40, 1", "1000, 0.999999999999", "1000, 0.3"})
    void geometricSumsAreThoseOfALoop(int terms, double ratio) {
        double power = 1;
        double sum = 0;
        double weighted = 0;
        for (int j = 0; j < terms; j++) {
            sum += power;
            weighted += j * power;
            power *= ratio;
        }

        GeometricSums sums = GeometricSums.of(ratio, terms);

        assertEquals(power, sums.power(), 1e-12 * power);
        assertEquals(sum, sums.sum(), 1e-12 * sum);
        assertEquals(weighted, sums.weighted(), 1e-12 * weighted);
    }

    @Test
    void theSearchEndsOnCurvesWithJumps() {
        int[] calls = {0};

        double edge = RateSearch.largest(
                x -> {
                    calls[0]++;
                    return x <= 0.3 ? -1e-300 : 1e300;
                },
                new RateSearch.Ends(1e-9, -1e-300, 1, 1e300));

        assertEquals(0.3, edge, 1e-12);
        assertTrue(edge <= 0.3);
        assertTrue(calls[0] <= 100);
    }
}
