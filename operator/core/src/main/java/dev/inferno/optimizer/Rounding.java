package dev.inferno.optimizer;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes plans that fit of solved relaxations, and fills what room is left.
 *
 * <p>Method: every team takes the column it has most of; where that is too much, the least important are taken out again, and take
 * the best that still fits. Then each team the best that fits beside all others, until none has a better one. Complexity: one step per column looked at.
 * Thread-safety: none.
 */
final class Rounding {

    /** What moves in one may make room for another in the next. */
    private static final int PASSES = 3;

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final int ranks;
    private final List<Column> nothing;
    private final List<Column> ideal;
    private final Alternatives alternatives;
    private final Steps steps;
    private final List<Integer> byRank;

    /**
     * @param nothing a column per team that takes no room
     * @param ideal what each team would have if room were no limit
     */
    Rounding(
            Rooms rooms,
            List<TeamPricer> teams,
            int ranks,
            List<Column> nothing,
            List<Column> ideal,
            Alternatives alternatives,
            Steps steps) {
        this.rooms = rooms;
        this.teams = teams;
        this.ranks = ranks;
        this.nothing = nothing;
        this.ideal = ideal;
        this.alternatives = alternatives;
        this.steps = steps;
        this.byRank = IntStream.range(0, teams.size())
                .boxed()
                .sorted(Comparator.comparingInt(team -> teams.get(team).team().rank()))
                .toList();
    }

    /** @param until it is ended, what is left gets nothing */
    Occupancy rounded(ColumnSimplex<Column> solved, Steps until) {
        var plan = new Occupancy(rooms, teams, ranks, nothing);
        List<List<ColumnSimplex.Part<Column>>> parts = IntStream.range(0, teams.size())
                .mapToObj(team -> solved.parts(team).stream()
                        .filter(part -> part.part() > 1e-6)
                        .sorted(Comparator.comparingDouble(part -> -part.part()))
                        .toList())
                .toList();
        for (int team = 0; team < teams.size(); team++) {
            if (!parts.get(team).isEmpty()) {
                put(plan, team, parts.get(team).getFirst().column());
            }
        }
        leaveMostImportant(plan);
        for (int team : byRank) {
            if (until.ended()) {
                break;
            }
            if (plan.column(team).own().equals(nothing.get(team).own())) {
                parts.get(team).forEach(part -> better(plan, team, part.column()));
            }
        }
        return plan;
    }

    /** Takes teams out until rows and pools hold the others, of those that use what is exceeded the least important. */
    private void leaveMostImportant(Occupancy plan) {
        for (int team : byRank.reversed()) {
            if (!plan.keepsRowsOf(plan.column(team))) {
                put(plan, team, nothing.get(team));
            }
        }
        for (int pool = 0; pool < rooms.pools().size(); pool++) {
            leaveMostImportant(plan, pool);
        }
    }

    /** As few as possible are taken out, by bisection: pools are asked seldom. */
    private void leaveMostImportant(Occupancy plan, int pool) {
        if (rooms.pools().get(pool).fits(plan.counts())) {
            return;
        }
        int[] using = byRank.stream()
                .mapToInt(Integer::intValue)
                .filter(team -> uses(plan.column(team), pool))
                .toArray();
        Column[] all = IntStream.of(using).mapToObj(plan::column).toArray(Column[]::new);
        int fitting = 0;
        int given = using.length;
        int tooMany = using.length;
        while (tooMany - fitting > 1) {
            given = give(plan, using, all, given, (fitting + tooMany) / 2);
            if (rooms.pools().get(pool).fits(plan.counts())) {
                fitting = given;
            } else {
                tooMany = given;
            }
        }
        give(plan, using, all, given, fitting);
    }

    /** The first so many of these teams get their columns, the others nothing. */
    private int give(Occupancy plan, int[] using, Column[] columns, int now, int wanted) {
        for (int i = wanted; i < now; i++) {
            put(plan, using[i], nothing.get(using[i]));
        }
        for (int i = now; i < wanted; i++) {
            put(plan, using[i], columns[i]);
        }
        return wanted;
    }

    private boolean uses(Column column, int pool) {
        return IntStream.of(column.kinds()).anyMatch(kind -> rooms.poolOf(kind) == pool);
    }

    private static void put(Occupancy plan, int team, Column column) {
        plan.lift(team);
        plan.put(team, column);
    }

    /** Gives teams of a plan what they have in the relaxed one, where that fits and they lack no more than now. */
    void towards(ColumnSimplex<Column> solved, Occupancy plan) {
        for (int pass = 0; pass < PASSES; pass++) {
            for (int team : byRank) {
                if (steps.ended()) {
                    return;
                }
                solved.parts(team).stream()
                        .max(Comparator.comparingDouble(ColumnSimplex.Part::part))
                        .map(ColumnSimplex.Part::column)
                        .filter(column -> lacksNoMore(column, plan.column(team)))
                        .ifPresent(column -> plan.exchange(team, column));
            }
        }
    }

    /** Gives teams that have less than before what they had, where it still fits. */
    void restore(Occupancy plan, Occupancy before) {
        for (int team : byRank) {
            better(plan, team, before.column(team));
        }
    }

    private static boolean lacksNoMore(Column column, Column now) {
        return column.missing() <= now.missing()
                && column.unmet() <= now.unmet()
                && !column.own().equals(now.own());
    }

    /** What teams would lack and cost together if room were no limit. */
    Levels ideal() {
        var levels = new Levels(ranks);
        for (int team = 0; team < teams.size(); team++) {
            levels.add(ideal.get(team), teams.get(team).team().rank(), 1);
        }
        return levels;
    }

    /** Gives every team the best that fits beside the others. */
    void fill(Occupancy plan, Steps until) {
        boolean gained = true;
        while (gained) {
            gained = false;
            for (int team : byRank) {
                gained |= best(plan, team, until);
            }
        }
    }

    /** Of what is worth the same gives every team that which changes least. */
    void settle(Occupancy plan) {
        for (int team : byRank) {
            if (steps.ended()) {
                return;
            }
            Column now = plan.column(team);
            double change = runs(team) ? transition(team, now) : 0;
            for (Column column : change > 0 ? alternatives.of(team, now) : List.<Column>of()) {
                double less = compare(column, now) == 0 ? transition(team, column) : change;
                if (less < change && plan.exchange(team, column)) {
                    change = less;
                }
            }
        }
    }

    private boolean runs(int team) {
        return teams.get(team).team().items().stream().anyMatch(item -> item.running() > 0);
    }

    private double transition(int team, Column column) {
        List<Item> items = teams.get(team).team().items();
        return IntStream.range(0, items.size())
                .mapToDouble(i -> items.get(i).transitionTo(column.own().get(i)))
                .sum();
    }

    private boolean best(Occupancy plan, int team, Steps until) {
        if (compare(ideal.get(team), plan.column(team)) >= 0) {
            return false;
        }
        for (Column column : alternatives.of(team, plan.column(team))) {
            if (compare(column, plan.column(team)) >= 0 || !until.next()) {
                return false;
            }
            if (better(plan, team, column)) {
                return true;
            }
        }
        return false;
    }

    private static boolean better(Occupancy plan, int team, Column column) {
        return compare(column, plan.column(team)) < 0 && plan.exchange(team, column);
    }

    /** Of one team: below 0 when the first is better. */
    private static int compare(Column a, Column b) {
        if (a.missing() != b.missing()) {
            return Integer.compare(a.missing(), b.missing());
        }
        if (Math.abs(a.unmet() - b.unmet()) > 1e-9) {
            return Double.compare(a.unmet(), b.unmet());
        }
        return Math.abs(a.cost() - b.cost()) > 1e-9 ? Double.compare(a.cost(), b.cost()) : 0;
    }
}
