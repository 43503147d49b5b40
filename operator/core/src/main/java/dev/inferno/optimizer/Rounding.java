package dev.inferno.optimizer;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes plans that fit of solved relaxations, and fills what room is left.
 *
 * <p>Method: teams whose column is whole keep it; the others take, most important first, the best that still fits. Then each
 * team the best that fits beside all others, until none has a better one. Complexity: one step per column looked at.
 * Thread-safety: none.
 */
final class Rounding {

    private static final double WHOLE = 1 - 1e-6;

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
        boolean placed = wholeAtOnce(solved, plan);
        List<Integer> order = byRank.stream()
                .filter(team -> !placed || !whole(solved.parts(team)))
                .sorted(Comparator.comparing(team -> !whole(solved.parts(team))))
                .toList();
        for (int team : order) {
            if (until.ended()) {
                break;
            }
            solved.parts(team).stream()
                    .sorted(Comparator.comparingDouble(part -> -part.part()))
                    .filter(part -> part.part() > 1e-6)
                    .forEach(part -> better(plan, team, part.column()));
        }
        return plan;
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
    void fill(Occupancy plan) {
        boolean gained = true;
        while (gained) {
            gained = false;
            for (int team : byRank) {
                gained |= best(plan, team);
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
            double change = transition(team, now);
            for (Column column : change > 0 ? alternatives.of(team, now) : List.<Column>of()) {
                double less = compare(column, now) == 0 ? transition(team, column) : change;
                if (less < change && plan.exchange(team, column)) {
                    change = less;
                }
            }
        }
    }

    private double transition(int team, Column column) {
        List<Item> items = teams.get(team).team().items();
        return IntStream.range(0, items.size())
                .mapToDouble(i -> items.get(i).transitionTo(column.own().get(i)))
                .sum();
    }

    private boolean best(Occupancy plan, int team) {
        if (compare(ideal.get(team), plan.column(team)) >= 0) {
            return false;
        }
        for (Column column : alternatives.of(team, plan.column(team))) {
            if (compare(column, plan.column(team)) >= 0 || !steps.next()) {
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

    /** All teams whose column is whole together; nothing when they do not fit. */
    private boolean wholeAtOnce(ColumnSimplex<Column> solved, Occupancy plan) {
        for (int team = 0; team < teams.size(); team++) {
            List<ColumnSimplex.Part<Column>> parts = solved.parts(team);
            if (whole(parts)) {
                plan.lift(team);
                plan.put(
                        team,
                        Collections.max(parts, Comparator.comparingDouble(ColumnSimplex.Part::part))
                                .column());
            }
        }
        if (plan.keepsRows() && plan.fits(plan.columns().toArray(Column[]::new))) {
            return true;
        }
        for (int team = 0; team < teams.size(); team++) {
            plan.lift(team);
            plan.put(team, nothing.get(team));
        }
        return false;
    }

    private static boolean whole(List<ColumnSimplex.Part<Column>> parts) {
        return parts.stream().anyMatch(part -> part.part() > WHOLE);
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
