package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.Reference.Case;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * threeTerm2026 against its source in double, chunked2026 against its source as it is, in float32: there the tolerances are
 * those of float32 (largest deviations between float32 and double of the older analyzers).
 */
class Analyzer2026ParityTest {

    private static final Deviations DEVIATIONS = new Deviations();

    /** One recorded case of either law. */
    record Recorded(String law, Case json) {

        boolean exact() {
            return law.equals("threeTerm2026");
        }

        String error() {
            return json.text(exact() ? "errExact" : "err");
        }

        Case answer() {
            return json.part(exact() ? "exact" : "out");
        }

        double tolerance(double exact, double single) {
            return exact() ? exact : single;
        }

        Case in() {
            return json.part("in");
        }

        boolean quirk() {
            return !json.quirks().isEmpty();
        }

        /** Zero work (upstream hangs or says NaN) and negative numbers. */
        boolean refusedHere() {
            double work = in().number("alpha") + in().number("beta") + in().number("gamma");
            return json.quirks().contains("negativeParm") || json.quirks().contains("hang") || work == 0;
        }

        QueueModel model() {
            double alpha = in().number("alpha");
            double beta = in().number("beta");
            double gamma = in().number("gamma");
            LatencyLaw coefficients = exact()
                    ? new LatencyLaw.ThreeTerm2026(alpha, beta, gamma)
                    : new LatencyLaw.Chunked2026(alpha, beta, gamma);
            return QueueModel.of(
                    coefficients,
                    TokenMix.fixed(in().number("inTokens"), in().number("outTokens")),
                    new ServerLimits(in().integer("maxBatch"), in().integer("maxQueue"), 8192, null));
        }

        ServiceLevel level() {
            Case target = json.part("target");
            return Reference.level(target.number("ttft"), target.number("itl"), 0, target.number("tps"));
        }

        @Override
        public String toString() {
            return json.id();
        }
    }

    @AfterAll
    static void printDeviations() {
        DEVIATIONS.print("analyzer 2026");
    }

    static Stream<Recorded> cases(String op) {
        return Stream.concat(
                        Reference.cases("analyzer-iter3.json.gz").stream().map(c -> new Recorded("threeTerm2026", c)),
                        Reference.cases("analyzer-chunk3.json.gz").stream().map(c -> new Recorded("chunked2026", c)))
                .filter(c -> c.json().text("op").equals(op));
    }

    /** Batch 1 and beta 0 spoil upstream's searches, not its chain, unless it says NaN. */
    static Stream<Recorded> operatingPoints() {
        return cases("analyze")
                .filter(c -> c.error().isEmpty()
                        && !c.refusedHere()
                        && Set.of("batch1", "beta0").containsAll(c.json().quirks()));
    }

    @ParameterizedTest
    @MethodSource("operatingPoints")
    void operatingPointIsThatOfTheOriginals(Recorded c) {
        Case answer = c.answer();
        QueueModel model = c.model();

        OperatingPoint point = model.at(c.json().number("rate"));

        double response = answer.number("respTime");
        double rate = c.tolerance(1e-6, 3e-6);
        double time = c.tolerance(1e-6, 3.3e-5);
        check(c, "throughput", answer, point.carriedPerSecond(), rate);
        check(c, "maxRate", answer, model.saturationPerSecond(), rate);
        check(c, "numInServ", answer, point.running(), rate);
        check(c, "rho", answer, point.utilisation(), rate);
        double inSystem = (point.running() + point.waiting()) / point.carriedPerSecond() * 1000;
        check(c, "respTime", answer, inSystem, time);
        DEVIATIONS.check(c.law() + " waitTime", answer.number("waitTime"), point.waitMillis(), response, time);
        DEVIATIONS.check(c.law() + " ttft", answer.number("ttft"), point.ttftMillis(), response, time);
        DEVIATIONS.check(c.law() + " tokenTime", answer.number("tokenTime"), point.itlMillis(), response, time);
    }

    private static void check(Recorded c, String what, Case answer, double actual, double tolerance) {
        DEVIATIONS.check(c.law() + " " + what, answer.number(what), actual, tolerance);
    }

    static Stream<Recorded> sizes() {
        return cases("size")
                .filter(c -> !c.quirk() && (c.error().isEmpty() || c.error().startsWith("infeasible")));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void largestRateIsThatOfTheOriginals(Recorded c) {
        QueueModel model = c.model();

        LargestRate largest = model.largestRate(c.level());

        if (!c.error().isEmpty()) {
            Binding expected = c.error().equals("infeasibleTTFT") ? Binding.TTFT : Binding.ITL;
            assertEquals(
                    expected,
                    assertInstanceOf(LargestRate.Unattainable.class, largest).limit());
            return;
        }
        Case target = c.json().part("target");
        double ttft = compare(c, "rateTTFT", model, Reference.level(target.number("ttft"), 0, 0, 0), singleTtft(c));
        double itl = compare(c, "rateITL", model, Reference.level(0, target.number("itl"), 0, 0), 9e-3);
        double tps = compare(c, "rateTPS", model, Reference.level(0, 0, 0, target.number("tps")), 1e-4);
        LargestRate.Found found = assertInstanceOf(LargestRate.Found.class, largest);
        assertEquals(Math.min(Math.min(ttft, itl), tps), found.offeredPerSecond(), 1e-9 * found.offeredPerSecond());
        DEVIATIONS.check(
                c.law() + " capacity",
                c.answer().part("metrics").number("throughput"),
                found.at().carriedPerSecond(),
                c.tolerance(1e-5, Math.max(9e-3, singleTtft(c))));
    }

    private static double compare(Recorded c, String rate, QueueModel model, ServiceLevel level, double single) {
        LargestRate.Found found = assertInstanceOf(LargestRate.Found.class, model.largestRate(level));
        check(c, rate, c.answer(), found.offeredPerSecond(), c.tolerance(1e-5, single));
        return found.offeredPerSecond();
    }

    /** Float32 waits are noise of 3e-5 of the response time: an answer of a million tokens drowns its first token in it. */
    private static double singleTtft(Recorded c) {
        return c.in().number("outTokens") < 1e6 ? 1e-4 : 0.05;
    }

    static Stream<Recorded> misjudged() {
        return cases("size").filter(c -> c.quirk() && !c.refusedHere());
    }

    @ParameterizedTest
    @MethodSource("misjudged")
    void sizesTheOriginalsMisjudgeAreRight(Recorded c) {
        LevelAssertions.assertAnswerIsRight(c.model(), c.level());
    }

    static Stream<Recorded> bad() {
        return Stream.concat(cases("analyze"), cases("size")).filter(Recorded::refusedHere);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void zeroWorkAndNegativeCoefficientsAreRefusedByName(Recorded c) {
        InvalidParameters refusal = assertThrows(InvalidParameters.class, c::model);

        assertTrue(refusal.toString().contains("must be"), refusal::toString);
    }

    static Stream<Recorded> overloads() {
        return cases("analyze").filter(c -> c.error().equals("rateAboveMax") && !c.refusedHere());
    }

    @ParameterizedTest
    @MethodSource("overloads")
    void rateAboveSaturationIsShownAsOverload(Recorded c) {
        QueueModel model = c.model();

        OperatingPoint point = model.at(c.json().number("rate"));

        assertTrue(c.json().number("rate") > model.saturationPerSecond());
        assertTrue(point.carriedPerSecond() < point.offeredPerSecond());
        LevelAssertions.assertSane(point);
    }
}
