package dev.inferno.optimizer;

import java.util.Arrays;
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

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final int ranks;
    private final List<Column> nothing;
    private final Alternatives alternatives;
    private final Steps steps;
    private final List<Integer> byRank;

    /** @param nothing a column per team that takes no room */
    Rounding(
            Rooms rooms,
            List<TeamPricer> teams,
            int ranks,
            List<Column> nothing,
            Alternatives alternatives,
            Steps steps) {
        this.rooms = rooms;
        this.teams = teams;
        this.ranks = ranks;
        this.nothing = nothing;
        this.alternatives = alternatives;
        this.steps = steps;
        this.byRank = IntStream.range(0, teams.size())
                .boxed()
                .sorted(Comparator.comparingInt(team -> teams.get(team).team().rank()))
                .toList();
    }

    Occupancy rounded(ColumnSimplex<Column> solved) {
        var plan = new Occupancy(rooms, teams, ranks, nothing);
        boolean placed = wholeAtOnce(solved, plan);
        List<Integer> order = byRank.stream()
                .filter(team -> !placed || !whole(solved.parts(team)))
                .sorted(Comparator.comparing(team -> !whole(solved.parts(team))))
                .toList();
        for (int team : order) {
            solved.parts(team).stream()
                    .sorted(Comparator.comparingDouble(part -> -part.part()))
                    .filter(part -> part.part() > 1e-6)
                    .forEach(part -> better(plan, team, part.column()));
        }
        return plan;
    }

    /**
     * What teams would lack and cost if room were no limit.
     *
     * @param penalties as of {@link Relaxation#of}
     */
    Levels ideal(double[] penalties) {
        var free = new Prices(
                new double[rooms.kinds().size()],
                Arrays.copyOf(penalties, ranks),
                Arrays.copyOfRange(penalties, ranks, 2 * ranks));
        var ideal = new Levels(ranks);
        for (TeamPricer team : teams) {
            team.least(free);
            ideal.add(Column.of(team.team(), team.choices(), rooms), team.team().rank(), 1);
        }
        return ideal;
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
