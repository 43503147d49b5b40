package dev.inferno.optimizer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.snapshot.Reserve;
import dev.inferno.topology.NodeFacts;
import dev.inferno.topology.PodFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The best score of a tiny problem by trying every count of every option on every node. Shares no code with the optimiser
 * or the placer: it knows selectors, cordons and amounts, the split rules, and the order of the objective.
 */
final class ExhaustiveOracle {

    private static final String[] RESOURCES = {TinyWorld.GPU, "cpu", "pods"};

    private final PlanningProblem problem;
    private final List<Sizable> variants = new ArrayList<>();
    private final List<ServingGroup> groups;
    private final long[][] free;
    private final int[] option;
    private final int[] replicas;
    private Score best = Score.WORST;

    /** Groups of the reserve that are free while what runs runs. */
    private int reservable;

    /** Minimums missed and unmet demand by priority, then cost; smaller is better. */
    record Score(List<Double> levels) implements Comparable<Score> {

        static final Score WORST = new Score(List.of());

        @Override
        public int compareTo(Score other) {
            if (levels.isEmpty() || other.levels.isEmpty()) {
                return Boolean.compare(levels.isEmpty(), other.levels.isEmpty());
            }
            for (int i = 0; i < levels.size(); i++) {
                double apart = levels.get(i) - other.levels.get(i);
                if (Math.abs(apart) > 1e-6) {
                    return apart < 0 ? -1 : 1;
                }
            }
            return 0;
        }
    }

    ExhaustiveOracle(PlanningProblem problem) {
        this.problem = problem;
        this.groups = problem.groups();
        groups.forEach(group -> group.variants().forEach(variant -> variants.add((Sizable) variant)));
        this.option = new int[variants.size()];
        this.replicas = new int[variants.size()];
        this.free = new long[problem.nodes().size()][RESOURCES.length];
        for (int n = 0; n < free.length; n++) {
            NodeFacts node = problem.nodes().get(n);
            for (int r = 0; r < RESOURCES.length; r++) {
                free[n][r] = node.allocatable().amount(RESOURCES[r]);
                for (PodFacts pod : problem.occupants()) {
                    if (node.name().equals(pod.node())) {
                        free[n][r] -= r == 2 ? 1 : pod.requests().amount(RESOURCES[r]);
                    }
                }
            }
        }
        running(1);
        problem.reserves().forEach(reserve -> reservable = groups(reserve));
        running(-1);
    }

    Score best() {
        variant(0);
        return best;
    }

    /** The score of a plan somebody else made. */
    Score scoreOf(FleetPlan plan) {
        for (int v = 0; v < variants.size(); v++) {
            VariantPlan own = plan.of(variants.get(v).key());
            replicas[v] = own == null ? 0 : own.granted();
            option[v] = own == null ? 0 : variants.get(v).options().indexOf(own.option());
        }
        assertTrue(withinLimits(), () -> plan + " takes more than " + problem.limits());
        placed(plan, 1);
        assertTrue(keepsReserve(), () -> plan + " leaves no room for " + problem.reserves());
        placed(plan, -1);
        return score();
    }

    private void placed(FleetPlan plan, int times) {
        for (VariantPlan own : plan.variants()) {
            own.placement().replicasByNode().forEach((name, count) -> {
                for (int n = 0; n < free.length; n++) {
                    if (problem.nodes().get(n).name().equals(name)) {
                        take(Objects.requireNonNull(own.option()), n, times * count);
                    }
                }
            });
        }
    }

    /** As many groups are free as there are beside what runs, on nodes that take pods. */
    private boolean keepsReserve() {
        return problem.reserves().stream()
                .allMatch(reserve -> groups(reserve) >= Math.min(reserve.count(), reservable));
    }

    private int groups(Reserve reserve) {
        int groups = 0;
        for (int n = 0; n < free.length; n++) {
            if (!problem.nodes().get(n).unschedulable()) {
                groups += (int) Math.max(0, Math.min(free[n][2], free[n][0] / reserve.devices()));
            }
        }
        return groups;
    }

    private void running(int times) {
        for (Sizable variant : variants) {
            VariantOption used = variant.options().getFirst();
            variant.runningByNode().forEach((name, count) -> {
                for (int n = 0; n < free.length; n++) {
                    if (problem.nodes().get(n).name().equals(name)) {
                        take(used, n, times * count);
                    }
                }
            });
        }
    }

    /** All variants are of one namespace, so every limit counts them all. */
    private boolean withinLimits() {
        for (Limit limit : problem.limits().all()) {
            double taken = 0;
            for (int v = 0; v < variants.size(); v++) {
                VariantOption used = variants.get(v).options().get(option[v]);
                taken += replicas[v]
                        * switch (limit) {
                            case Limit.Quota quota ->
                                quota.resource().equals("pods")
                                        ? 1
                                        : used.pod().requests().amount(quota.resource());
                            case Limit.Cost cost -> used.costPerReplicaHour() * 1e6;
                            case Limit.Devices devices ->
                                used.accelerator().equals(devices.product())
                                        ? used.pod().requests().amount(TinyWorld.GPU)
                                        : 0;
                        };
            }
            if (taken > limit.left()) {
                return false;
            }
        }
        return true;
    }

    private void variant(int v) {
        if (v == variants.size()) {
            if (!withinLimits() || !keepsReserve()) {
                return;
            }
            Score score = score();
            best = score.compareTo(best) < 0 ? score : best;
            return;
        }
        for (int o = 0; o < variants.get(v).options().size(); o++) {
            option[v] = o;
            node(v, 0);
        }
    }

    private void node(int v, int n) {
        if (n == free.length) {
            variant(v + 1);
            return;
        }
        node(v, n + 1);
        VariantOption used = variants.get(v).options().get(option[v]);
        int placed = 0;
        while (replicas[v] < most(v) && placed < limit(v, used, n) && fits(used, n)) {
            take(used, n, 1);
            replicas[v]++;
            placed++;
            node(v, n + 1);
        }
        take(used, n, -placed);
        replicas[v] -= placed;
    }

    private int most(int v) {
        Integer max = variants.get(v).maxReplicas();
        return max == null ? TinyWorld.MOST : max;
    }

    /** New replicas go to open nodes that match; what runs elsewhere may stay, on what it runs on. */
    private int limit(int v, VariantOption used, int n) {
        NodeFacts node = problem.nodes().get(n);
        if (!node.unschedulable()
                && node.labels()
                        .entrySet()
                        .containsAll(used.pod().nodeSelector().entrySet())) {
            return Integer.MAX_VALUE;
        }
        Sizable variant = variants.get(v);
        boolean same = variant.current() == null || variant.current().equals(used.accelerator());
        return same ? variant.runningByNode().getOrDefault(node.name(), 0) : 0;
    }

    private boolean fits(VariantOption used, int n) {
        for (int r = 0; r < RESOURCES.length; r++) {
            if (free[n][r] < amount(used, r)) {
                return false;
            }
        }
        return true;
    }

    private void take(VariantOption used, int n, int count) {
        for (int r = 0; r < RESOURCES.length; r++) {
            free[n][r] -= count * amount(used, r);
        }
    }

    private static long amount(VariantOption used, int r) {
        return r == 2 ? 1 : used.pod().requests().amount(RESOURCES[r]);
    }

    private Score score() {
        var shortfall = new TreeMap<Integer, Double>();
        var unmet = new TreeMap<Integer, Double>();
        double cost = 0;
        int v = 0;
        for (ServingGroup group : groups) {
            double sum = 0;
            double slowest = Double.POSITIVE_INFINITY;
            int all = 0;
            for (int i = 0; i < group.variants().size(); i++, v++) {
                VariantOption used = variants.get(v).options().get(option[v]);
                double missing = Math.max(0, variants.get(v).minReplicas() - replicas[v]);
                shortfall.merge(group.priority(), missing, Double::sum);
                cost += replicas[v] * used.costPerReplicaHour();
                sum += replicas[v] * used.capacity().getFirst();
                all += replicas[v];
                slowest = replicas[v] > 0 ? Math.min(slowest, used.capacity().getFirst()) : slowest;
            }
            double carried = group.routing().blind() ? (all == 0 ? 0 : all * slowest) : sum;
            double demand = group.demand() == null ? 0 : group.demand().plannedPerSecond();
            unmet.merge(group.priority(), demand == 0 ? 0 : Math.max(0, 1 - carried / demand), Double::sum);
        }
        var levels = new ArrayList<Double>();
        levels.addAll(shortfall.values());
        levels.addAll(unmet.values());
        levels.add(cost);
        return new Score(levels);
    }
}
