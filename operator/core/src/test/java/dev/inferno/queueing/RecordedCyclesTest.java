package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.optimizer.Allocation;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions the first autoscaler of 2025 logged or published, which its users still expect. ITL 24 ms, wait 500 ms. */
class RecordedCyclesTest {

    private static final ServiceLevel PREMIUM = ServiceLevel.ofMeans(0, 24, 500);

    private static LatencyLaw.Legacy2025 profile(String accelerator) {
        return switch (accelerator) {
            case "A100" -> new LatencyLaw.Legacy2025(20.58, 0.41);
            case "MI300X" -> new LatencyLaw.Legacy2025(7.77, 0.15);
            case "G2" -> new LatencyLaw.Legacy2025(17.15, 0.34);
            default -> throw new IllegalArgumentException(accelerator);
        };
    }

    private static double unitCost(String accelerator) {
        return switch (accelerator) {
            case "A100" -> 40;
            case "MI300X" -> 65;
            default -> 23;
        };
    }

    private static QueueModel model(String accelerator, double tokens, int batch) {
        return QueueModel.of(profile(accelerator), TokenMix.fixed(50, tokens - 50), ServerLimits.ofBatch(batch));
    }

    private static Sized sized(QueueModel model, double tokens, double perMinute, ServiceLevel level) {
        Demand demand = new Demand(perMinute / 60, tokens - 50, level, 1, 100);
        return assertInstanceOf(Sized.class, ReplicaSizing.size(model, demand));
    }

    /** 1e-5 relative or 0.001 ms: the log is float32. */
    private static double tolerance(double expected) {
        return Math.max(1e-5 * expected, 1e-3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "first round,             A100, 178, 22.67, 1, 40,  21.555601, 110.798096,  0.7630596",
        "second round scales out, A100, 178, 44,    2, 80,  21.540192, 99.1626,     0.7524011",
        "third round holds,       A100, 178, 37.76, 2, 80,  21.466858, 56.422607,   0.6966711",
        "fourth round scales in,  A100, 178, 2.67,  1, 40,  21.058374, 0.032958984, 0.15340477",
        "first in double,         A100, 178, 22.67, 1, 40,  21.555602, 110.79811,   0.76305964",
        "second in double,        A100, 178, 44,    2, 80,  21.540191, 99.162963,   0.75240115",
        "third in double,         A100, 178, 37.76, 2, 80,  21.466857, 56.422524,   0.69667119",
        "fourth in double,        A100, 178, 2.67,  1, 40,  21.058376, 0.0327039,   0.15340480",
        "HPA guide in double,     A100, 178, 40,    2, 80,  21.493471, 69.766788,   0.71789726",
        "KEDA guide in double,    A100, 178, 41.32, 2, 80,  21.509005, 78.635731,   0.72974758",
        "cheaper in double,       G2,   119, 38.67, 1, 23,  17.937409, 51.055717,   0.74483392",
        "long in double,          A100, 328, 37.45, 4, 160, 21.427636, 74.58399,    0.66313168",
        "HPA guide,               A100, 178, 40,    2, 80,  21.49347,  69.7666,     0.71789724",
        "KEDA guide,              A100, 178, 41.32, 2, 80,  21.509005, 78.63574,    0.72974753",
        "cheaper product,         G2,   119, 38.67, 1, 23,  17.93741,  51.055664,   0.74483395",
        "long requests,           A100, 328, 37.45, 4, 160, 21.427635, 74.58447,    0.6631317",
        "A100 at 22.67,           A100, 178, 22.67, 1, 40,  21.555602, 110.79811,   0.763060",
        "MI300X at 22.67,         MI300X, 178, 22.67, 1, 65, 8.000325, 1.107013,    0.414589",
        "G2 at 22.67,             G2,   178, 22.67, 1, 23,  17.885601, 47.059112,   0.696844",
        "MI300X at 44,            MI300X, 178, 44,  1, 65,  8.074237,  13.175836,   0.648664",
        "G2 at 44,                G2,   178, 44,    2, 46,  17.874507, 42.136342,   0.685719",
        "MI300X at 120,           MI300X, 178, 120, 2, 130, 8.126533,  41.330582,   0.762427",
        "G2 at 120,               G2,   178, 120,   4, 92,  18.002565, 132.602908,  0.796898"
    })
    void answersAsRecorded(
            String round,
            String accelerator,
            double tokens,
            double perMinute,
            int replicas,
            double cost,
            double itl,
            double wait,
            double rho) {
        Sized sized = sized(model(accelerator, tokens, 4), tokens, perMinute, PREMIUM);

        assertEquals(replicas, sized.replicas(), round);
        assertEquals(cost, sized.replicas() * unitCost(accelerator));
        assertEquals(itl, sized.perReplica().itlMillis(), tolerance(itl));
        assertEquals(wait, sized.perReplica().waitMillis(), tolerance(wait));
        assertEquals(rho, sized.perReplica().utilisation(), 1e-5 * rho);
    }

    /** The column {@code value} of the log: what the move from the current allocation to the answer is worth. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "first round holds,       A100, 1, A100, 178, 22.67, 0",
        "second round scales out, A100, 1, A100, 178, 44,    40",
        "third round holds,       A100, 2, A100, 178, 37.76, 0",
        "fourth round scales in,  A100, 2, A100, 178, 2.67,  -40",
        "cheaper product,         A100, 1, G2,   119, 38.67, -10.7",
        "long requests,           A100, 1, A100, 328, 37.45, 120"
    })
    void theMoveIsWorthWhatWasRecorded(
            String round, String from, int replicas, String to, double tokens, double perMinute, double value) {
        var current = new Allocation(from, replicas * unitCost(from));

        Sized sized = sized(model(to, tokens, 4), tokens, perMinute, PREMIUM);

        assertEquals(value, current.transitionTo(new Allocation(to, sized.replicas() * unitCost(to))), 1e-9, round);
    }

    @Test
    void ofWhatTheLoadNeedsTheCheaperProductIsWorthTheChange() {
        var current = new Allocation("A100", 40);
        double tokens = 119;
        var values = new TreeMap<Double, String>();
        for (String accelerator : List.of("A100", "MI300X", "G2")) {
            Sized sized = sized(model(accelerator, tokens, 4), tokens, 38.67, PREMIUM);
            values.put(
                    current.transitionTo(new Allocation(accelerator, sized.replicas() * unitCost(accelerator))),
                    accelerator);
        }
        assertEquals("G2", values.firstEntry().getValue());
        assertEquals(-10.7, values.firstKey(), 1e-9);
    }

    @Test
    void withoutLoadTheMinimumRunsAtTheTimeOfOneRequest() {
        for (int least : new int[] {0, 1, 3}) {
            QueueModel model = model("A100", 178, 4);
            var demand = new Demand(0, 128, PREMIUM, least, 100);
            Sized sized = assertInstanceOf(Sized.class, ReplicaSizing.size(model, demand));
            assertEquals(least, sized.replicas());
            assertEquals(20.99, sized.perReplica().itlMillis(), 1e-9);
            assertEquals(0, sized.perReplica().waitMillis());
        }
    }

    /** The scenario with eight devices of each product; replicas and cost of every option. */
    @ParameterizedTest
    @CsvSource({"A100, 4, 160", "MI300X, 2, 130", "G2, 3, 69"})
    void everyOptionOfTheEightDeviceScenarioIsAsPublished(String accelerator, int replicas, double cost) {
        Sized sized = sized(model(accelerator, 118, 4), 118, 147.98, PREMIUM);

        assertEquals(replicas, sized.replicas());
        assertEquals(cost, sized.replicas() * unitCost(accelerator));
        assertTrue(sized.replicas() <= 8);
    }

    @ParameterizedTest(name = "{0} {1} tokens at {2}/min -> {3}")
    @CsvSource({
        "A100, 178, 44, 2",
        "A100, 178, 120, 5",
        "A100, 178, 25.311, 1",
        "A100, 178, 25.312, 2",
        "A100, 178, 50.622, 2",
        "A100, 178, 50.623, 3",
        "A100, 178, 75.934, 3",
        "A100, 178, 75.935, 4",
        "A100, 178, 101.245, 4",
        "A100, 178, 101.246, 5",
        "A100, 178, 126.557, 5",
        "A100, 178, 126.558, 6",
        "A100, 118, 147.98, 4",
        "MI300X, 118, 147.98, 2",
        "G2, 118, 147.98, 3"
    })
    void countsStepWhereRecorded(String accelerator, double tokens, double perMinute, int replicas) {
        assertEquals(
                replicas,
                sized(model(accelerator, tokens, 4), tokens, perMinute, PREMIUM).replicas());
    }

    @ParameterizedTest(name = "{0} {1} tokens batch {2} ITL {3} wait {4}")
    @CsvSource({
        "A100,   178, 4,   24,   500, 25.311453,  WAIT",
        "A100,   178, 4,   24,   0,   60.619545,  STABILITY",
        "MI300X, 178, 4,   24,   0,   160.927872, STABILITY",
        "G2,     178, 4,   24,   0,   72.769654,  STABILITY",
        "A100,   178, 4,   22,   500, 25.311453,  WAIT",
        "A100,   178, 4,   21.5, 500, 20.276832,  ITL",
        "MI300X, 178, 4,   24,   500, 86.663067,  WAIT",
        "G2,     178, 4,   24,   500, 31.899868,  WAIT",
        "A100,   178, 4,   22,   0,   45.387289,  ITL",
        "A100,   178, 4,   21.5, 0,   20.276832,  ITL",
        "A100,   178, 256, 24,   500, 103.11044,  ITL",
        "A100,   119, 4,   24,   500, 42.131106,  WAIT",
        "MI300X, 119, 4,   24,   500, 143.091102, WAIT",
        "G2,     119, 4,   24,   500, 53.047289,  WAIT",
        "A100,   118, 4,   24,   500, 42.58249,   WAIT",
        "MI300X, 118, 4,   24,   500, 144.59443,  WAIT",
        "G2,     118, 4,   24,   500, 53.61428,   WAIT",
        "A100,   328, 4,   24,   500, 11.649792,  WAIT"
    })
    void largestRateIsAsRecorded(
            String accelerator, double tokens, int batch, double itl, double wait, double perMinute, Binding binding) {
        LargestRate largest = model(accelerator, tokens, batch).largestRate(ServiceLevel.ofMeans(0, itl, wait));

        LargestRate.Found found = assertInstanceOf(LargestRate.Found.class, largest);
        assertEquals(perMinute, found.offeredPerSecond() * 60, 1e-5 * perMinute);
        assertEquals(binding, found.binding());
    }

    @ParameterizedTest(name = "ITL {0} batch {1}")
    @CsvSource({"22, 4, 2, 21.540191, 99.162963, 0.752401", "21.5, 4, 3, 21.364140, 22.220450, 0.602524"})
    void tighterIterationTimesNeedMoreReplicas(
            double limit, int batch, int replicas, double itl, double wait, double rho) {
        Sized sized = sized(model("A100", 178, batch), 178, 44, ServiceLevel.ofMeans(0, limit, 500));

        assertEquals(replicas, sized.replicas());
        assertEquals(itl, sized.perReplica().itlMillis(), tolerance(itl));
        assertEquals(wait, sized.perReplica().waitMillis(), tolerance(wait));
        assertEquals(rho, sized.perReplica().utilisation(), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"256, 1, 22.176877"})
    void aLargeBatchCarriesTheLoadAlone(int batch, int replicas, double itl) {
        Sized sized = sized(model("A100", 178, batch), 178, 44, PREMIUM);

        assertEquals(replicas, sized.replicas());
        assertEquals(itl, sized.perReplica().itlMillis(), tolerance(itl));
    }

    @ParameterizedTest
    @CsvSource({"20.9, 20.99"})
    void anIterationTimeBelowThatOfOneRequestIsOutOfReach(double limit, double least) {
        LargestRate largest = model("A100", 178, 4).largestRate(ServiceLevel.ofMeans(0, limit, 500));

        LargestRate.Unattainable why = assertInstanceOf(LargestRate.Unattainable.class, largest);
        assertEquals(Binding.ITL, why.limit());
        assertEquals(limit, why.limitMillis());
        assertEquals(least, why.minimumMillis(), 1e-3);
    }
}
