package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.Reference.Case;
import dev.inferno.serving.ServiceLevel;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** prefill2025 against the analyzer of the originals, their own source in double. */
class AnalyzerParityTest {

    private static final Deviations DEVIATIONS = new Deviations();

    /** Upstream refuses these, or shows a number that is not one; each has its right answer below. */
    private static final Set<String> REFUSED =
            Set.of("invalidConfig", "invalidRequestSize", "invalidTarget", "invalidRate");

    @AfterAll
    static void printDeviations() {
        DEVIATIONS.print("analyzer-prefill4");
    }

    static Stream<Case> cases(String op) {
        return Reference.cases("analyzer-prefill4.json.gz").stream()
                .filter(c -> c.text("op").equals(op));
    }

    private static boolean comparable(Case c) {
        return c.quirks().isEmpty() && !c.has("errExact");
    }

    private static boolean noPrompt(Case c) {
        return c.part("in").number("inTokens") == 0;
    }

    static Stream<Case> operatingPoints() {
        return cases("analyze").filter(c -> comparable(c) || flatButRight(c));
    }

    /** Batch 1 and beta 0 spoil upstream's searches, not its chain, unless it says NaN. */
    private static boolean flatButRight(Case c) {
        return c.has("exact")
                && Set.of("batch1", "beta0").containsAll(c.quirks())
                && !c.part("exact").json().toString().contains("NaN");
    }

    @ParameterizedTest
    @MethodSource("operatingPoints")
    void operatingPointIsThatOfTheOriginals(Case c) {
        Case in = c.part("in");
        Case exact = c.part("exact");
        QueueModel model = model(in);
        double batch = in.number("maxBatch");

        OperatingPoint point = model.at(c.number("rate"));

        double response = exact.number("respTime");
        DEVIATIONS.check("throughput", exact.number("throughput"), point.carriedPerSecond(), 1e-6);
        DEVIATIONS.check("maxRate", exact.number("maxRate"), model.saturationPerSecond(), 1e-6);
        DEVIATIONS.check("numInServ", exact.number("numInServ"), point.running(), 1e-6);
        DEVIATIONS.check("rho", exact.number("rho"), point.utilisation(), 1e-6);
        DEVIATIONS.check("waitTime", exact.number("waitTime"), point.waitMillis(), response, 1e-6);
        double inSystem = (point.running() + point.waiting()) / point.carriedPerSecond() * 1000;
        DEVIATIONS.check("respTime", response, inSystem, 1e-6);
        assertEquals(point.running() / batch, point.utilisation());
        if (noPrompt(c)) {
            // Upstream takes gamma off decodes of requests that had no prefill: its own times say otherwise.
            double decodes = Math.max(1, in.number("outTokens") - 1);
            DEVIATIONS.check(
                    "ITL without prompt", (response - exact.number("waitTime")) / decodes, point.itlMillis(), 1e-6);
            assertEquals(point.waitMillis(), point.ttftMillis());
        } else {
            double prefill = exact.number("prefillTime");
            DEVIATIONS.check("tokenTime", exact.number("tokenTime"), point.itlMillis(), 1e-6);
            DEVIATIONS.check("prefillTime", prefill, point.ttftMillis() - point.waitMillis(), response, 1e-6);
            DEVIATIONS.check("ttft", prefill + exact.number("waitTime"), point.ttftMillis(), response, 1e-6);
        }
    }

    static Stream<Case> sizes() {
        return cases("size").filter(c -> c.quirks().isEmpty() && !noPrompt(c) && !REFUSED.contains(c.text("errExact")));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void largestRateIsThatOfTheOriginals(Case c) {
        Case target = c.part("target");
        QueueModel model = model(c.part("in"));
        ServiceLevel level = level(target);

        LargestRate largest = model.largestRate(level);

        if (c.has("errExact")) {
            Binding expected = c.text("errExact").equals("infeasibleTTFT") ? Binding.TTFT : Binding.ITL;
            assertEquals(
                    expected,
                    assertInstanceOf(LargestRate.Unattainable.class, largest).limit());
            return;
        }
        Case exact = c.part("exact");
        double ttft = compare("rateTTFT", exact, model, Reference.level(target.number("ttft"), 0, 0, 0));
        double itl = compare("rateITL", exact, model, Reference.level(0, target.number("itl"), 0, 0));
        double tps = compare("rateTPS", exact, model, Reference.level(0, 0, 0, target.number("tps")));
        LargestRate.Found found = assertInstanceOf(LargestRate.Found.class, largest);
        DEVIATIONS.check("smallest rate", Math.min(Math.min(ttft, itl), tps), found.offeredPerSecond(), 1e-9);
        DEVIATIONS.check(
                "capacity",
                exact.part("metrics").number("throughput"),
                found.at().carriedPerSecond(),
                1e-5);
        DEVIATIONS.check("achievedITL", exact.number("achievedITL"), found.at().itlMillis(), 1e-6);
        double response = exact.part("metrics").number("respTime");
        DEVIATIONS.check(
                "achievedTTFT", exact.number("achievedTTFT"), found.at().ttftMillis(), response, 1e-6);
    }

    private static double compare(String rate, Case exact, QueueModel model, ServiceLevel level) {
        LargestRate.Found found = assertInstanceOf(LargestRate.Found.class, model.largestRate(level));
        DEVIATIONS.check(rate, exact.number(rate), found.offeredPerSecond(), 1e-5);
        return found.offeredPerSecond();
    }

    static Stream<Case> misjudgedSizes() {
        return cases("size")
                .filter(c -> !c.quirks().isEmpty() || noPrompt(c))
                .filter(c -> !refusedHere(c) && !REFUSED.contains(c.text("errExact")));
    }

    @ParameterizedTest
    @MethodSource("misjudgedSizes")
    void sizesTheOriginalsMisjudgeAreRight(Case c) {
        LevelAssertions.assertAnswerIsRight(model(c.part("in")), level(c.part("target")));
    }

    static Stream<Case> overloads() {
        return cases("analyze")
                .filter(c ->
                        c.text("errExact").equals("rateAboveMax") && !c.quirks().contains("negativeParm"));
    }

    @ParameterizedTest
    @MethodSource("overloads")
    void rateAboveSaturationIsShownAsOverload(Case c) {
        QueueModel model = model(c.part("in"));

        OperatingPoint point = model.at(c.number("rate"));

        assertTrue(c.number("rate") > model.saturationPerSecond());
        assertTrue(point.carriedPerSecond() < point.offeredPerSecond());
        LevelAssertions.assertSane(point);
    }

    static Stream<Case> bad() {
        return Stream.concat(cases("analyze"), cases("size"))
                .filter(c -> refusedHere(c) || REFUSED.contains(c.text("errExact")));
    }

    /** Zero work (upstream hangs or divides by zero) and negative coefficients. */
    private static boolean refusedHere(Case c) {
        Case in = c.part("in");
        boolean prefillFree = in.number("gamma") + in.number("delta") == 0 && in.number("outTokens") == 1;
        boolean zero =
                prefillFree || in.number("alpha") + in.number("beta") + in.number("gamma") + in.number("delta") == 0;
        return c.quirks().contains("negativeParm") || c.quirks().contains("hang") || zero;
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badParametersAreRefusedByNameOrAnsweredRight(Case c) {
        Case in = c.part("in");
        if (in.number("outTokens") == 0) {
            LevelAssertions.assertSane(model(in).at(1));
            return;
        }
        if (c.has("rate") && c.number("rate") == 0) {
            LevelAssertions.assertSane(model(in).at(0));
            return;
        }

        InvalidParameters refusal = assertThrows(InvalidParameters.class, () -> {
            QueueModel model = model(in);
            if (c.has("rate")) {
                model.at(c.number("rate"));
            } else {
                model.largestRate(level(c.part("target")));
            }
        });

        assertTrue(refusal.toString().contains("must be"), refusal::toString);
    }

    static Stream<Case> numberless() {
        return cases("analyze")
                .filter(c -> c.quirks().contains("nan") || c.quirks().contains("k1"));
    }

    @ParameterizedTest
    @MethodSource("numberless")
    void whereTheOriginalsHaveNoNumberWeHaveOneOrARefusal(Case c) {
        Case in = c.part("in");
        if (refusedHere(c)) {
            assertThrows(InvalidParameters.class, () -> model(in));
        } else {
            LevelAssertions.assertSane(model(in).at(c.number("rate")));
        }
    }

    private static QueueModel model(Case in) {
        return Reference.prefill(
                in, in.number("inTokens"), in.number("outTokens"), in.integer("maxBatch"), in.integer("maxQueue"));
    }

    private static ServiceLevel level(Case target) {
        return Reference.level(target.number("ttft"), target.number("itl"), 0, target.number("tps"));
    }
}
