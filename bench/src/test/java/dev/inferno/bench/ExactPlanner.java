package dev.inferno.bench;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import dev.inferno.analysis.GroupVariant.Sizable;
import dev.inferno.analysis.ServingGroup;
import dev.inferno.analysis.VariantOption;
import dev.inferno.optimizer.PlanningProblem;
import dev.inferno.snapshot.VariantKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The best plan, proven by CP-SAT.
 *
 * <p>Problem: how good is a plan that a fast search found? Method: one bool per variant, option and count; replicas of the
 * same pod on every node, see {@link ExactRooms}; then level by level, minimums missed by priority, unmet demand by
 * priority, cost, each held at its optimum while the next is sought. A router that splits equally picks the slowest rate it
 * will bear; slower options are then closed to it. Units: unmet demand in millionths, cost in hundredths.
 */
final class ExactPlanner {

    private static final double MILLIONTHS = 1e6;
    private static final int WORKERS = 2;

    private final double limitSeconds;
    private final CpModel model = new CpModel();
    private final ExactRooms rooms;
    private final Map<VariantKey, List<Count>> counts = new LinkedHashMap<>();
    private final TreeMap<Integer, LinearExprBuilder> missed = new TreeMap<>();
    private final TreeMap<Integer, LinearExprBuilder> unmet = new TreeMap<>();
    private final LinearExprBuilder cost = LinearExpr.newBuilder();

    /** Whether a variant gets this. */
    private record Count(PlanJudge.Given given, BoolVar chosen) {

        static BoolVar[] all(List<Count> counts) {
            return counts.stream().map(Count::chosen).toArray(BoolVar[]::new);
        }
    }

    ExactPlanner(PlanningProblem problem, double limitSeconds) {
        this.limitSeconds = limitSeconds;
        this.rooms = new ExactRooms(model, problem);
        problem.groups().forEach(this::add);
        rooms.close();
    }

    /** Null when it was not proven within the limit. */
    PlanJudge.@Nullable Score best(PlanJudge judge) {
        List<LinearExpr> levels = new ArrayList<>();
        missed.values().forEach(level -> levels.add(level.build()));
        unmet.values().forEach(level -> levels.add(level.build()));
        levels.add(cost.build());
        long end = System.nanoTime() + (long) (limitSeconds * 1e9);
        CpSolver solver = new CpSolver();
        for (LinearExpr level : levels) {
            model.minimize(level);
            solver = new CpSolver();
            solver.getParameters()
                    .setNumWorkers(WORKERS)
                    .setRandomSeed(1)
                    .setMaxTimeInSeconds(Math.max(0.01, (end - System.nanoTime()) / 1e9));
            if (solver.solve(model) != CpSolverStatus.OPTIMAL) {
                return null;
            }
            model.addLessOrEqual(level, Math.round(solver.objectiveValue()));
            hint(solver);
        }
        CpSolver last = solver;
        return judge.score(variant -> given(variant, last));
    }

    private void hint(CpSolver solver) {
        model.clearHints();
        counts.values()
                .forEach(own -> own.forEach(count -> model.addHint(count.chosen(), solver.value(count.chosen()))));
        rooms.vars().forEach(var -> model.addHint(var, solver.value(var)));
    }

    private PlanJudge.Given given(Sizable variant, CpSolver solver) {
        return Objects.requireNonNull(counts.get(variant.key())).stream()
                .filter(count -> solver.booleanValue(count.chosen()))
                .map(Count::given)
                .findFirst()
                .orElseGet(() -> new PlanJudge.Given(variant.options().getFirst(), 0));
    }

    private void add(ServingGroup group) {
        double demand = Objects.requireNonNull(group.demand()).plannedPerSecond();
        boolean mixes = group.routing().blind() && group.variants().size() > 1;
        double slowest = rates(group).min().orElseThrow();
        for (var member : group.variants()) {
            var variant = (Sizable) member;
            var own = new ArrayList<Count>();
            for (VariantOption option : variant.options()) {
                int useful = mixes
                        ? (int) Math.ceil(demand / slowest)
                        : option.capacity().size();
                int most = Math.max(useful, variant.minReplicas());
                most = variant.maxReplicas() == null ? most : Math.min(most, variant.maxReplicas());
                for (int replicas = 1; replicas <= most; replicas++) {
                    own.add(new Count(new PlanJudge.Given(option, replicas), model.newBoolVar("")));
                }
            }
            counts.put(variant.key(), own);
            model.addAtMostOne(Count.all(own));
            for (Count count : own) {
                PlanJudge.Given given = count.given();
                rooms.use(given.option().pod(), given.replicas(), count.chosen());
                cost.addTerm(
                        count.chosen(),
                        Math.round(100 * given.replicas() * given.option().costPerReplicaHour()));
            }
            minimum(group, variant, own);
        }
        IntVar lacking = model.newIntVar(0, (long) MILLIONTHS, "");
        unmet.computeIfAbsent(group.priority(), p -> LinearExpr.newBuilder()).add(lacking);
        if (mixes) {
            splitEqually(group, demand, lacking);
        } else {
            var all = LinearExpr.newBuilder().add(lacking);
            for (Count count : members(group)) {
                PlanJudge.Given given = count.given();
                all.addTerm(count.chosen(), part(given.option().capacityOf(given.replicas()) / demand));
            }
            model.addGreaterOrEqual(all, (long) MILLIONTHS);
        }
    }

    private void minimum(ServingGroup group, Sizable variant, List<Count> own) {
        if (variant.minReplicas() > 0) {
            IntVar missing = model.newIntVar(0, variant.minReplicas(), "");
            var reached = LinearExpr.newBuilder().add(missing);
            own.forEach(count ->
                    reached.addTerm(count.chosen(), Math.min(count.given().replicas(), variant.minReplicas())));
            model.addGreaterOrEqual(reached, variant.minReplicas());
            missed.computeIfAbsent(group.priority(), p -> LinearExpr.newBuilder())
                    .add(missing);
        }
    }

    /** Whatever rate is chosen as the slowest, no slower option is used and every replica carries that much. */
    private void splitEqually(ServingGroup group, double demand, IntVar lacking) {
        List<Count> all = members(group);
        List<BoolVar> chosen = new ArrayList<>();
        rates(group).distinct().forEach(rate -> {
            BoolVar slowest = model.newBoolVar("");
            chosen.add(slowest);
            var carried = LinearExpr.newBuilder().add(lacking);
            for (Count count : all) {
                if (count.given().option().capacityOf(1) < rate) {
                    model.addImplication(slowest, count.chosen().not());
                } else {
                    carried.addTerm(count.chosen(), part(count.given().replicas() * rate / demand));
                }
            }
            model.addGreaterOrEqual(carried, (long) MILLIONTHS).onlyEnforceIf(slowest);
        });
        model.addExactlyOne(chosen.toArray(BoolVar[]::new));
    }

    private List<Count> members(ServingGroup group) {
        return group.variants().stream()
                .flatMap(member -> Objects.requireNonNull(counts.get(member.key())).stream())
                .toList();
    }

    private static DoubleStream rates(ServingGroup group) {
        return group.variants().stream()
                .flatMap(member -> ((Sizable) member).options().stream())
                .mapToDouble(option -> option.capacityOf(1));
    }

    /** A part that just reaches the whole must not miss it by a rounding. */
    private static long part(double part) {
        return (long) Math.min(MILLIONTHS, Math.ceil(part * MILLIONTHS - 1e-3));
    }
}
