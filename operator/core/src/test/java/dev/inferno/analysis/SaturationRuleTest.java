package dev.inferno.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inferno.analysis.SaturationRule.Fleet;
import dev.inferno.snapshot.ReplicaUse;
import dev.inferno.snapshot.SaturationThresholds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaturationRuleTest {

    private static final SaturationRule RULE = new SaturationRule(SaturationThresholds.DEFAULT, null);

    private static ReplicaUse use(@Nullable Double kvUsage, double running, @Nullable Double waiting) {
        return new ReplicaUse("p", kvUsage, running, waiting);
    }

    private static ReplicaUse kv(double usage) {
        return use(usage, 8, 0.0);
    }

    private static ReplicaUse queue(double waiting) {
        return use(0.1, 8, waiting);
    }

    /** All that are asked for report. */
    private static int wanted(ReplicaUse... replicas) {
        return RULE.wanted(new Fleet(List.of(replicas), replicas.length, false, true, 1));
    }

    private static int wanted(int count, ReplicaUse each) {
        return RULE.wanted(new Fleet(Collections.nCopies(count, each), count, false, true, 1));
    }

    @Test
    void aMeanSpareAboveTheTriggerMovesNothing() {
        // Published: 0.65 and 0.72 of the KV cache leave 0.115 on average, 0.1 is the trigger.
        assertEquals(2, wanted(kv(0.65), kv(0.72)));
    }

    @Test
    void aMeanSpareOfExactlyTheTriggerMovesNothing() {
        assertEquals(2, wanted(kv(0.65), kv(0.75)));
        assertEquals(2, wanted(kv(0.68), kv(0.72)));
        assertEquals(3, wanted(kv(0.61), kv(0.7), kv(0.79)));
        assertEquals(1, wanted(queue(2)));
    }

    @Test
    void lessSpareThanTheTriggerAsksForOneMore() {
        assertEquals(3, wanted(kv(0.65), kv(0.7501)));
        assertEquals(2, wanted(queue(2.5)));
        assertEquals(2, wanted(kv(0.71)));
    }

    @Test
    void saturatedReplicasDoNotCountForTheMeanSpare() {
        // 0.8 and a queue of 5 saturate; what is left has 0.2 and 5 to spare.
        assertEquals(3, wanted(kv(0.8), kv(0.99), kv(0.6)));
        assertEquals(3, wanted(queue(5), queue(9), kv(0.6)));
        assertEquals(4, wanted(kv(0.8), kv(0.99), kv(0.75)));
    }

    @Test
    void twoHalfEmptyReplicasBecomeOne() {
        assertEquals(1, wanted(kv(0.35), kv(0.35)));
        assertEquals(2, wanted(kv(0.35), kv(0.36)));
        assertEquals(1, wanted(queue(1), queue(1)));
        assertEquals(2, wanted(queue(1), queue(1.5)));
    }

    @Test
    void whatAsksForAReplicaNeverLetsItGoAgain() {
        for (double usage = 0.70001; usage < 0.8; usage += 0.001) {
            for (int replicas = 1; replicas < 6; replicas++) {
                int more = wanted(replicas, kv(usage));
                assertEquals(replicas + 1, more);
                assertEquals(more, wanted(more, kv(usage * replicas / more)), "usage " + usage);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0.01, 5", "10, 0.35, 5", "10, 0.36, 6", "10, 0.62, 9", "10, 0.64, 10", "3, 0.01, 2", "2, 0.01, 1"})
    void replicasGoTogetherButAtMostHalfOfThem(int replicas, double usage, int left) {
        assertEquals(left, wanted(replicas, kv(usage)));
    }

    @Test
    void theLoadOfSaturatedReplicasIsNotForgottenWhenOthersGo() {
        assertEquals(3, wanted(queue(30), kv(0.1), kv(0.1)));
        assertEquals(2, wanted(kv(0.9), kv(0.1), kv(0.1)));
    }

    @Test
    void replicasWhoseBatchWouldBeFullStay() {
        var rule = new SaturationRule(SaturationThresholds.DEFAULT, 16.0);
        assertEquals(2, rule.wanted(new Fleet(Collections.nCopies(2, use(0.1, 8, 0.0)), 2, false, true, 1)));
        assertEquals(1, rule.wanted(new Fleet(Collections.nCopies(2, use(0.1, 7, 0.0)), 2, false, true, 1)));
        assertEquals(3, rule.wanted(new Fleet(Collections.nCopies(3, use(0.1, 10, 0.0)), 3, false, true, 1)));
    }

    @Test
    void anIdleModelNeedsNoReplica() {
        var idle = Collections.nCopies(10, use(null, 0, 0.0));
        assertEquals(0, RULE.wanted(new Fleet(idle, 10, false, true, 0)));
        assertEquals(5, RULE.wanted(new Fleet(idle, 10, false, true, 0.01)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 0, 2", // saturated by its KV cache, nothing waits: one more
        "4, 8, 1, 5",
        "4, 8, 6, 7", // 32 run and 24 wait: 56 / 8
        "4, 8, 40, 8", // never more than twice as many
        "4, 0, 9, 8" // a server that does not count what runs
    })
    void theQueueSaysHowManyMoreWhenAllAreSaturated(int replicas, double running, double waiting, int wanted) {
        assertEquals(wanted, wanted(replicas, use(0.9, running, waiting)));
    }

    @Test
    void replicasThatAreStillToComeCountAsIfTheyWereThere() {
        assertEquals(2, RULE.wanted(new Fleet(List.of(kv(0.95)), 2, false, false, 1)));
        assertEquals(2, RULE.wanted(new Fleet(List.of(use(0.95, 8, 60.0)), 2, false, true, 1)));
        assertEquals(4, RULE.wanted(new Fleet(Collections.nCopies(2, use(0.95, 8, 60.0)), 3, false, false, 1)));
        assertEquals(3, RULE.wanted(new Fleet(Collections.nCopies(2, kv(0.75)), 3, false, false, 1)));
    }

    @Test
    void nothingGoesWhileReplicasComeOrGo() {
        assertEquals(3, RULE.wanted(new Fleet(Collections.nCopies(2, kv(0.01)), 3, false, true, 1)));
        assertEquals(2, RULE.wanted(new Fleet(Collections.nCopies(2, kv(0.01)), 2, false, false, 1)));
    }

    @Test
    void nothingMovesDuringARolloutOrWhileMoreReportThanAreAskedFor() {
        assertEquals(2, RULE.wanted(new Fleet(Collections.nCopies(2, kv(0.95)), 2, true, true, 1)));
        assertEquals(2, RULE.wanted(new Fleet(Collections.nCopies(3, kv(0.95)), 2, false, false, 1)));
    }

    @Test
    void whatIsNotToldIsNeitherSaturatedNorFree() {
        var silent = Collections.nCopies(2, use(null, 3, null));
        assertEquals(2, RULE.wanted(new Fleet(silent, 2, false, true, 1)));
        assertEquals(2, RULE.wanted(new Fleet(List.of(), 2, false, true, 1)));
        assertEquals(
                2, wanted(use(null, 3, 0.0), use(null, 3, 0.0)), "a queue alone does not tell that replicas are empty");
        assertEquals(4, wanted(use(null, 4, 6.0), use(null, 4, 9.0)));
        assertEquals(3, wanted(use(0.9, 4, null), use(0.95, 4, null)));
    }

    @Test
    void fromNothingOneReplicaIsStartedByTheFirstRequest() {
        assertEquals(0, RULE.wanted(new Fleet(List.of(), 0, false, true, 0)));
        assertEquals(1, RULE.wanted(new Fleet(List.of(), 0, false, true, 0.1)));
    }

    @Test
    void ownThresholdsCount() {
        var rule = new SaturationRule(new SaturationThresholds("m", null, 0.5, 20, 0.2, 1), null);
        assertEquals(1, rule.wanted(new Fleet(List.of(kv(0.3)), 1, false, true, 1)));
        assertEquals(2, rule.wanted(new Fleet(List.of(kv(0.31)), 1, false, true, 1)));
        assertEquals(1, rule.wanted(new Fleet(List.of(queue(19)), 1, false, true, 1)));
        assertEquals(2, rule.wanted(new Fleet(List.of(queue(19.5)), 1, false, true, 1)));
    }

    @Test
    void tellsTheFullestOfEachKindAgainstItsLimit() {
        List<ReplicaUse> replicas = new ArrayList<>(List.of(kv(0.914), queue(12), kv(0.2)));
        assertEquals(
                "2 of 3 replicas that report are saturated: KV cache up to 0.91 (limit 0.8); queue up to 12 (limit 5)",
                RULE.tell(replicas));
        assertEquals(
                "0 of 1 replicas that report are saturated: KV cache not told; queue up to 0 (limit 5)",
                RULE.tell(List.of(use(null, 1, 0.0))));
    }
}
