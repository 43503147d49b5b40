package dev.inferno.bench;

import dev.inferno.analysis.Demand;
import dev.inferno.analysis.GroupVariant;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.Budgets;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Limits;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.Quotas;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.serving.Routing;
import dev.inferno.serving.ServiceLevel;
import dev.inferno.serving.TokenMix;
import dev.inferno.snapshot.Budget;
import dev.inferno.snapshot.ModelKey;
import dev.inferno.snapshot.NamespaceQuota;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.SearchBudget;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import dev.inferno.topology.PodShape;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A random fleet to plan: accelerator types with prices and speeds, nodes of 4 and 8 devices that others use in part, models
 * served by one to three variants with one to three options each. The same seed gives the same fleet.
 */
final class PlanningWorld {

    private static final int[] SIZES = {1, 2, 3, 4, 6, 8};
    private static final int MOST_OPTIONS = 3;
    private static final int MOST_REPLICAS = 60;

    private final Random random;
    private final Size size;
    private final List<Type> types;
    private final long[] cpuPerDevice;
    private final List<NodeFacts> nodes = new ArrayList<>();
    private final List<PodFacts> pods = new ArrayList<>();
    private int variants;
    private double freeDevices;

    /**
     * How large a fleet and how hard.
     *
     * @param load devices that the cheapest options need, as a part of the free ones
     * @param cpuBound cpu runs out before devices do
     */
    record Size(int variants, int types, int nodes, double load, boolean cpuBound) {}

    private record Type(String name, String resource, double price, double speed) {}

    private PlanningWorld(Size size, long seed) {
        this.random = new Random(seed);
        this.size = size;
        this.types = IntStream.range(0, size.types()).mapToObj(this::type).toList();
        this.cpuPerDevice = size.cpuBound() ? new long[] {10_000, 16_000, 24_000} : new long[] {4_000, 8_000};
    }

    static PlanningProblem of(Size size, long seed) {
        return new PlanningWorld(size, seed).problem();
    }

    /** The same fleet when each model has a part of its load, from a fifth to all of it. */
    static PlanningProblem ofLess(PlanningProblem world, long seed) {
        var random = new Random(seed);
        return with(world, group -> {
            double part = 0.2 + 0.8 * random.nextDouble();
            double demand = Objects.requireNonNull(group.demand()).plannedPerSecond() * part;
            return with(group, new Demand(demand, demand, TokenMix.fixed(0, 0), false), group.variants());
        });
    }

    /** The same fleet while a plan runs. */
    static PlanningProblem running(PlanningProblem world, FleetPlan plan) {
        return with(
                world,
                group -> with(
                        group,
                        group.demand(),
                        group.variants().stream()
                                .map(variant -> running((GroupVariant.Sizable) variant, plan))
                                .toList()));
    }

    private static GroupVariant running(GroupVariant.Sizable variant, FleetPlan plan) {
        VariantPlan own = Objects.requireNonNull(plan.of(variant.key()));
        return new GroupVariant.Sizable(
                variant.key(),
                variant.workload(),
                variant.minReplicas(),
                variant.maxReplicas(),
                own.granted(),
                own.granted() == 0 || own.option() == null ? null : own.option().accelerator(),
                own.placement().replicasByNode(),
                variant.options(),
                variant.rejected());
    }

    /** The same fleet under a budget: of cost, of devices of one type or of both, from a fifth to more than all takes. */
    static PlanningProblem budgeted(PlanningProblem world, long seed) {
        // First draws of seeds that follow each other are nearly the same.
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        double part = 0.2 + random.nextDouble();
        int which = random.nextInt(3);
        Double cost = which == 0 ? null : Double.valueOf(Math.round(100 * part * cheapest(world)) / 100.0);
        var devices = new TreeMap<String, Integer>();
        if (which != 1) {
            devices.put("type0", (int) (part * devicesOf("type0", world)));
        }
        String tenant = List.of("default", Budget.DEFAULT, Budget.CLUSTER).get(random.nextInt(3));
        List<GroupVariant.Sizable> variants =
                world.groups().stream().flatMap(ServingGroup::sizable).toList();
        List<Budgets.Running> running = variants.stream()
                .map(variant -> Budgets.Running.planned("default", running(variant), variant.currentReplicas()))
                .toList();
        List<String> accelerators = variants.stream()
                .flatMap(variant -> variant.options().stream().map(VariantOption::accelerator))
                .toList();
        return world.with(new Limits(
                new Budgets(running, accelerators, name -> name).limits(List.of(new Budget(tenant, cost, devices)))));
    }

    /** The same fleet within a ResourceQuota too: of devices, cpu, pods or several of them. */
    static PlanningProblem withQuota(PlanningProblem world, long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        Map<String, Long> hard = new TreeMap<>();
        for (String resource : List.of("nvidia.com/gpu", "cpu", "pods")) {
            if (random.nextBoolean()) {
                long all = world.nodes().stream()
                        .mapToLong(node -> node.allocatable().amount(resource))
                        .sum();
                double part = resource.equals("pods") ? 0.1 : 1;
                hard.put(resource, (long) (part * random.nextDouble() * all));
            }
        }
        var quota = new NamespaceQuota("default", "drawn", ResourceVector.of(hard), ResourceVector.NONE);
        return world.with(world.limits().and(Quotas.of(List.of(quota), Map.of()).all()));
    }

    /** The same fleet beside a reserve: groups of devices of any product, with cpu. */
    static PlanningProblem withReserve(PlanningProblem world, long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L + 2);
        int devices = SIZES[random.nextInt(SIZES.length)];
        var cpu = ResourceVector.of(Map.of("cpu", 4_000L * random.nextInt(4) * devices));
        String resource = random.nextInt(4) == 0 ? "amd.com/gpu" : "nvidia.com/gpu";
        var reserve = new Reserve("drawn", resource, devices, 1 + random.nextInt(6), cpu);
        return new PlanningProblem(
                world.nodes(),
                world.occupants(),
                world.groups(),
                world.limits(),
                world.budget(),
                world.churn(),
                world.unlimited(),
                world.saturation(),
                List.of(reserve));
    }

    private static long devicesOf(String type, PlanningProblem world) {
        return world.nodes().stream()
                .filter(node -> type.equals(node.labels().get("accelerator")))
                .mapToLong(node -> node.allocatable().amount("nvidia.com/gpu"))
                .sum();
    }

    private static VariantOption running(GroupVariant.Sizable variant) {
        return variant.options().stream()
                .filter(option -> option.accelerator().equals(variant.current()))
                .findFirst()
                .orElse(variant.options().getFirst());
    }

    /** What serving all would cost if there were room everywhere, roughly. */
    private static double cheapest(PlanningProblem world) {
        return world.groups().stream()
                .flatMap(group -> group.sizable().limit(1))
                .mapToDouble(variant -> variant.options().stream()
                        .mapToDouble(option -> option.wanted() * option.costPerReplicaHour())
                        .min()
                        .orElse(0))
                .sum();
    }

    private static PlanningProblem with(PlanningProblem world, UnaryOperator<ServingGroup> change) {
        return world.in(
                world.nodes(),
                world.occupants(),
                world.groups().stream().map(change).toList());
    }

    private static ServingGroup with(ServingGroup group, @Nullable Demand demand, List<GroupVariant> variants) {
        return new ServingGroup(
                group.model(),
                group.serviceClass(),
                group.priority(),
                group.level(),
                group.routing(),
                demand,
                variants,
                group.notes());
    }

    private PlanningProblem problem() {
        IntStream.range(0, size.nodes()).forEach(this::node);
        List<ServingGroup> groups = new ArrayList<>();
        while (variants < size.variants()) {
            int most = random.nextInt(10) < 6 ? 1 : 2 + random.nextInt(2);
            groups.add(group(groups.size(), Math.min(most, size.variants() - variants)));
        }
        return new PlanningProblem(nodes, pods, groups, SearchBudget.DEFAULT);
    }

    private Type type(int number) {
        double price = Math.round(100 * (0.6 + 4 * random.nextDouble())) / 100.0;
        double speed = price * (0.7 + 0.6 * random.nextDouble());
        return new Type("type" + number, number % 3 == 2 ? "amd.com/gpu" : "nvidia.com/gpu", price, speed);
    }

    private void node(int number) {
        Type type = types.get(number % types.size());
        int devices = random.nextInt(5) == 0 ? 4 : 8;
        String name = "n" + number;
        var labels = new TreeMap<>(Map.of("accelerator", type.name(), "zone", random.nextInt(3) == 0 ? "b" : "a"));
        var allocatable =
                ResourceVector.of(Map.of(type.resource(), (long) devices, "cpu", 12_000L * devices, "pods", 110L));
        nodes.add(new NodeFacts(name, labels, List.of(), false, true, false, allocatable));
        int used = random.nextInt(3) == 0 ? random.nextInt(devices + 1) : 0;
        freeDevices += devices - used;
        if (used > 0) {
            var requests = ResourceVector.of(Map.of(type.resource(), (long) used, "cpu", 6_000L * used));
            pods.add(new PodFacts("others", "p" + number, null, name, true, false, requests));
        }
    }

    private ServingGroup group(int number, int members) {
        double devices = freeDevices * size.load() * members / size.variants() * (0.4 + 1.2 * random.nextDouble());
        double demand = 10 + 90 * random.nextDouble();
        int first = variants;
        variants += members;
        return new ServingGroup(
                new ModelKey("default", "m" + number),
                null,
                1 + random.nextInt(3),
                ServiceLevel.NONE,
                random.nextInt(4) == 0 ? Routing.RANDOM : Routing.LEAST_LOADED,
                new Demand(demand, demand, TokenMix.fixed(0, 0), false),
                IntStream.range(first, first + members)
                        .<GroupVariant>mapToObj(v -> variant(v, members, demand, devices))
                        .toList(),
                List.of());
    }

    /** @param devices that the whole demand takes of a middling type */
    private GroupVariant variant(int number, int members, double demand, double devices) {
        int min = random.nextInt(4) == 0 ? 1 : 0;
        Integer max = random.nextInt(6) == 0 ? Integer.valueOf(min + 1 + random.nextInt(6)) : null;
        int replicaDevices = SIZES[random.nextInt(SIZES.length)];
        List<Type> chosen = new ArrayList<>(types);
        Collections.shuffle(chosen, random);
        List<VariantOption> options = chosen.stream()
                .limit(1 + random.nextInt(MOST_OPTIONS))
                .map(type -> option(type, members, replicaDevices, demand, devices))
                .sorted(Comparator.comparingDouble(o -> o.costPerReplicaHour() / o.capacityOf(1)))
                .toList();
        String name = "v" + number;
        return new GroupVariant.Sizable(
                new VariantKey("default", name), name, min, max, 0, null, new TreeMap<>(), options, List.of());
    }

    private VariantOption option(Type type, int members, int replicaDevices, double demand, double devices) {
        int each = random.nextInt(3) == 0 ? SIZES[random.nextInt(SIZES.length)] : replicaDevices;
        double typical = Math.max(1, Math.min(MOST_REPLICAS, devices / each * 2.6 / type.speed()));
        double own = demand / typical * (0.8 + 0.4 * random.nextDouble());
        double pooling = members == 1 && random.nextBoolean() ? 0.25 : 0;
        List<Double> capacity = new ArrayList<>();
        for (int r = 1; r <= MOST_REPLICAS && (r == 1 || capacity.getLast() < demand); r++) {
            capacity.add(own * r * (1 - pooling / r));
        }
        SortedMap<String, String> selector = new TreeMap<>(Map.of("accelerator", type.name()));
        if (random.nextInt(7) == 0) {
            selector.put("zone", "a");
        }
        long cpu = each * cpuPerDevice[random.nextInt(cpuPerDevice.length)];
        var requests = ResourceVector.of(Map.of(type.resource(), (long) each, "cpu", cpu));
        double cost = Math.round(100 * each * type.price()) / 100.0;
        var pod = new PodShape(requests, new TreeMap<>(), selector, null, List.of());
        return new VariantOption(type.name(), null, each, pod, 8, cost, capacity, capacity.size(), null, null);
    }
}
