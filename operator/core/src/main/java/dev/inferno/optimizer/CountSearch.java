package dev.inferno.optimizer;

import dev.inferno.topology.placement.CapacityLedger;
import dev.inferno.topology.placement.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans by prices of room.
 *
 * <p>Problem: too many combinations to try, all coupled by a few kinds of room. Method: a plan rounded from the relaxation of
 * all levels at once; then level by level, most important first, {@link LevelSearch}: that of the cost gives the bound.
 * Only for pods without rules about other pods, see {@link PlainWorld}; what runs may be moved. Thread-safety: none.
 */
final class CountSearch {

    /** What a whole demand of the least priority is worth, in dearest choices. */
    private static final double SERVICE = 1_000;

    /** Columns tried for the first plan although the clock has stopped the search: what the relaxation has may fit nowhere. */
    private static final long FIRST_FILL = 5_000;

    private static final double MOST_APART = 1e9;

    /** What a unit of the level sought is worth, in dearest choices: more than cost, so that cost only breaks ties. */
    private static final double LEVEL = 1e4;

    private final World world;
    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final Steps steps;
    private final int ranks;
    private final double dearest;
    private final List<Column> nothing;
    private final double[] penalties;
    private final Alternatives alternatives;
    private final Rounding rounding;
    private final PatternCuts cuts;
    private final TeamDraw draw;

    /** Choices with nodes, and what no plan that serves as much costs less than; null when it was not found out. */
    record Found(
            List<Choice> choices,
            List<Placement> placements,
            @Nullable Double bound) {}

    CountSearch(World world, CapacityLedger ledger, Steps steps) {
        this.world = world;
        this.steps = steps;
        this.rooms = new Rooms(world, ledger);
        this.teams =
                world.teams().stream().map(team -> new TeamPricer(team, rooms)).toList();
        this.ranks = world.priorities().size();
        this.dearest = teams.stream()
                .flatMap(team -> team.items().stream())
                .mapToDouble(item -> Arrays.stream(item.cost).max().orElse(0))
                .reduce(1e-6, Math::max);
        this.nothing = teams.stream()
                .map(team -> Column.of(
                        team.team(),
                        team.team().items().stream().map(item -> Choice.NONE).toList(),
                        rooms))
                .toList();
        this.alternatives = new Alternatives(rooms, teams);
        this.penalties = penalties();
        this.rounding = new Rounding(rooms, teams, ranks, nothing, ideal(), alternatives, steps);
        this.cuts = new PatternCuts(rooms);
        this.draw = new TeamDraw(rooms, teams, steps.seed());
    }

    Found run() {
        var simplex = new ColumnSimplex<>(Relaxation.of(rooms, teams, ranks, penalties), nothing);
        // The first plan is made whatever the time: one stopped before it would serve nothing.
        Steps construction = Steps.unbounded();
        simplex.solve(LevelSearch.MOST_PIVOTS, construction);
        Occupancy plan = rounding.rounded(simplex, construction);
        rounding.fill(plan, steps);
        if (steps.ended()) {
            rounding.fill(plan, Steps.bounded(FIRST_FILL));
        }
        Levels ideal = rounding.ideal();
        double[] relaxed = relaxed(simplex);
        for (int level = 0; level < Levels.cost(ranks) && !steps.ended(); level++) {
            if (plan.levels().get(level) > ideal.get(level)
                    && !nearly(plan.levels().value(level), relaxed[level])) {
                plan = served(plan, level);
            }
        }
        Double bound = null;
        if (!steps.ended()) {
            LevelSearch search = search(new Objective(ranks, Levels.cost(ranks), 0), plan.columns());
            plan = search.start();
            rounding.towards(search.solved(), plan);
            rounding.fill(plan, steps);
            search.improve(plan, 1);
            bound = Math.max(0, search.bound());
        }
        rounding.settle(plan);
        return new Found(choices(plan), new NodeShare(world, rooms).placements(plan), bound);
    }

    /** A large fleet that is served so nearly as well as its relaxed plan is searched no further. */
    private boolean nearly(double level, double relaxed) {
        return teams.size() > LevelSearch.MOST_AT_ONCE && level - relaxed <= LevelSearch.ENOUGH * Math.max(1, relaxed);
    }

    /** Replicas below minimums and unmet demands of the relaxed plan, by level. */
    private double[] relaxed(ColumnSimplex<Column> simplex) {
        double[] levels = new double[2 * ranks];
        for (int team = 0; team < teams.size(); team++) {
            int rank = teams.get(team).team().rank();
            for (var part : simplex.parts(team)) {
                levels[rank] += part.part() * part.column().missing();
                levels[Levels.unmet(ranks, rank)] += part.part() * part.column().unmet();
            }
        }
        return levels;
    }

    /** A plan that serves more at that level and as much before it; the same where none is found. */
    private Occupancy served(Occupancy plan, int level) {
        var objective = new Objective(ranks, level, LEVEL * dearest);
        LevelSearch search = search(objective, without(plan, objective));
        Occupancy start = search.start();
        rounding.towards(search.solved(), start);
        Occupancy rounded = rounding.rounded(search.solved(), steps);
        Occupancy better = rounded.levels().compareTo(start.levels(), level + 1) < 0 ? rounded : start;
        search.improve(better, Levels.size(ranks) - level);
        if (better.levels().compareTo(plan.levels(), level + 1) >= 0) {
            return plan;
        }
        rounding.restore(better, plan);
        rounding.fill(better, steps);
        // One that there was no time to fill would serve one more and drop many.
        return steps.ended() ? plan : better;
    }

    private LevelSearch search(Objective objective, List<Column> columns) {
        List<Column> fresh =
                columns.stream().map(column -> column.with(rooms.rows())).toList();
        return new LevelSearch(rooms, teams, objective, cuts, alternatives, draw, steps, fresh);
    }

    /** The plan without teams that do not concern an objective and have no minimum. */
    private List<Column> without(Occupancy plan, Objective objective) {
        return IntStream.range(0, teams.size())
                .mapToObj(team -> objective.concerns(teams.get(team).team().rank())
                                || nothing.get(team).missing() > 0
                        ? plan.column(team)
                        : nothing.get(team))
                .toList();
    }

    private List<Column> ideal() {
        var free = new Prices(
                new double[rooms.kinds().size()],
                Arrays.copyOf(penalties, ranks),
                Arrays.copyOfRange(penalties, ranks, 2 * ranks));
        return teams.stream()
                .map(team -> {
                    team.least(free);
                    return Column.of(team.team(), team.choices(), rooms);
                })
                .toList();
    }

    /** Service comes before cost, and more important service before less: by so much that a relaxation can tell. */
    private double[] penalties() {
        double unit = SERVICE * dearest;
        double apart = Math.min(1_000, Math.pow(MOST_APART, 1.0 / Math.max(1, ranks)));
        double[] penalties = new double[2 * ranks];
        for (int rank = 0; rank < ranks; rank++) {
            penalties[ranks + rank] = unit * Math.pow(apart, ranks - 1 - rank);
            penalties[rank] = unit * Math.pow(apart, ranks - 1) * 10 * (ranks - rank);
        }
        return penalties;
    }

    private List<Choice> choices(Occupancy plan) {
        return plan.columns().stream().flatMap(column -> column.own().stream()).toList();
    }
}
