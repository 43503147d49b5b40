package dev.inferno.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Limit;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.Reserve;
import dev.inferno.snapshot.VariantKey;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.ResourceVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Reckons what a plan is worth, and whether it fits, from the problem alone: no code of the optimiser or the placer. */
final class PlanJudge {

    private final PlanningProblem problem;

    /** What one variant gets. */
    record Given(VariantOption option, int replicas) {

        /** Beyond the end of the list a replica carries what it does at the end. */
        double eachCarries() {
            int known = Math.min(replicas, option.capacity().size());
            return option.capacityOf(known) / known;
        }
    }

    /** Smaller is better, level by level: minimums missed by priority, then unmet demand by priority, then cost. */
    record Score(List<Double> service, double cost) {

        /** Sums of roundings are less. */
        private static final double SAME = 1e-5;

        boolean servesAsMuchAs(Score other) {
            for (int level = 0; level < service.size(); level++) {
                if (Math.abs(service.get(level) - other.service.get(level)) > SAME) {
                    return service.get(level) < other.service.get(level);
                }
            }
            return true;
        }
    }

    PlanJudge(PlanningProblem problem) {
        this.problem = problem;
    }

    Score score(FleetPlan plan) {
        return score(variant -> {
            VariantPlan own = Objects.requireNonNull(plan.of(variant.key()));
            return new Given(Objects.requireNonNull(own.option()), own.granted());
        });
    }

    Score score(Function<Sizable, Given> plan) {
        var missed = new TreeMap<Integer, Double>();
        var unmet = new TreeMap<Integer, Double>();
        double cost = 0;
        for (ServingGroup group : problem.groups()) {
            List<Given> given = new ArrayList<>();
            double missing = 0;
            for (var member : group.variants()) {
                var variant = (Sizable) member;
                Given own = plan.apply(variant);
                given.add(own);
                missing += Math.max(0, variant.minReplicas() - own.replicas());
                cost += own.replicas() * own.option().costPerReplicaHour();
            }
            missed.merge(group.priority(), missing, Double::sum);
            double demand = Objects.requireNonNull(group.demand()).plannedPerSecond();
            double lacking = demand <= 0 ? 0 : Math.max(0, 1 - carried(group, given) / demand);
            unmet.merge(group.priority(), lacking < 1e-9 ? 0 : lacking, Double::sum);
        }
        var levels = new ArrayList<>(missed.values());
        levels.addAll(unmet.values());
        return new Score(levels, cost);
    }

    private static double carried(ServingGroup group, List<Given> given) {
        double sum = 0;
        double slowest = Double.POSITIVE_INFINITY;
        int replicas = 0;
        for (Given own : given) {
            if (own.replicas() > 0) {
                sum += own.option().capacityOf(own.replicas());
                replicas += own.replicas();
                slowest = Math.min(slowest, own.eachCarries());
            }
        }
        return !group.routing().blind() || replicas == 0 ? sum : replicas * slowest;
    }

    /** No limit is exceeded; every variant is in the namespace that a limit counts. */
    private void assertKeepsLimits(FleetPlan plan, String name) {
        for (Limit limit : problem.limits().all()) {
            double taken = plan.variants().stream()
                    .mapToDouble(own -> own.granted() * each(limit, Objects.requireNonNull(own.option())))
                    .sum();
            assertTrue(taken <= limit.left(), () -> name + ": " + taken + " is more than " + limit);
        }
    }

    private static double each(Limit limit, VariantOption option) {
        return switch (limit) {
            case Limit.Quota quota ->
                quota.resource().equals("pods") ? 1 : option.pod().requests().amount(quota.resource());
            case Limit.Cost cost -> Math.floor(1e6 * option.costPerReplicaHour());
            case Limit.Devices devices ->
                option.accelerator().equals(devices.product()) ? option.devicesPerReplica() : 0;
        };
    }

    /** As many groups of the one reserve are free beside the plan as beside all other pods; of fleets of which nothing runs. */
    private void assertKeepsReserve(
            Map<String, Map<String, Long>> foreign, Map<String, Map<String, Long>> used, String name) {
        for (Reserve reserve : problem.reserves()) {
            long free = Math.min(reserve.count(), groups(reserve, foreign));
            assertTrue(groups(reserve, used) >= free, () -> name + ": " + free + " times " + reserve + " must be free");
        }
    }

    private long groups(Reserve reserve, Map<String, Map<String, Long>> used) {
        var each = reserve.requests()
                .plus(ResourceVector.of(Map.of(reserve.product(), (long) reserve.devices(), "pods", 1L)));
        return problem.nodes().stream()
                .mapToLong(node -> each.amounts().entrySet().stream()
                        .filter(ask -> ask.getValue() > 0)
                        .mapToLong(ask -> (node.allocatable().amount(ask.getKey())
                                        - used.getOrDefault(node.name(), Map.of())
                                                .getOrDefault(ask.getKey(), 0L))
                                / ask.getValue())
                        .min()
                        .orElse(0))
                .sum();
    }

    /** Every replica has a node that its selector names, no node gives more than it has, and no limit is exceeded. */
    void assertFits(FleetPlan plan, String name) {
        assertKeepsLimits(plan, name);
        Map<String, NodeFacts> nodes = new HashMap<>();
        problem.nodes().forEach(node -> nodes.put(node.name(), node));
        Map<String, Map<String, Long>> used = new HashMap<>();
        problem.occupants().forEach(pod -> {
            take(used, Objects.requireNonNull(pod.node()), "pods", 1);
            pod.requests().amounts().forEach((r, amount) -> take(used, Objects.requireNonNull(pod.node()), r, amount));
        });
        Map<String, Map<String, Long>> foreign = new HashMap<>();
        used.forEach((node, amounts) -> foreign.put(node, Map.copyOf(amounts)));
        Map<VariantKey, Sizable> variants = new HashMap<>();
        problem.groups().forEach(g -> g.variants().forEach(v -> variants.put(v.key(), (Sizable) v)));
        for (VariantPlan own : plan.variants()) {
            Integer max = Objects.requireNonNull(variants.get(own.key())).maxReplicas();
            assertTrue(max == null || own.granted() <= max, () -> name + ": " + own.key() + " is above its maximum");
            own.placement().replicasByNode().forEach((node, count) -> {
                var pod = Objects.requireNonNull(own.option()).pod();
                var labels = Objects.requireNonNull(nodes.get(node)).labels();
                assertTrue(labels.entrySet().containsAll(pod.nodeSelector().entrySet()), () -> name + ": " + node);
                take(used, node, "pods", count);
                pod.requests().amounts().forEach((r, amount) -> take(used, node, r, amount * count));
            });
        }
        assertKeepsReserve(foreign, used, name);
        used.forEach((node, amounts) -> amounts.forEach((resource, amount) -> {
            long has = Objects.requireNonNull(nodes.get(node)).allocatable().amount(resource);
            assertTrue(amount <= has, () -> name + ": " + node + " gives " + amount + " of " + has + " " + resource);
        }));
    }

    /** As many of the replicas that run as are granted on their accelerator are where they were. */
    void assertLeavesWhatRuns(FleetPlan plan) {
        problem.groups()
                .forEach(group -> group.variants().forEach(member -> {
                    var variant = (Sizable) member;
                    VariantPlan own = Objects.requireNonNull(plan.of(variant.key()));
                    if (Objects.requireNonNull(own.option()).accelerator().equals(variant.current())) {
                        int kept = variant.runningByNode().entrySet().stream()
                                .mapToInt(on -> Math.min(
                                        on.getValue(),
                                        own.placement().replicasByNode().getOrDefault(on.getKey(), 0)))
                                .sum();
                        assertEquals(
                                Math.min(own.granted(), variant.currentReplicas()), kept, () -> own.key() + " moved");
                    }
                }));
    }

    private static void take(Map<String, Map<String, Long>> used, String node, String resource, long amount) {
        used.computeIfAbsent(node, n -> new HashMap<>()).merge(resource, amount, Long::sum);
    }
}
