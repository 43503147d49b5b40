package dev.inferno.optimizer.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.documents.DocumentStream;
import dev.inferno.documents.PlanningCase;
import dev.inferno.documents.PlanningProblems;
import dev.inferno.optimizer.ExactEngine;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.Engine;
import dev.inferno.snapshot.VariantKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the exact engine makes of small fleets; random ones are in the bench. */
final class CpSatEngineTest {

    private static final String TWO_NODES = """
            kind: PlanningCase
            nodes:
            - {name: n, count: 2, allocatable: {cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: 4}}
            """;

    private static List<ExactEngine> engines() {
        return ServiceLoader.load(ExactEngine.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static FleetPlan plan(PlanningProblem problem, StopSignal stop) {
        return Optimizer.with(stop, engines()).plan(problem);
    }

    private static FleetPlan plan(PlanningProblem problem) {
        return plan(problem, StopSignal.NEVER);
    }

    private static PlanningProblem exact(String yaml) {
        var item =
                DocumentStream.parse(yaml + "solver: {engine: exact}\n", false).getFirst();
        return PlanningProblems.of(assertInstanceOf(DocumentStream.Item.Parsed.class, item, item::toString)
                .as(PlanningCase.class));
    }

    private static PlanningProblem fast(PlanningProblem problem) {
        return problem.with(problem.budget().by(Engine.FAST));
    }

    private static VariantPlan of(FleetPlan plan, String name) {
        return Objects.requireNonNull(plan.of(new VariantKey("default", name)));
    }

    private static String variant(String name, int priority, int replicas, int gpus, String more) {
        return """
                - name: %s
                  priority: %d
                  %s
                  options:
                  - accelerator: A100
                    replicas: %d
                    costPerReplicaHour: %d
                    pod: {requests: {cpu: "4", memory: 100Gi, nvidia.com/gpu: %d}}
                """.formatted(name, priority, more, replicas, gpus, gpus);
    }

    @Test
    void provesThatThreeAndThreeDevicesLeaveNoRoomForTwo() {
        String variants = "variants:\n" + variant("large", 1, 2, 3, "") + variant("small", 2, 1, 2, "");
        FleetPlan plan = plan(exact(TWO_NODES + variants));

        assertEquals(Map.of("n-0", 1, "n-1", 1), of(plan, "large").placement().replicasByNode());
        assertEquals(0, of(plan, "small").granted());
        assertTrue(plan.provenance().proven(), plan.provenance()::toString);
        assertEquals(Engine.EXACT, plan.provenance().engine());
        assertEquals(0.0, plan.optimalityGap());
    }

    @Test
    void goesWhereTaintsAndPodsOfOthersLetIt() {
        String world = """
                kind: PlanningCase
                nodes:
                - {name: n, allocatable: {cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: 4}}
                - {name: tainted, taints: [{key: k, effect: NoSchedule}], allocatable: {cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: 4}}
                pods: [{node: n, requests: {nvidia.com/gpu: "3"}}]
                variants:
                """;
        FleetPlan plan = plan(exact(world + variant("v", 1, 3, 1, "")));

        assertEquals(Map.of("n", 1), of(plan, "v").placement().replicasByNode());
        assertTrue(plan.provenance().proven(), plan.provenance()::toString);
    }

    @Test
    void keepsToABudgetOfCostAndDevices() {
        String variants = "variants:\n" + variant("large", 2, 2, 3, "") + variant("small", 1, 3, 1, "");
        FleetPlan cost = plan(exact(TWO_NODES + "budgets: [{costPerHour: 4.5}]\n" + variants));
        assertEquals(3, of(cost, "small").granted());
        assertEquals(0, of(cost, "large").granted());
        assertEquals(3, cost.costPerHour());
        assertTrue(cost.provenance().proven(), cost.provenance()::toString);
        FleetPlan devices =
                plan(exact(TWO_NODES + "budgets: [{namespace: _cluster, devices: {A100: 6}}]\n" + variants));
        assertEquals(3, of(devices, "small").granted());
        assertEquals(1, of(devices, "large").granted());
        assertTrue(devices.provenance().proven(), devices.provenance()::toString);
    }

    @Test
    void keepsAReserveFree() {
        String reserve = "reserves: [{name: spare, product: nvidia.com/gpu, devices: 4}]\n";
        FleetPlan plan = plan(exact(TWO_NODES + reserve + "variants:\n" + variant("v", 1, 3, 2, "")));
        assertEquals(2, of(plan, "v").granted());
        assertEquals(1, plan.variants().size());
        assertTrue(plan.provenance().proven(), plan.provenance()::toString);
    }

    @Test
    void whatRunsStaysWhereItIs() {
        String running = "current: {accelerator: A100, replicas: 2, nodes: {n-1: 2}}";
        FleetPlan plan =
                plan(exact(TWO_NODES + "variants:\n" + variant("v", 1, 3, 1, running) + variant("w", 1, 1, 4, "")));

        assertEquals(3, of(plan, "v").placement().replicasByNode().get("n-1"));
        assertEquals(Map.of("n-0", 1), of(plan, "w").placement().replicasByNode());
        assertTrue(plan.provenance().proven(), plan.provenance()::toString);
    }

    @Test
    void aFastPlanThatMovesWhatRunsStaysAndIsTold() {
        String apart = "current: {accelerator: A100, replicas: 2, nodes: {n-0: 1, n-1: 1}}";
        PlanningProblem problem =
                exact(TWO_NODES + "variants:\n" + variant("v", 2, 2, 1, apart) + variant("w", 1, 1, 4, ""));
        FleetPlan plan = plan(problem);

        assertEquals(plan(fast(problem)).variants(), plan.variants());
        assertEquals(2, of(plan, "v").granted());
        assertTrue(String.valueOf(plan.provenance().note()).contains("moves running replicas"));
        assertFalse(plan.provenance().proven());
    }

    @Test
    void rulesAboutOtherPodsAreLeftToTheFastEngineAndTold() {
        String apart = variant("v", 1, 3, 1, "")
                .replace(
                        "pod: {",
                        "pod: {labels: {app: v}, affinity: {podAntiAffinity: {requiredDuringScheduling"
                                + "IgnoredDuringExecution: [{topologyKey: host, labelSelector: {matchLabels: {app: v}}}]}}, ");
        String labelled = TWO_NODES.replace("count: 2", "count: 2, labels: {host: same}");
        PlanningProblem problem = exact(labelled + "variants:\n" + apart);
        FleetPlan plan = plan(problem);

        assertEquals(plan(fast(problem)).variants(), plan.variants());
        assertEquals(1, of(plan, "v").granted());
        assertEquals(Engine.FAST, plan.provenance().engine());
        assertTrue(String.valueOf(plan.provenance().note()).contains("rules about other pods"));
    }

    @Test
    void aRouterThatSplitsEquallyIsHeldBackByItsSlowestReplica() {
        String group = """
                groups: [{name: g, priority: 1, demand: 10, routing: random}]
                variants:
                - {name: quick, group: g, maxReplicas: 1, options: [{accelerator: A, costPerReplicaHour: 1, capacity: [6, 12], pod: {requests: {nvidia.com/gpu: "1"}}}]}
                - {name: slow, group: g, options: [{accelerator: B, costPerReplicaHour: 1, capacity: [4, 8, 12], pod: {requests: {nvidia.com/gpu: "1"}}}]}
                """;
        FleetPlan plan = plan(exact(TWO_NODES + group));

        assertEquals(3, of(plan, "quick").granted() + of(plan, "slow").granted());
        assertEquals(Map.of(1, 0.0), plan.score().unmetByPriority());
        assertTrue(plan.provenance().proven(), plan.provenance()::toString);
    }

    @Test
    void aCapacityThatGrowsWithTheFleetUnderAnEqualSplitIsLeftToTheFastEngine() {
        String group = """
                groups: [{name: g, priority: 1, demand: 10, routing: random}]
                variants:
                - {name: pooled, group: g, options: [{accelerator: A, costPerReplicaHour: 1, capacity: [4, 10], pod: {requests: {nvidia.com/gpu: "1"}}}]}
                - {name: plain, group: g, options: [{accelerator: B, costPerReplicaHour: 1, capacity: [4, 8, 12], pod: {requests: {nvidia.com/gpu: "1"}}}]}
                """;
        FleetPlan plan = plan(exact(TWO_NODES + group));

        assertEquals(Engine.FAST, plan.provenance().engine());
        assertTrue(String.valueOf(plan.provenance().note())
                .contains("splits equally (RANDOM) between replicas of default/pooled"));
    }

    @Test
    void aMissedDeadlineKeepsTheFastPlanAlsoWhenReplayed() {
        String variants = "variants:\n" + variant("large", 1, 2, 3, "") + variant("small", 2, 1, 2, "");
        PlanningProblem problem = exact(TWO_NODES + variants);
        PlanningProblem hurried = problem.with(problem.budget().within(1));
        var looks = new AtomicInteger();
        StopSignal never = millis -> () -> looks.incrementAndGet() > Integer.MAX_VALUE / 2;
        plan(hurried, never);
        int last = looks.get();
        looks.set(0);
        FleetPlan stopped = plan(hurried, millis -> () -> looks.incrementAndGet() >= last);

        assertNotNull(stopped.stoppedAtStep());
        assertTrue(String.valueOf(stopped.provenance().note()).contains("deadline"));
        assertEquals(plan(fast(problem)).variants(), stopped.variants());
        assertEquals(stopped, plan(problem.with(problem.budget().recorded(stopped.stoppedAtStep()))));
    }
}
