package dev.inferno.queueing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inferno.queueing.Reference.Case;
import dev.inferno.queueing.ReplicaSizing.Answer;
import dev.inferno.queueing.ReplicaSizing.Demand;
import dev.inferno.queueing.ReplicaSizing.OutOfReach;
import dev.inferno.queueing.ReplicaSizing.Sized;
import dev.inferno.serving.LatencyLaw;
import dev.inferno.serving.ServerLimits;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** legacy2025 against the allocations of its original. */
class Legacy2025ParityTest {

    private static final Deviations DEVIATIONS = new Deviations();

    @AfterAll
    static void printDeviations() {
        DEVIATIONS.print("allocation-ttw2");
    }

    static Stream<Case> cases() {
        return Reference.cases("allocation-ttw2.json.gz").stream();
    }

    static Stream<Case> loaded() {
        return cases().filter(c -> c.quirks().isEmpty() && c.number("rate") > 0);
    }

    @ParameterizedTest
    @MethodSource("loaded")
    void replicasAreThoseOfTheOriginal(Case c) {
        Answer answer = answer(c);

        if (!c.has("exact")) {
            assertInstanceOf(OutOfReach.class, answer);
            return;
        }
        Case exact = c.part("exact");
        Sized sized = assertInstanceOf(Sized.class, answer);
        LargestRate.Found largest = (LargestRate.Found) sized.largest();
        DEVIATIONS.check("maxRate", exact.number("maxRatePerReplica") * 1000, largest.offeredPerSecond(), 1e-5);
        if (sizedForFloorAlone(c)) {
            return;
        }
        if (carriesLessThanOffered(c, largest)) {
            double needed = Math.ceil(sized.demandPerSecond() / largest.at().carriedPerSecond());
            assertEquals(needed, sized.replicas(), "the original counts refused requests as served");
            return;
        }
        DEVIATIONS.check(
                "replicas", exact.number("replicas"), sized.replicas(), exact.number("replicas") < 5000 ? 0 : 1e-6);
        OperatingPoint point = sized.perReplica();
        DEVIATIONS.check("itl", exact.number("itl"), point.itlMillis(), 1e-6);
        DEVIATIONS.check("rho", exact.number("rho"), point.utilisation(), 1e-6);
        double response = (point.running() + point.waiting()) / point.carriedPerSecond() * 1000;
        DEVIATIONS.check("waitTime", exact.number("waitTime"), point.waitMillis(), response, 1e-6);
    }

    /** A throughput floor below the load: there the floor replaces the load. */
    private static boolean sizedForFloorAlone(Case c) {
        return c.number("sloTps") > 0 && c.number("sloTps") / c.number("tokens") < c.number("rate") / 60;
    }

    /** Without a wait limit the largest rate loses up to 2 % to the full queue; only then do the counts differ. */
    private static boolean carriesLessThanOffered(Case c, LargestRate.Found largest) {
        double demand = c.number("rate") / 60;
        return c.number("sloTtw") == 0
                && c.number("sloTps") == 0
                && Math.ceil(demand / largest.at().carriedPerSecond())
                        != Math.ceil(demand / largest.offeredPerSecond());
    }

    static Stream<Case> idle() {
        return cases().filter(c -> c.number("rate") == 0);
    }

    @ParameterizedTest
    @MethodSource("idle")
    void withoutLoadTheMinimumRunsIdle(Case c) {
        Sized sized = assertInstanceOf(Sized.class, answer(c));

        assertEquals(c.integer("minReplicas"), sized.replicas());
        assertEquals(c.number("alpha") + c.number("beta"), sized.perReplica().itlMillis());
        assertEquals(0, sized.perReplica().waitMillis());
    }

    static Stream<Case> flat() {
        return cases().filter(c -> !c.quirks().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("flat")
    void aSingleRequestAtATimeIsJudgedByItsOneIterationTime(Case c) {
        LevelAssertions.assertAnswerIsRight(model(c), level(c));

        boolean meetsItl = c.number("sloItl") == 0 || c.number("alpha") + c.number("beta") <= c.number("sloItl");
        boolean reachable =
                model(c).largestRate(Reference.level(0, c.number("sloItl"), 0, 0)) instanceof LargestRate.Found;
        assertEquals(meetsItl, reachable);
    }

    private static Answer answer(Case c) {
        double rate = c.number("rate") / 60;
        int least = c.integer("minReplicas");
        return ReplicaSizing.size(model(c), new Demand(rate, c.number("tokens"), level(c), least, Integer.MAX_VALUE));
    }

    private static QueueModel model(Case c) {
        int batch = c.integer("maxBatch");
        if (batch == 0) {
            batch = BatchLimit.of(c.integer("perfMaxBatch"), c.number("atTokens"), c.number("tokens"));
        }
        return QueueModel.of(
                new LatencyLaw.Legacy2025(c.number("alpha"), c.number("beta")),
                TokenMix.fixed(0, c.number("tokens")),
                ServerLimits.ofBatch(batch));
    }

    private static ServiceLevel level(Case c) {
        return Reference.level(0, c.number("sloItl"), c.number("sloTtw"), c.number("sloTps"));
    }
}
