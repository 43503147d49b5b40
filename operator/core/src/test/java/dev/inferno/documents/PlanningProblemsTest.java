package dev.inferno.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.decision.Figures;
import dev.inferno.optimizer.BindingProof;
import dev.inferno.optimizer.Optimizer;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.StopSignal;
import dev.inferno.optimizer.Unblocking;
import dev.inferno.topology.NodeFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanningProblemsTest {

    private static final String NODES = """
            kind: PlanningCase
            nodes:
            - name: n
              count: 2
              allocatable: {cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: 2}
            """;

    private static String variant(String name, String more, String pod) {
        return """
            - name: %s
              options:
              - accelerator: A100
                costPerReplicaHour: 40
                pod: {%s}
                %s
            """.formatted(name, pod, more);
    }

    private static final String GPU = "requests: {nvidia.com/gpu: 1, cpu: 500m}";

    private static PlanningCase read(String yaml) {
        var item = DocumentStream.parse(yaml, false).getFirst();
        return assertInstanceOf(DocumentStream.Item.Parsed.class, item, item::toString)
                .as(PlanningCase.class);
    }

    private static PlanningProblem problem(String yaml) {
        return PlanningProblems.of(read(yaml));
    }

    private static PlanningAnswer answer(String yaml) {
        PlanningProblem problem = problem(yaml);
        var plan = Optimizer.fast(StopSignal.NEVER).plan(problem);
        return PlanningAnswers.of("case", plan, BindingProof.of(problem, plan), Unblocking.of(problem, plan), 1);
    }

    private static void assertRefused(String yaml, String... named) {
        String message = String.valueOf(
                assertThrows(BadDocument.class, () -> problem(yaml)).getMessage());
        for (String text : named) {
            assertTrue(message.contains(text), () -> "\"" + message + "\" must name " + text);
        }
    }

    @Test
    void manyNodesAlikeAreNumbered() {
        var problem = problem(NODES + "- name: single\n  allocatable: {cpu: 1500m}\n");
        assertEquals(
                List.of("n-0", "n-1", "single"),
                problem.nodes().stream().map(NodeFacts::name).toList());
        assertEquals(2, problem.nodes().getFirst().allocatable().amount("nvidia.com/gpu"));
        assertEquals(512L << 30, problem.nodes().getFirst().allocatable().amount("memory"));
        assertEquals(1500, problem.nodes().getLast().allocatable().amount("cpu"));
    }

    @Test
    void aVariantWithoutAGroupIsAGroupOfItsOwn() {
        var problem = problem(NODES + "variants:\n" + variant("v", "replicas: 4", GPU));
        var group = problem.groups().getFirst();
        assertEquals("default/v", group.model().toString());
        assertEquals(100, group.priority());
        var option = assertInstanceOf(Sizable.class, group.variants().getFirst())
                .options()
                .getFirst();
        assertEquals(List.of(0.25, 0.5, 0.75, 1.0), option.capacity());
        assertEquals(4, option.wanted());
        assertEquals(1, option.devicesPerReplica());
    }

    @Test
    void plansASmallCase() {
        var answer = answer(NODES + "variants:\n" + variant("v", "replicas: 5", GPU));
        var planned = answer.variants().getFirst();
        assertEquals("A100", planned.accelerator());
        assertEquals(5, planned.wanted());
        assertEquals(4, planned.granted());
        var blocked = planned.blockedBy();
        assertNotNull(blocked);
        assertEquals("INSUFFICIENT_DEVICES", blocked.reason());
        assertEquals("nvidia.com/gpu", blocked.resource());
        assertEquals(
                List.of(
                        new PlanningAnswer.Placed("default", "v", "n-0", 2),
                        new PlanningAnswer.Placed("default", "v", "n-1", 2)),
                answer.placement());
        assertEquals(160, answer.costPerHour());
        assertEquals(Map.of("100", 0.2), answer.unmetByPriority());
    }

    @Test
    void foreignPodsKeepTheirDevices() {
        var answer = answer(NODES
                + "pods:\n- {node: n-0, requests: {nvidia.com/gpu: 2}}\n"
                + "variants:\n"
                + variant("v", "replicas: 2", GPU));
        assertEquals(List.of(new PlanningAnswer.Placed("default", "v", "n-1", 2)), answer.placement());
    }

    private static final String QUOTA = """
            quotas:
            - hard: {requests.nvidia.com/gpu: "3", count/pods: "5"}
            """;

    @Test
    void noMoreIsGrantedThanTheQuotaLeaves() {
        var answer = answer(NODES + QUOTA + "variants:\n" + variant("v", "replicas: 4", GPU));
        var planned = answer.variants().getFirst();
        assertEquals(3, planned.granted());
        var blocked = planned.blockedBy();
        assertNotNull(blocked);
        assertEquals("QUOTA_EXCEEDED", blocked.reason());
        assertEquals("nvidia.com/gpu", blocked.resource());
        assertTrue(
                blocked.message().startsWith("the ResourceQuotas of namespace default leave nvidia.com/gpu for 3 of 4"),
                blocked.message());
        assertEquals(Map.of("100", 0.25), answer.unmetByPriority());
    }

    @Test
    void otherPodsOfTheNamespaceUseTheirPartOfItsQuota() {
        String pods =
                "pods: [{node: n-0, requests: {nvidia.com/gpu: 1}}, {node: n-1, namespace: other, requests: {}}]\n";
        assertEquals(
                2,
                answer(NODES + QUOTA + pods + "variants:\n" + variant("v", "replicas: 3", GPU))
                        .variants()
                        .getFirst()
                        .granted());
    }

    @Test
    void aLoweredQuotaTakesNothingFromWhatRuns() {
        String running = "replicas: 4\n  current: {accelerator: A100, replicas: 4, nodes: {n-0: 2, n-1: 2}}";
        assertEquals(
                4,
                answer(NODES + QUOTA + "variants:\n" + variant("v", running, GPU))
                        .variants()
                        .getFirst()
                        .granted());
    }

    @Test
    void quotasOfOtherNamespacesDoNotCount() {
        String other = QUOTA.replace("- hard", "- namespace: other\n  hard");
        assertEquals(
                4,
                answer(NODES + other + "variants:\n" + variant("v", "replicas: 4", GPU))
                        .variants()
                        .getFirst()
                        .granted());
    }

    @Test
    void aQuotaThatLimitsNoRequestIsRefused() {
        assertRefused(NODES + "quotas: [{hard: {limits.cpu: 4}}]\nvariants: []\n", "quotas: default.hard: limits.cpu");
        assertRefused(NODES + "quotas: [{hard: {cpu: 4, requests.cpu: 4}}]\nvariants: []\n", "cpu is limited twice");
    }

    private static PlanningAnswer.Unblock unblock(String resource, String where, String amount, double price) {
        return new PlanningAnswer.Unblock(
                "default",
                "v",
                "A100",
                List.of(new PlanningAnswer.Addition(resource, where, amount)),
                0.25,
                40,
                Figures.six(price));
    }

    @Test
    void tellsTheLeastThatWouldLetAModelGrow() {
        String taken = "pods: [{node: n-0, requests: {nvidia.com/gpu: 2, cpu: 64}}]\n";
        assertEquals(
                List.of(unblock("nvidia.com/gpu", "node n-1", "1", 0.25)),
                answer(NODES + taken + "variants:\n" + variant("v", "replicas: 4", GPU))
                        .unblocks());
        String quota = "quotas: [{hard: {requests.nvidia.com/gpu: 4}}]\n";
        var unblock = answer(NODES + taken + quota + "variants:\n" + variant("v", "replicas: 4", GPU))
                .unblocks()
                .getFirst();
        assertEquals(
                List.of(
                        new PlanningAnswer.Addition("nvidia.com/gpu", "ResourceQuotas of namespace default", "1"),
                        new PlanningAnswer.Addition("nvidia.com/gpu", "node n-1", "1")),
                unblock.additions());
        assertNull(unblock.price(), "two things bind");
    }

    @Test
    void noMoreIsGrantedThanTheBudgetAllows() {
        String cost = NODES + "budgets: [{costPerHour: 90}]\nvariants:\n" + variant("v", "replicas: 4", GPU);
        assertEquals(
                List.of(unblock("costPerHour", "tenant budget default", "30", 0.25 / 30)),
                answer(cost).unblocks());
        var planned = answer(cost).variants().getFirst();
        assertEquals(2, planned.granted());
        assertEquals(
                new PlanningAnswer.Blocked(
                        "BUDGET_EXCEEDED",
                        "costPerHour",
                        "costPerHour (90) of tenant budget default leaves room for 2 of 4 replicas at 40 each, with 80"
                                + " taken; raise it, or free what others take"),
                planned.blockedBy());
        String devices = NODES + "budgets: [{namespace: _cluster, devices: {nvidia_a100: 3}}]\nvariants:\n"
                + variant("v", "replicas: 4", GPU);
        planned = answer(devices).variants().getFirst();
        assertEquals(3, planned.granted());
        assertEquals(
                new PlanningAnswer.Blocked(
                        "BUDGET_EXCEEDED",
                        "nvidia_a100",
                        "devices: nvidia_a100 (3) of tenant budget _cluster leaves room for 3 of 4 replicas with 1"
                                + " each, with 3 taken; raise it, or free what others take"),
                planned.blockedBy());
    }

    @Test
    void aLoweredBudgetTakesNothingFromWhatRunsAndAddsNothing() {
        String running = "replicas: 4\n  current: {accelerator: A100, replicas: 3, nodes: {n-0: 2, n-1: 1}}";
        String budget = "budgets: [{namespace: _default, costPerHour: 40, devices: {A100: 2}}]\nvariants:\n";
        assertEquals(
                3,
                answer(NODES + budget + variant("v", running, GPU))
                        .variants()
                        .getFirst()
                        .granted());
    }

    @Test
    void aBudgetOfItsOwnStandsInForTheDefaultAndOthersDoNotCount() {
        String budgets = "budgets: [{namespace: _default, costPerHour: 0}, {namespace: default, costPerHour: 120},"
                + " {namespace: other, costPerHour: 0}]\nvariants:\n";
        assertEquals(
                3,
                answer(NODES + budgets + variant("v", "replicas: 4", GPU))
                        .variants()
                        .getFirst()
                        .granted());
    }

    @Test
    void aBudgetThatCannotBeMeantIsRefused() {
        String variants = "\nvariants:\n" + variant("v", "replicas: 1", GPU);
        assertRefused(NODES + "budgets: [{}]" + variants, "budgets: default limits nothing; give costPerHour");
        assertRefused(NODES + "budgets: [{costPerHour: -1}]" + variants, "budgets: default.costPerHour (-1.0)");
        assertRefused(NODES + "budgets: [{devices: {A100: -1}}]" + variants, "budgets: default.devices: A100 (-1)");
        assertRefused(
                NODES + "budgets: [{devices: {A1000: 1}}]" + variants,
                "budgets: default.devices: A1000 is neither",
                "did you mean A100?");
        assertRefused(
                NODES + "budgets: [{costPerHour: 1}, {namespace: default, costPerHour: 2}]" + variants,
                "budgets: default is given twice");
    }

    @Test
    void aReserveIsKeptFreeAndNamedByTheRefusal() {
        String reserve = "reserves: [{name: spare, product: nvidia.com/gpu, devices: 2, requests: {cpu: 4}}]\n";
        var answer = answer(NODES + reserve + "variants:\n" + variant("v", "replicas: 4", GPU));
        assertEquals(List.of(new PlanningAnswer.Placed("default", "v", "n-1", 2)), answer.placement());
        assertEquals(1, answer.variants().size());
        assertEquals(Map.of("100", 0.5), answer.unmetByPriority());
        var blocked = answer.variants().getFirst().blockedBy();
        assertNotNull(blocked);
        assertTrue(blocked.message().endsWith("; reserve spare keeps 1 x 2 of nvidia.com/gpu free"), blocked.message());
    }

    @Test
    void aReserveThatCannotBeMeantIsRefused() {
        String rest = "\nvariants: []\n";
        assertRefused(NODES + "reserves: [{name: r, product: H100, devices: 0}]" + rest, "reserves: r.devices (0)");
        assertRefused(
                NODES + "reserves: [{name: r, product: H100, devices: 1, count: -1}]" + rest, "reserves: r.count (-1)");
        assertRefused(
                NODES + "reserves: [{name: r, product: H1OO, devices: 1}]" + rest,
                "reserves: r.product H1OO is no product known");
        assertRefused(
                NODES + "reserves: [{name: r, product: H100, devices: 1}, {name: r, product: H100, devices: 1}]" + rest,
                "reserves: name r is given twice");
    }

    private static final String POOL = """
            nodePools:
            - name: more
              selector: {pool: more}
              maxNodes: 3
              node: {allocatable: {cpu: "64", memory: 512Gi, pods: 110, nvidia.com/gpu: 2}}
            """;

    @Test
    void whatNodesLackIsAskedOfAPool() {
        String waiting = variant("v", "replicas: 7", GPU).replace("  options:", "  maxPendingReplicas: 3\n  options:");
        var answer = answer(NODES + POOL + "variants:\n" + waiting);
        assertEquals(
                List.of(
                        new PlanningAnswer.Placed("default", "v", "more/virtual-0", 2),
                        new PlanningAnswer.Placed("default", "v", "more/virtual-1", 1),
                        new PlanningAnswer.Placed("default", "v", "n-0", 2),
                        new PlanningAnswer.Placed("default", "v", "n-1", 2)),
                answer.placement());
        assertEquals(Map.of("100", 0.0), answer.unmetByPriority());
        assertNull(answer.pinning());
        assertEquals(
                4,
                answer(NODES + POOL + "variants:\n" + variant("v", "replicas: 7", GPU)).placement().stream()
                        .mapToInt(PlanningAnswer.Placed::replicas)
                        .sum());
    }

    @Test
    void aMinimumThatIsMetInPartIsCompletedByAPool() {
        String waiting = variant("v", "replicas: 0", GPU)
                .replace("  options:", "  minReplicas: 6\n  maxPendingReplicas: 1\n  options:");
        var answer = answer(NODES + POOL + "variants:\n" + waiting).variants().getFirst();
        assertEquals(5, answer.granted());
        assertEquals(6, answer.wanted());
        assertNotNull(answer.blockedBy());
    }

    @Test
    void aPoolThatCannotBeMeantIsRefused() {
        String rest = "\nvariants: []\n";
        assertRefused(NODES + POOL.replace("maxNodes: 3", "maxNodes: -1") + rest, "nodePools: more.maxNodes (-1)");
        assertRefused(NODES + POOL.replace("{pool: more}", "{}") + rest, "nodePools: more.selector is empty");
        assertRefused(
                NODES + POOL + "solver: {saturationPolicy: None}" + rest,
                "solver.saturationPolicy (None) knows no nodePools");
    }

    @Test
    void theVariantsOfAGroupShareItsDemand() {
        var answer = answer(NODES
                + "groups:\n- {name: g, priority: 1, demand: 2.5, routing: leastLoaded}\n"
                + "variants:\n"
                + variant("v", "capacity: [1, 2, 3]", GPU).replace("  options:", "  group: g\n  options:"));
        assertEquals(3, answer.variants().getFirst().granted());
        assertEquals(Map.of("1", 0.0), answer.unmetByPriority());
        assertEquals(120, answer.costPerHour());
    }

    @Test
    void refusesByNameWhatThisVersionCannotDo() {
        assertRefused(NODES + "solver: {engine: slow}\n", "solver.engine slow must be fast (also called go) or exact");
        assertRefused(NODES + "solver: {saturationPolicy: Fair}\n", "solver.saturationPolicy Fair", "RoundRobin");
        assertRefused(NODES + "solver: {delayedBestEffort: true}\n", "solver.saturationPolicy");
        assertRefused(
                NODES + "solver: {saturationPolicy: None}\ngroups: [{name: g, demand: 1}]\n",
                "solver.saturationPolicy (None) is for variants without a group");
        assertRefused(NODES + "solver: {maxSteps: 0}\n", "solver.maxSteps (0)");
        assertRefused(NODES + "solver: {deadlineMillis: 0}\n", "solver.deadlineMillis (0)");
        String head = NODES + "variants:\n";
        assertRefused(head + variant("v", "replicas: 1", GPU + ", hostPorts: [80000]"), "A100.pod.hostPorts: 80000");
        assertRefused(head + variant("v", "replicas: 1", GPU + ", minLink: NVLink"), "A100.pod.minLink NVLink");
        String spread =
                ", topologySpreadConstraints: [{maxSkew: 0, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]";
        assertRefused(head + variant("v", "replicas: 1", GPU + spread), "default/v", "maxSkew (0)");
        String term = "{topologyKey: zone, namespaceSelector: {matchLabels: {team: a}}}";
        String required = "{requiredDuringSchedulingIgnoredDuringExecution: [" + term + "]}";
        assertRefused(
                head + variant("v", "replicas: 1", GPU + ", affinity: {podAntiAffinity: " + required + "}"),
                "A100.pod.affinity.podAntiAffinity.namespaceSelector");
    }

    @Test
    void rulesAboutOtherPodsAreKeptAsKubernetesWritesThem() {
        String apart = "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                + "[{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: v}}}]}}";
        String spread = "topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, "
                + "whenUnsatisfiable: DoNotSchedule, labelSelector: {matchExpressions: "
                + "[{key: app, operator: In, values: [v]}]}}]";
        String nodes = "kind: PlanningCase\nnodes:\n"
                + "- {name: a, labels: {kubernetes.io/hostname: a}, allocatable: {pods: 9, nvidia.com/gpu: 8}}\n"
                + "- {name: b, labels: {kubernetes.io/hostname: b}, allocatable: {pods: 9, nvidia.com/gpu: 8}}\n"
                + "- {name: c, labels: {kubernetes.io/hostname: c}, allocatable: {pods: 9}}\n"
                + "pods:\n- {node: a, namespace: other, hostPorts: [8080]}\n"
                + "variants:\n";

        for (String rule : List.of(apart, spread)) {
            var answer = answer(
                    nodes + variant("v", "replicas: 9", "requests: {nvidia.com/gpu: 1}, labels: {app: v}, " + rule));
            assertEquals(2, answer.variants().getFirst().granted(), rule);
        }
        var one = answer(nodes + variant("v", "replicas: 9", "requests: {nvidia.com/gpu: 1}, hostPorts: [8080]"));
        assertEquals(1, one.variants().getFirst().granted(), "one on b");
    }

    @Test
    void ofPlansThatCostTheSameChurnTakesTheOneWithTheCheapestChangeOfAccelerators() {
        // Two A100 and two H100: either v, one dear replica, changes its accelerator or w, two cheap ones.
        String yaml = """
                kind: PlanningCase
                nodes:
                - {name: a, labels: {t: a}, allocatable: {cpu: 64, pods: 110, nvidia.com/gpu: 2}}
                - {name: h, labels: {t: h}, allocatable: {cpu: 64, pods: 110, nvidia.com/gpu: 2}}
                variants:
                - name: v
                  current: {accelerator: A100, replicas: 1, nodes: {a: 1}}
                  options:
                  - {accelerator: A100, replicas: 1, costPerReplicaHour: 100, pod: {nodeSelector: {t: a}, requests: {nvidia.com/gpu: 1}}}
                  - {accelerator: H100, replicas: 1, costPerReplicaHour: 100, pod: {nodeSelector: {t: h}, requests: {nvidia.com/gpu: 1}}}
                - name: w
                  current: {accelerator: A100, replicas: 2, nodes: {a: 2}}
                  options:
                  - {accelerator: A100, replicas: 2, costPerReplicaHour: 5, pod: {nodeSelector: {t: a}, requests: {nvidia.com/gpu: 1}}}
                  - {accelerator: H100, replicas: 2, costPerReplicaHour: 5, pod: {nodeSelector: {t: h}, requests: {nvidia.com/gpu: 1}}}
                """;

        var fewestMoved = answer(yaml);
        var leastChange = answer(yaml + "solver: {churn: true}\n");

        assertEquals(110, fewestMoved.costPerHour());
        assertEquals(110, leastChange.costPerHour());
        assertEquals("H100", fewestMoved.variants().getFirst().accelerator());
        assertEquals(20, fewestMoved.transition());
        assertEquals("A100", leastChange.variants().getFirst().accelerator());
        assertEquals("H100", leastChange.variants().getLast().accelerator());
        assertEquals(2, leastChange.transition());
    }

    @Test
    void tellsWhatTheTransitionIsWorth() {
        String current = "  current: {accelerator: A100, replicas: 1, nodes: {n-0: 1}}\n  options:";
        String cheaper = NODES + "variants:\n"
                + variant("v", "replicas: 1", GPU).replace("A100", "G2").replace("Hour: 40", "Hour: 23")
                + "  - {accelerator: A100, replicas: 1, costPerReplicaHour: 40, pod: {" + GPU + "}}\n";
        assertEquals(-10.7, answer(cheaper.replace("  options:", current)).transition());
        String more = NODES + "variants:\n" + variant("v", "replicas: 4", GPU);
        assertEquals(120, answer(more.replace("  options:", current)).transition());
        assertEquals(160, answer(more).transition());
    }

    @Test
    void aNumberIsReadAsWrittenOrRefused() {
        String head = NODES + "variants:\n";
        assertRefused(
                head + variant("v", "replicas: 3.5", GPU), "variants[0].options[0].replicas: 3.5", "a whole number");
        assertRefused(head + variant("v", "replicas: \"3\"", GPU), "options[0].replicas: \"3\"", "a whole number");
        assertRefused(NODES.replace("512Gi", "true"), "nodes[0].allocatable.memory: true", "a quantity");
        assertRefused(NODES + "solver: {churn: 1}\n", "solver.churn: 1 must be true or false");
        assertRefused(NODES + "solver: {seed: 1.5}\n", "solver.seed: 1.5 must be a whole number");
        assertRefused(head + variant("v", "replicas: 1", GPU).replace("Hour: 40", "Hour: .nan"), "NaN", "finite");
        assertRefused(head + variant("v", "replicas: 1", GPU).replace("Hour: 40", "Hour: -1"), "(-1.0)", "0 or more");
        assertRefused(head + variant("v", "replicas: -1", GPU), "A100.replicas (-1) must be 0..100000");
        assertRefused(head + variant("v", "replicas: 2000000000", GPU), "A100.replicas (2000000000)");
        assertRefused(
                head + variant("v", "replicas: 1", GPU).replace("  options", "  minReplicas: 2000000000\n  options"),
                "default/v.minReplicas (2000000000)");
        assertRefused(
                head
                        + variant("v", "replicas: 1", GPU)
                                .replace("  options", "  current: {replicas: 1, nodes: {n-9: 1}}\n  options"),
                "default/v.current.nodes: n-9 is not among nodes");
        assertRefused(
                NODES + "groups:\n- {name: g, demand: 1}\nvariants:\n"
                        + variant("v", "capacity: [-1, 2]", GPU).replace("  options:", "  group: g\n  options:"),
                "A100.capacity[0] (-1.0)");
        assertRefused(NODES + "nodees: []\n", "unknown field nodees; did you mean nodes?");
        assertRefused(
                head + variant("v", "replicas: 1", GPU + ", minlink: Any"), "options[0].pod: unknown field minlink");
    }

    @Test
    void namesWhatIsWrong() {
        assertRefused(NODES + "- {name: n-0}\n", "name n-0 is given twice");
        assertRefused(NODES.replace("count: 2", "count: -1"), "nodes: n.count (-1)");
        assertRefused(NODES.replace("512Gi", "lots"), "nodes: n.allocatable", "lots");
        assertRefused(NODES + "pods:\n- {node: n-O, requests: {}}\n", "pods[0].node n-O", "did you mean n-0?");
        String head = NODES + "variants:\n";
        assertRefused(head + "- {name: v}\n", "default/v.options is empty");
        assertRefused(head + variant("v", "capacity: [1]", GPU), "A100.replicas must be given");
        assertRefused(
                head + variant("v", "replicas: 1", GPU).replace("  options:", "  group: g\n  options:"),
                "v.group g is not among groups");
        assertRefused(
                head + variant("v", "replicas: 1", GPU) + variant("v", "replicas: 1", GPU), "default/v is given twice");
    }
}
