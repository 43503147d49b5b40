package dev.inferno.optimizer;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A random planning problem of at most three nodes, three variants and four replicas each. */
final class TinyWorld {

    static final String GPU = "nvidia.com/gpu";
    static final int MOST = 4;

    private final Random random;
    private final int mostOptions;

    TinyWorld(long seed, int mostOptions) {
        this.random = new Random(seed);
        this.mostOptions = mostOptions;
    }

    /** The same problem, its lists read from the end. */
    static PlanningProblem reversed(PlanningProblem problem) {
        return problem.in(
                problem.nodes().reversed(),
                problem.occupants().reversed(),
                problem.groups().reversed());
    }

    PlanningProblem problem() {
        List<NodeFacts> nodes = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                .mapToObj(this::node)
                .toList();
        List<PodFacts> pods = new ArrayList<>();
        if (random.nextBoolean()) {
            pods.add(new PodFacts("x", "x", null, "n1", true, false, ResourceVector.of(Map.of(GPU, 1L, "cpu", 2000L))));
        }
        int variants = 1 + random.nextInt(3);
        List<ServingGroup> groups = new ArrayList<>();
        for (int made = 0; made < variants; ) {
            int size = 1 + random.nextInt(variants - made);
            groups.add(group(groups.size(), made, size, nodes));
            made += size;
        }
        Limits limits = quotas().and(budgets(groups));
        return new PlanningProblem(nodes, pods, groups, limits, SearchBudget.DEFAULT, false, false, null, List.of());
    }

    /** With one or two groups of devices to keep free. */
    PlanningProblem reserving() {
        PlanningProblem world = problem();
        var reserve = new Reserve("r", GPU, 1 << random.nextInt(3), 1 + random.nextInt(2), ResourceVector.NONE);
        return new PlanningProblem(
                world.nodes(),
                world.occupants(),
                world.groups(),
                world.limits(),
                world.budget(),
                false,
                false,
                null,
                List.of(reserve));
    }

    /** In every third world. */
    private Limits quotas() {
        if (random.nextInt(3) > 0) {
            return Limits.NONE;
        }
        return new Limits(List.of(
                new Limit.Quota("default", GPU, random.nextInt(10)),
                new Limit.Quota("default", "pods", random.nextInt(8))));
    }

    /** In every third world: of cost in quarters, of devices, or of both; of the namespace or of the cluster. */
    private List<Limit> budgets(List<ServingGroup> groups) {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        Double cost = random.nextInt(4) > 0 ? Double.valueOf(random.nextInt(160) / 4.0) : null;
        var devices = new TreeMap<String, Integer>();
        if (cost == null || random.nextBoolean()) {
            devices.put("acc1", random.nextInt(10));
        }
        String tenant = List.of("default", Budget.CLUSTER, Budget.DEFAULT).get(random.nextInt(3));
        List<Budgets.Running> running = groups.stream()
                .flatMap(ServingGroup::sizable)
                .map(variant ->
                        Budgets.Running.planned("default", variant.options().getFirst(), variant.currentReplicas()))
                .toList();
        return new Budgets(running, List.of("acc1", "acc2"), name -> name)
                .limits(List.of(new Budget(tenant, cost, devices)));
    }

    private NodeFacts node(int number) {
        var labels = new TreeMap<>(Map.of("zone", random.nextBoolean() ? "a" : "b"));
        var allocatable = Map.of(
                GPU,
                (long) random.nextInt(7),
                "cpu",
                1000L * (2 + random.nextInt(12)),
                "memory",
                64L << 30,
                "pods",
                (long) 3 + random.nextInt(8));
        return new NodeFacts(
                "n" + number, labels, List.of(), random.nextInt(8) == 0, true, false, ResourceVector.of(allocatable));
    }

    private ServingGroup group(int number, int first, int size, List<NodeFacts> nodes) {
        double demand = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(20);
        List<GroupVariant> variants = IntStream.range(first, first + size)
                .<GroupVariant>mapToObj(i -> variant(i, nodes))
                .toList();
        return new ServingGroup(
                new ModelKey("default", "m" + number),
                null,
                1 + random.nextInt(2),
                ServiceLevel.NONE,
                random.nextBoolean() ? Routing.LEAST_LOADED : Routing.RANDOM,
                new Demand(demand, demand, TokenMix.fixed(0, 0), false),
                variants,
                List.of());
    }

    private GroupVariant variant(int number, List<NodeFacts> nodes) {
        int min = Math.max(0, random.nextInt(4) - 1);
        int max = Math.max(Math.max(1, min), 1 + random.nextInt(MOST));
        SortedMap<String, Integer> running = new TreeMap<>();
        if (random.nextBoolean()) {
            running.put(nodes.get(random.nextInt(nodes.size())).name(), 1 + random.nextInt(2));
        }
        List<VariantOption> options = IntStream.rangeClosed(1, 1 + random.nextInt(mostOptions))
                .mapToObj(this::option)
                .toList();
        int current = running.values().stream().mapToInt(Integer::intValue).sum();
        return new GroupVariant.Sizable(
                new VariantKey("default", "v" + number),
                "v" + number,
                min,
                max,
                current,
                random.nextBoolean() ? null : "acc1",
                running,
                options,
                List.of());
    }

    private VariantOption option(int number) {
        int devices = 1 << random.nextInt(3);
        double each = 1 + random.nextInt(6);
        List<Double> capacity =
                IntStream.rangeClosed(1, MOST).mapToObj(r -> r * each).toList();
        SortedMap<String, String> selector = new TreeMap<>();
        if (random.nextInt(3) == 0) {
            selector.put("zone", "a");
        }
        var requests = ResourceVector.of(Map.of(GPU, (long) devices, "cpu", 1000L * (1 + random.nextInt(4))));
        return new VariantOption(
                "acc" + number,
                null,
                devices,
                new PodShape(requests, new TreeMap<>(), selector, null, List.of()),
                8,
                devices * (1 + random.nextInt(3)),
                capacity,
                MOST,
                null,
                null);
    }
}
