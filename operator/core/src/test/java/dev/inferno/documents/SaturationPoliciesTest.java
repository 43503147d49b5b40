package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inferno.optimizer.BindingProof;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.Unblocking;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seven devices; a, b of priority 1 need six and three, c, d of priority 2 five and four. */
class SaturationPoliciesTest {

    private static final String CASE = """
            kind: PlanningCase
            solver: {%s}
            nodes:
            - {name: n, count: 7, labels: {type: A}, allocatable: {cpu: "8", pods: "9", nvidia.com/gpu: "1"}}
            variants:
            """;

    private static String variant(String name, int priority, int replicas) {
        return """
            - name: %s
              priority: %d
              options:
              - {accelerator: A, replicas: %d, costPerReplicaHour: 1, pod: {requests: {nvidia.com/gpu: "1"}}}
            """.formatted(name, priority, replicas);
    }

    private static final String FOUR =
            CASE + variant("a", 1, 6) + variant("b", 1, 3) + variant("c", 2, 5) + variant("d", 2, 4);

    private static PlanningAnswer answer(String yaml) {
        var parsed = assertInstanceOf(
                DocumentStream.Item.Parsed.class,
                DocumentStream.parse(yaml, false).getFirst());
        var problem = PlanningProblems.of(parsed.as(PlanningCase.class));
        var plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
        return PlanningAnswers.of("case", plan, BindingProof.of(problem, plan), Unblocking.of(problem, plan), 1);
    }

    private static Map<String, Integer> granted(PlanningAnswer answer) {
        var granted = new TreeMap<String, Integer>();
        answer.variants().forEach(variant -> granted.put(variant.name(), variant.granted()));
        return granted;
    }

    /** b alone is cheaper than a, and one of them is all that fits of priority 1; of what is left d fits whole. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            None               | false | 0 | 3 | 0 | 4
            None               | true  | 0 | 3 | 0 | 4
            PriorityExhaustive | true  | 0 | 3 | 0 | 4
            PriorityExhaustive | false | 4 | 3 | 0 | 0
            PriorityRoundRobin | false | 4 | 3 | 0 | 0
            RoundRobin         | true  | 0 | 3 | 0 | 4
            """)
    void wholeOnesFirstThenDealt(String policy, boolean delayed, int a, int b, int c, int d) {
        String solver = "saturationPolicy: " + policy + ", delayedBestEffort: " + delayed;
        assertEquals(Map.of("a", a, "b", b, "c", c, "d", d), granted(answer(FOUR.formatted(solver))));
    }

    /** Nobody fits whole, so all seven are dealt. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            None               | 0 | 0 | 0
            PriorityExhaustive | 7 | 0 | 0
            PriorityRoundRobin | 4 | 3 | 0
            RoundRobin         | 3 | 2 | 2
            """)
    void dealtByTheRule(String policy, int a, int b, int c) {
        String yaml = CASE.formatted("delayedBestEffort: true, saturationPolicy: " + policy)
                + variant("a", 1, 9)
                + variant("b", 1, 9)
                + variant("c", 2, 9);
        assertEquals(Map.of("a", a, "b", b, "c", c), granted(answer(yaml)));
    }

    @Test
    void whatIsLackingIsToldAndNothingProven() {
        PlanningAnswer answer = answer(FOUR.formatted("saturationPolicy: PriorityExhaustive"));
        assertEquals(Map.of("1", 0.333333, "2", 2.0), answer.unmetByPriority());
        assertEquals(
                "INSUFFICIENT_DEVICES",
                Objects.requireNonNull(answer.variants().getFirst().blockedBy()).reason());
        assertNull(answer.optimalityGap());
        assertEquals(7, answer.placement().size());
    }

    /** The original goes on with the first accelerator that has a device. */
    @Test
    void dealsTheAcceleratorThatServesMost() {
        String yaml = CASE.formatted("saturationPolicy: PriorityExhaustive") + """
            - name: v
              priority: 1
              minReplicas: 0
              options:
              - {accelerator: one, replicas: 5, costPerReplicaHour: 1, pod: {nodeSelector: {type: none}, requests: {nvidia.com/gpu: "1"}}}
              - {accelerator: four, replicas: 9, costPerReplicaHour: 1, pod: {nodeSelector: {type: A}, requests: {nvidia.com/gpu: "1"}}}
            """;
        assertEquals(Map.of("v", 7), granted(answer(yaml)));
    }

    /** A minimum is not a matter of policy. */
    @Test
    void minimumsAreKeptWhereAVariantIsNotServedWhole() {
        String yaml = CASE.formatted("saturationPolicy: None")
                + variant("a", 1, 9).replace("priority", "minReplicas: 2\n  priority")
                + variant("b", 1, 5);
        assertEquals(Map.of("a", 2, "b", 5), granted(answer(yaml)));
    }

    @Test
    void withoutLimitEverybodyGetsTheCheapestWhole() {
        PlanningAnswer answer = answer(FOUR.formatted("unlimited: true, saturationPolicy: None"));
        assertEquals(Map.of("a", 6, "b", 3, "c", 5, "d", 4), granted(answer));
        assertEquals(18, answer.costPerHour());
        assertEquals(0.0, answer.optimalityGap());
        assertEquals(
                18,
                answer.placement().stream()
                        .mapToInt(PlanningAnswer.Placed::replicas)
                        .sum());
        assertNull(answer.pinning());
    }
}
