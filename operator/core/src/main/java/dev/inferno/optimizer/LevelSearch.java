package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lowers one level of a plan without raising those before it.
 *
 * <p>Method: solve the relaxation in which earlier levels are limits and later ones free; round it; then exchange all teams
 * at once where that is not too much, else drawn teams until nothing is gained for long. Thread-safety: none.
 */
final class LevelSearch {

    static final int MOST_PIVOTS = 50_000;
    private static final int NODES_FIRST = 20_000;
    private static final int NODES_LAST = 100_000;

    /** Teams exchanged together, at most, and what may be looked at for it: more where a fleet is small. */
    private static final int MANY = 16;

    private static final int NODES_FOR_MANY = 20_000;
    private static final int FEW = 8;
    private static final int NODES_FOR_FEW = 4_000;

    static final int MOST_AT_ONCE = 64;
    private static final int MOST_ROUNDS = 12;
    /** A gap that is worth no more search where not all teams can be exchanged at once. */
    static final double ENOUGH = 1e-3;

    private static final int PATIENCE = 200;

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final Objective objective;
    private final Alternatives alternatives;
    private final TeamDraw draw;
    private final Steps steps;
    private final Occupancy start;
    private Relaxation relaxation;
    private ColumnSimplex<Column> simplex;
    private double[] duals;
    private double bound;
    private final int[] concerned;

    /**
     * @param columns that fit together; their levels before that of the objective are the limits
     * @param alternatives of the teams, for those with too many columns to list
     * @param cuts finds further rows while they raise the bound
     */
    LevelSearch(
            Rooms rooms,
            List<TeamPricer> teams,
            Objective objective,
            PatternCuts cuts,
            Alternatives alternatives,
            TeamDraw draw,
            Steps steps,
            List<Column> columns) {
        this.rooms = rooms;
        this.teams = teams;
        this.objective = objective;
        this.alternatives = alternatives;
        this.draw = draw;
        this.steps = steps;
        this.start = new Occupancy(rooms, teams, objective.ranks(), columns);
        solve(columns);
        for (int round = 0; round < MOST_ROUNDS && objective.of(start) - bound > objective.rounding(); round++) {
            if (steps.ended() || cuts.add(counts(), steps) == 0) {
                break;
            }
            solve(columns.stream().map(column -> column.with(rooms.rows())).toList());
        }
        this.concerned = IntStream.range(0, teams.size())
                .filter(team -> objective.concerns(relaxation.rank(team)) || missable(team))
                .toArray();
    }

    private void solve(List<Column> columns) {
        relaxation = Relaxation.of(rooms, teams, objective, start.levels());
        simplex = new ColumnSimplex<>(relaxation, columns);
        simplex.solve(MOST_PIVOTS, steps);
        duals = simplex.prices();
        bound = relaxation.bound(duals);
    }

    /** Replicas of each kind in the relaxed plan. */
    private double[] counts() {
        double[] counts = new double[rooms.kinds().size()];
        for (int team = 0; team < teams.size(); team++) {
            for (var part : simplex.parts(team)) {
                for (int i = 0; i < part.column().kinds().length; i++) {
                    counts[part.column().kinds()[i]] +=
                            part.part() * part.column().counts()[i];
                }
            }
        }
        return counts;
    }

    /** What the search began with. */
    Occupancy start() {
        return new Occupancy(
                rooms,
                teams,
                objective.ranks(),
                start.columns().stream()
                        .map(column -> column.with(rooms.rows()))
                        .toList());
    }

    /** What no plan within the limits is below, in the objective's units. */
    double bound() {
        return bound;
    }

    ColumnSimplex<Column> solved() {
        return simplex;
    }

    /**
     * Lowers the level of a plan that keeps the limits.
     *
     * @param levelsLeft among which the steps that are left are shared, this one too
     */
    void improve(Occupancy plan, int levelsLeft) {
        var lists = new Shortlists(rooms, teams, alternatives, relaxation.prices(duals), objective.of(plan) - bound);
        var exchange = new Exchange(objective, teams, lists, duals, rooms.rows(), steps);
        if (closed(plan) || all(plan, exchange, lists, NODES_FIRST)) {
            return;
        }
        boolean large = concerned.length > MOST_AT_ONCE;
        int idle = 0;
        long reserve = steps.left() - steps.left() / Math.max(1, levelsLeft);
        int[] first = improvable(plan, lists);
        while (idle < PATIENCE + 10 * concerned.length && steps.left() > reserve && steps.next()) {
            int size = 2 + idle % ((large ? FEW : MANY) - 1);
            if (exchange.improve(
                    plan, draw.next(plan, first, concerned, size), large ? NODES_FOR_FEW : NODES_FOR_MANY)) {
                if (closed(plan)) {
                    return;
                }
                idle = 0;
                first = improvable(plan, lists);
            } else {
                idle++;
            }
        }
        all(plan, exchange, lists, NODES_LAST);
    }

    /** Teams that have not what the prices say is best for them; all where there is none. */
    private int[] improvable(Occupancy plan, Shortlists lists) {
        int[] improvable = Arrays.stream(concerned)
                .filter(team -> lists.priced(team, plan.column(team)) > lists.least(team) + objective.rounding())
                .toArray();
        return improvable.length > 0 ? improvable : concerned;
    }

    /** Nothing is left to gain, or in a large fleet next to nothing. */
    private boolean closed(Occupancy plan) {
        double gap = objective.of(plan) - bound;
        return gap <= objective.rounding() || concerned.length > MOST_AT_ONCE && gap <= ENOUGH * Math.abs(bound);
    }

    /** Takes all teams out; where that is done to the end, nothing is better. */
    private boolean all(Occupancy plan, Exchange exchange, Shortlists lists, int nodes) {
        if (concerned.length > MOST_AT_ONCE) {
            return false;
        }
        exchange.improve(plan, concerned, nodes);
        boolean proven =
                !exchange.cut() && lists.complete() && rooms.pools().stream().noneMatch(Pool::unsure);
        bound = proven ? Math.max(bound, objective.of(plan) - objective.rounding()) : bound;
        return proven;
    }

    private boolean missable(int team) {
        return teams.get(team).team().items().stream()
                .anyMatch(item -> item.variant().minReplicas() > 0);
    }
}
