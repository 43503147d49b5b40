package dev.inferno.optimizer.exact;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.ExactEngine.Grant;
import dev.inferno.optimizer.FleetPlan;
import dev.inferno.optimizer.Limit;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.optimizer.VariantPlan;
import dev.inferno.snapshot.VariantKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole plan as an integer program.
 *
 * <p>Method: one bool per variant, option and count; replicas of the same pod on every node, see {@link NodeRooms}; levels:
 * minimums missed by priority, unmet demand by priority, cost. A router that splits equally picks the slowest rate it will
 * bear; slower options are then closed to it. Replicas that run stay on their nodes as far as their option and count do. Only
 * for pods that have no rules about other pods. Units: unmet demand in billionths, cost in {@link #perCost} parts. Thread-safety:
 * none.
 */
final class PlanModel {

    private static final double WHOLE = 1e9;
    private static final double MOST_PER_COST = 1e6;

    /** Sums beyond this come near to what the solver can hold. */
    private static final double MOST_COST = 1e15;

    private final CpModel model = new CpModel();
    private final NodeRooms rooms;
    private final double perCost;
    private final Map<VariantKey, List<Count>> counts = new LinkedHashMap<>();
    private final TreeMap<Integer, LinearExprBuilder> missed = new TreeMap<>();
    private final TreeMap<Integer, LinearExprBuilder> unmet = new TreeMap<>();
    private final Map<Integer, Integer> terms = new TreeMap<>();
    private final LinearExprBuilder cost = LinearExpr.newBuilder();

    /** Whether a variant gets this: so many that stay, so many new ones. */
    private record Count(
            Sizable variant,
            VariantOption option,
            int replicas,
            NodeRooms.Spots staying,
            NodeRooms.Spots fresh,
            BoolVar chosen) {

        static Count of(Sizable variant, VariantOption option, int replicas, NodeRooms rooms, BoolVar chosen) {
            NodeRooms.Spots staying = rooms.staying(variant, option);
            NodeRooms.Spots fresh = rooms.fresh(option);
            int stay = Math.min(replicas, staying.room());
            staying.use(chosen, stay);
            fresh.use(chosen, replicas - stay);
            return new Count(variant, option, replicas, staying, fresh, chosen);
        }
    }

    /**
     * A sum to be made least.
     *
     * @param rounding by which equal plans may differ
     * @param lacksNothing at the start
     */
    record Level(LinearExpr sum, int rounding, boolean lacksNothing) {}

    PlanModel(PlanningProblem problem) {
        this.rooms = new NodeRooms(model, problem);
        this.perCost = Math.min(MOST_PER_COST, MOST_COST / Math.max(1, mostCost(problem)));
        problem.groups().stream()
                .filter(group -> !Demands.sizable(group).isEmpty())
                .sorted(Comparator.comparingInt(ServingGroup::priority)
                        .thenComparing(
                                group -> Demands.sizable(group).getFirst().key()))
                .forEach(this::add);
        problem.limits().all().forEach(this::keep);
        rooms.close();
    }

    CpModel cp() {
        return model;
    }

    /** All levels but the last, which is the cost; most important first. */
    List<Level> service(FleetPlan start) {
        List<Level> levels = new ArrayList<>();
        boolean minimums = counts.values().stream()
                .map(own -> own.getFirst().variant())
                .allMatch(variant -> planOf(variant.key(), start).granted() >= variant.minReplicas());
        missed.values().forEach(level -> levels.add(new Level(level.build(), 0, minimums)));
        unmet.forEach((priority, level) -> levels.add(new Level(
                level.build(),
                terms.getOrDefault(priority, 0),
                start.score().unmetByPriority().getOrDefault(priority, 1.0) == 0)));
        return levels;
    }

    LinearExpr cost() {
        return cost.build();
    }

    /** Cost units per hour of a value of {@link #cost}. */
    double costPerHour(double value) {
        return value / perCost;
    }

    /** Begins the search at a plan. */
    void hint(FleetPlan start) {
        Map<NodeRooms.Spots, TreeMap<String, Integer>> placed = new LinkedHashMap<>();
        counts.forEach((key, own) -> {
            VariantPlan plan = planOf(key, start);
            for (Count count : own) {
                boolean chosen = count.replicas() == plan.granted()
                        && (plan.granted() == 0 || count.option().equals(plan.option()));
                model.addHint(count.chosen(), chosen ? 1 : 0);
                if (chosen) {
                    plan.placement().replicasByNode().forEach((node, replicas) -> share(count, node, replicas, placed));
                }
            }
        });
        rooms.all()
                .forEach(spots -> spots.here()
                        .forEach((node, here) -> model.addHint(
                                here,
                                placed.getOrDefault(spots, new TreeMap<>()).getOrDefault(node, 0))));
    }

    private static VariantPlan planOf(VariantKey key, FleetPlan start) {
        return Objects.requireNonNull(start.of(key), "a plan for every variant");
    }

    private static void share(
            Count count, String node, int replicas, Map<NodeRooms.Spots, TreeMap<String, Integer>> placed) {
        int stay = Math.min(replicas, count.staying().roomAt(node));
        placed.computeIfAbsent(count.staying(), s -> new TreeMap<>()).merge(node, stay, Integer::sum);
        placed.computeIfAbsent(count.fresh(), s -> new TreeMap<>()).merge(node, replicas - stay, Integer::sum);
    }

    /** What the solver found; replicas of equal pods are shared out by name. */
    SortedMap<VariantKey, Grant> grants(CpSolver solver) {
        Map<NodeRooms.Spots, TreeMap<String, Integer>> open = new LinkedHashMap<>();
        rooms.all().forEach(spots -> {
            var here = new TreeMap<String, Integer>();
            spots.here().forEach((node, replicas) -> here.put(node, Math.toIntExact(solver.value(replicas))));
            open.put(spots, here);
        });
        var grants = new TreeMap<VariantKey, Grant>();
        counts.forEach((key, own) -> own.stream()
                .filter(count -> solver.booleanValue(count.chosen()))
                .forEach(count -> {
                    var nodes = new TreeMap<String, Integer>();
                    int stay = Math.min(count.replicas(), count.staying().room());
                    move(stay, Objects.requireNonNull(open.get(count.staying())), nodes);
                    move(count.replicas() - stay, Objects.requireNonNull(open.get(count.fresh())), nodes);
                    grants.put(key, new Grant(count.option(), nodes));
                }));
        return grants;
    }

    private static void move(int replicas, TreeMap<String, Integer> from, Map<String, Integer> to) {
        int missing = replicas;
        for (Map.Entry<String, Integer> here : from.entrySet()) {
            int taken = Math.min(missing, here.getValue());
            if (taken > 0) {
                to.merge(here.getKey(), taken, Integer::sum);
                here.setValue(here.getValue() - taken);
                missing -= taken;
            }
        }
    }

    private void add(ServingGroup group) {
        for (Sizable variant : Demands.sizable(group)) {
            var own = new ArrayList<Count>();
            own.add(Count.of(variant, variant.options().getFirst(), 0, rooms, model.newBoolVar("")));
            for (VariantOption option : variant.options()) {
                for (int replicas = 1; replicas <= Demands.most(group, variant, option); replicas++) {
                    own.add(Count.of(variant, option, replicas, rooms, model.newBoolVar("")));
                }
            }
            counts.put(variant.key(), own);
            terms.merge(group.priority(), 1, Integer::sum);
            model.addExactlyOne(own.stream().map(Count::chosen).toArray(BoolVar[]::new));
            // Rounded down, so that a bound on the sum never lies.
            own.forEach(count -> cost.addTerm(
                    count.chosen(), (long) (count.replicas() * count.option().costPerReplicaHour() * perCost + 1e-3)));
            minimum(group, variant, own);
        }
        double demand = Demands.demand(group);
        LinearExprBuilder level = unmet.computeIfAbsent(group.priority(), p -> LinearExpr.newBuilder());
        if (demand <= 0) {
            return;
        }
        IntVar lacking = model.newIntVar(0, (long) WHOLE, "");
        level.add(lacking);
        if (Demands.mixes(group)) {
            splitEqually(group, demand, lacking);
        } else {
            var all = LinearExpr.newBuilder().add(lacking);
            for (Count count : members(group)) {
                all.addTerm(count.chosen(), part(Demands.carried(group, count.option(), count.replicas()) / demand));
            }
            model.addGreaterOrEqual(all, (long) WHOLE);
        }
    }

    /** Replicas that count take no more than a limit leaves; one beyond it stands for any that alone exceed it. */
    private void keep(Limit limit) {
        var taken = LinearExpr.newBuilder();
        counts.forEach((key, own) -> {
            if (limit.counts(key)) {
                own.forEach(count -> taken.addTerm(count.chosen(), (long)
                        Math.min(count.replicas() * limit.each(count.option()), limit.left() + 1)));
            }
        });
        model.addLessOrEqual(taken, (long) limit.left());
    }

    private void minimum(ServingGroup group, Sizable variant, List<Count> own) {
        if (variant.minReplicas() > 0) {
            IntVar missing = model.newIntVar(0, variant.minReplicas(), "");
            var reached = LinearExpr.newBuilder().add(missing);
            own.forEach(count -> reached.addTerm(count.chosen(), Math.min(count.replicas(), variant.minReplicas())));
            model.addGreaterOrEqual(reached, variant.minReplicas());
            missed.computeIfAbsent(group.priority(), p -> LinearExpr.newBuilder())
                    .add(missing);
        }
    }

    /** Whatever rate is chosen as the slowest, no slower option is used and every replica carries that much. */
    private void splitEqually(ServingGroup group, double demand, IntVar lacking) {
        List<Count> all = members(group);
        List<BoolVar> chosen = new ArrayList<>();
        Demands.rates(group).forEach(rate -> {
            BoolVar slowest = model.newBoolVar("");
            chosen.add(slowest);
            var carried = LinearExpr.newBuilder().add(lacking);
            for (Count count : all) {
                if (count.replicas() > 0 && count.option().capacityOf(1) < rate) {
                    model.addImplication(slowest, count.chosen().not());
                } else {
                    carried.addTerm(count.chosen(), part(count.replicas() * rate / demand));
                }
            }
            model.addGreaterOrEqual(carried, (long) WHOLE).onlyEnforceIf(slowest);
        });
        model.addExactlyOne(chosen.toArray(BoolVar[]::new));
    }

    private List<Count> members(ServingGroup group) {
        return Demands.sizable(group).stream()
                .flatMap(member -> Objects.requireNonNull(counts.get(member.key())).stream())
                .toList();
    }

    private static double mostCost(PlanningProblem problem) {
        double sum = 0;
        for (ServingGroup group : problem.groups()) {
            for (Sizable variant : Demands.sizable(group)) {
                sum += variant.options().stream()
                        .mapToDouble(option -> Demands.most(group, variant, option) * option.costPerReplicaHour())
                        .max()
                        .orElse(0);
            }
        }
        return sum;
    }

    /** A part that just reaches the whole must not miss it by a rounding; up to a unit too much. */
    private static long part(double part) {
        return (long) Math.min(WHOLE, Math.ceil(part * WHOLE - 1e-3));
    }
}
