package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of every team the columns that a plan better than the one found can have.
 *
 * <p>Method: reduced costs. What all teams cost at least at the prices of a relaxation leaves a gap to the plan found; a column
 * that alone exceeds it is in no better plan. Made when asked for first, cheapest first. Where they are too many, only the cheapest are
 * listed, and {@link #complete} says so. Thread-safety: none.
 */
final class Shortlists {

    private static final int MOST_OF_ONE = 4_000;
    private static final int MOST_OF_ALL = 200_000;

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final Alternatives alternatives;
    private final Prices prices;
    private final double gap;
    private final Map<Integer, PricedColumns> columns = new HashMap<>();
    private final double[] listedTo;
    private final double[] least;
    private final Map<Integer, Beside> beside = new HashMap<>();
    private final boolean[] cut;
    private final int mostCombinations;
    private int made;
    private boolean complete = true;

    /** What was listed last for a team, beside which column. */
    private record Beside(List<Choice> now, PricedColumns columns) {}

    Shortlists(Rooms rooms, List<TeamPricer> teams, Alternatives alternatives, Prices prices, double gap) {
        this.rooms = rooms;
        this.teams = teams;
        this.alternatives = alternatives;
        this.prices = prices;
        this.gap = gap;
        this.cut = new boolean[teams.size()];
        this.listedTo = new double[teams.size()];
        this.mostCombinations = Math.min(MOST_OF_ONE, MOST_OF_ALL / Math.max(1, teams.size()));
        this.least = new double[teams.size()];
        Arrays.fill(least, Double.NaN);
    }

    /** Least priced cost of a team. */
    double least(int team) {
        if (Double.isNaN(least[team])) {
            least[team] = teams.get(team).least(prices);
        }
        return least[team];
    }

    /**
     * Its columns of at most that priced cost, and perhaps some more.
     *
     * <p>An exchange of few teams has less to gain than the whole plan; lists that go no further are much shorter.
     */
    private PricedColumns of(int team, double below) {
        PricedColumns listed = columns.get(team);
        double most = least(team) + Math.max(0, gap) + 1e-9 * Math.max(1, Math.abs(least(team)));
        double wanted = Math.min(below, most);
        if (listed == null || wanted > listedTo[team] && !cut[team]) {
            double further = listed == null ? wanted : least(team) + 2 * (wanted - least(team));
            listed = listed(team, Math.min(most, further));
            columns.put(team, listed);
        }
        return listed;
    }

    /** Columns below that priced cost; where the list is not whole, also what differs little from what the team has. */
    PricedColumns beside(int team, Column now, double below) {
        PricedColumns listed = of(team, below);
        if (!cut[team]) {
            return listed;
        }
        Beside last = beside.get(team);
        if (last == null || !last.now().equals(now.own())) {
            var all = new LinkedHashMap<List<Choice>, Column>();
            for (Column column : listed.columns()) {
                all.put(column.own(), column);
            }
            alternatives.of(team, now).forEach(column -> all.putIfAbsent(column.own(), column));
            made += all.size();
            last = new Beside(now.own(), PricedColumns.of(all.values(), column -> priced(team, column)));
            beside.put(team, last);
        }
        return last.columns();
    }

    double priced(int team, Column column) {
        return prices.of(column, teams.get(team).team().rank());
    }

    /** No list asked for so far was cut. */
    boolean complete() {
        return complete;
    }

    /** Columns made so far. */
    int made() {
        return made;
    }

    private PricedColumns listed(int team, double to) {
        TeamPricer pricer = teams.get(team);
        double above = Math.max(0, to - least(team));
        listedTo[team] = to;
        List<List<Choice>> combinations = pricer.within(prices, least(team) + above, mostCombinations);
        while (combinations == null) {
            complete = false;
            cut[team] = true;
            above /= 4;
            combinations = above < 1e-12 ? List.of() : pricer.within(prices, least(team) + above, mostCombinations);
        }
        made += combinations.size();
        double most = least(team) + above;
        List<Column> within = combinations.stream()
                .map(own -> Column.of(pricer.team(), own, rooms))
                .filter(column -> priced(team, column) <= most)
                .toList();
        return PricedColumns.of(within, column -> priced(team, column));
    }
}
