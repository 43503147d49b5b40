package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.queueing.Reference.Case;
import dev.inferno.queueing.ReplicaSizing.Answer;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.OutOfReach;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.serving.ServiceLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replica counts of prefill2025 against the allocations of the originals: one server on one accelerator at a time. */
class AllocationParityTest {

    private static final Deviations DEVIATIONS = new Deviations();

    /** One server on one accelerator; {@code exact} is absent where the originals find no allocation. */
    record Pair(String name, Case allocation, Case profile) {

        Case server() {
            return allocation.part("server");
        }

        double perSecond() {
            return server().number("rate") / 60;
        }

        double output() {
            return server().number("outTokens");
        }

        boolean feasibleThere() {
            return allocation.part("exactCreateAllocation").has(profile.text("acc"));
        }

        Case exact() {
            return allocation.part("exactCreateAllocation").part(profile.text("acc"));
        }

        QueueModel model() {
            int batch = server().integer("maxBatch");
            if (batch == 0) {
                batch = BatchLimit.of(profile.integer("maxBatch"), profile.number("atTokens"), output());
            }
            return Reference.prefill(profile, server().number("inTokens"), output(), batch, 10 * batch);
        }

        ServiceLevel level() {
            Case target = allocation.part("target");
            return Reference.level(target.number("ttft"), target.number("itl"), 0, target.number("tps"));
        }

        Demand demand() {
            int least = server().integer("minReplicas");
            return new Demand(perSecond(), output(), level(), least, Integer.MAX_VALUE);
        }

        Answer answer() {
            return ReplicaSizing.size(model(), demand());
        }

        boolean has(String quirk) {
            return allocation.quirks().contains(quirk)
                    || allocation.quirks().contains(quirk + ":" + profile.text("acc"));
        }

        boolean misjudged() {
            boolean noPrompt = server().number("inTokens") == 0;
            return has("batch1") || has("beta0") || has("nan") || has("hang") || noPrompt;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @AfterAll
    static void printDeviations() {
        DEVIATIONS.print("allocation-prefill4");
    }

    /** Every pair that has a profile and a target; a later profile row of an accelerator replaces an earlier one there. */
    static Stream<Pair> pairs() {
        return Reference.cases("allocation-prefill4.json.gz").stream().flatMap(allocation -> {
            String model = allocation.part("server").text("model");
            Map<String, Case> profiles = new LinkedHashMap<>();
            if (allocation.part("target").text("model").equals(model)) {
                allocation.list("perf").stream()
                        .filter(row -> row.text("model").equals(model))
                        .forEach(row -> profiles.put(row.text("acc"), row));
            }
            return profiles.values().stream()
                    .map(row -> new Pair(allocation.id() + " " + row.text("acc"), allocation, row));
        });
    }

    private static boolean negative(Pair pair) {
        Case server = pair.server();
        return Math.min(
                        Math.min(server.number("rate"), server.number("minReplicas")),
                        Math.min(server.number("inTokens"), server.number("outTokens")))
                < 0;
    }

    static Stream<Pair> loaded() {
        return pairs().filter(p -> !negative(p) && !p.misjudged() && p.perSecond() > 0 && p.output() > 0);
    }

    @ParameterizedTest
    @MethodSource("loaded")
    void replicasAreThoseOfTheOriginals(Pair pair) {
        Answer answer = pair.answer();

        if (!pair.feasibleThere()) {
            assertInstanceOf(OutOfReach.class, answer);
            return;
        }
        Case exact = pair.exact();
        Sized sized = assertInstanceOf(Sized.class, answer);
        double capacity = ((LargestRate.Found) sized.largest()).at().carriedPerSecond();
        DEVIATIONS.check("maxRPM", exact.number("maxRPM"), capacity * 60, 1e-5);
        double floor = pair.level().tokensPerSecond() / pair.output();
        if (floor > 0 && floor < pair.perSecond()) {
            // Upstream sizes for the floor alone and overloads the fleet.
            double needed = Math.ceil(pair.perSecond() / (exact.number("maxRPM") / 60));
            assertEquals(Math.max(needed, pair.server().integer("minReplicas")), sized.replicas());
            return;
        }
        DEVIATIONS.check(
                "replicas", exact.number("replicas"), sized.replicas(), exact.number("replicas") < 5000 ? 0 : 1e-6);
        OperatingPoint point = sized.perReplica();
        DEVIATIONS.check("itl", exact.number("itl"), point.itlMillis(), 1e-6);
        DEVIATIONS.check("rho", exact.number("rho"), point.utilisation(), 1e-6);
        double response = (point.running() + point.waiting()) / point.carriedPerSecond() * 1000;
        DEVIATIONS.check("ttft", exact.number("ttft"), point.ttftMillis(), response, 1e-6);
    }

    static Stream<Pair> idle() {
        return pairs().filter(p -> !negative(p) && !p.has("hang") && p.perSecond() == 0);
    }

    @ParameterizedTest
    @MethodSource("idle")
    void withoutLoadTheMinimumRunsIdle(Pair pair) {
        Sized sized = assertInstanceOf(Sized.class, pair.answer());

        Case exact = pair.exact();
        assertEquals(exact.integer("replicas"), sized.replicas());
        Case row = pair.profile();
        double input = pair.server().number("inTokens");
        double ttft = row.number("gamma") + row.number("delta") * input;
        assertEquals(
                row.number("alpha") + row.number("beta"), sized.perReplica().itlMillis());
        assertEquals(ttft, sized.perReplica().ttftMillis(), 1e-12 * ttft, "of the actual prompt, not of one token");
        assertEquals(0, sized.perReplica().utilisation());
    }

    static Stream<Pair> misjudged() {
        return pairs().filter(p ->
                !negative(p) && p.perSecond() > 0 && (p.misjudged() || p.output() == 0) && !(p.has("hang")));
    }

    @ParameterizedTest
    @MethodSource("misjudged")
    void loadsTheOriginalsMisjudgeAreCarriedWithinTheLevel(Pair pair) {
        if (pair.output() == 0 && pair.level().tokensPerSecond() > 0) {
            assertThrows(InvalidParameters.class, pair::demand);
            return;
        }
        LevelAssertions.assertAnswerIsRight(pair.model(), pair.level());
        if (pair.answer() instanceof Sized sized) {
            LevelAssertions.assertSane(sized.perReplica());
            assertTrue(LevelAssertions.holds(pair.level(), sized.perReplica(), 1e-8), sized::toString);
            double capacity = ((LargestRate.Found) sized.largest()).at().carriedPerSecond();
            int least = Math.max(1, pair.server().integer("minReplicas"));
            assertTrue(sized.replicas() * capacity >= sized.demandPerSecond() * (1 - 1e-8));
            assertTrue(sized.replicas() == least || (sized.replicas() - 1) * capacity < sized.demandPerSecond());
        }
    }

    static Stream<Pair> bad() {
        return pairs().filter(p -> negative(p) || p.has("hang"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void negativeNumbersAndZeroWorkAreRefused(Pair pair) {
        boolean zeroWork = pair.has("hang")
                && pair.profile().number("gamma") + pair.profile().number("delta") == 0;

        if (negative(pair) || zeroWork) {
            assertThrows(InvalidParameters.class, pair::answer);
        } else {
            LevelAssertions.assertAnswerIsRight(pair.model(), pair.level());
        }
    }
}
