package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Takes some teams out of a plan and gives them the best columns that fit beside all others.
 *
 * <p>Method: branch and bound, depth first over the teams, those with fewest columns first, columns by their priced cost; cut
 * off where the prices, or the cheapest column that each open team has room for, say that nothing better follows. With all
 * teams taken out and nothing cut short, the plan is proven best. Thread-safety: none.
 */
final class Exchange {

    /** Columns looked at for one step of the budget. */
    private static final int COLUMNS_PER_STEP = 32;

    /** What it takes to make a column, in columns looked at. */
    private static final int LOOKS_PER_COLUMN = 16;

    private final Objective objective;
    private final List<TeamPricer> teams;
    private final Shortlists shortlists;
    private final double[] duals;
    private final Rows rows;
    private final Steps steps;
    private int[] chosen = new int[0];
    private int[] rankOf = new int[0];
    private Column[][] open = new Column[0][];
    private double[][] priced = new double[0][];
    private double[] leastFrom = new double[0];
    private Column[] now = new Column[0];
    private Column[] found = new Column[0];
    private Levels allowed;
    private Levels sum;
    private double best;
    private double slack;
    private int nodes;
    private int mostNodes;
    private long unpaid;
    private boolean cut;

    /** @param duals prices of the rows of rooms, then of the levels of service */
    Exchange(
            Objective objective,
            List<TeamPricer> teams,
            Shortlists shortlists,
            double[] duals,
            Rows rows,
            Steps steps) {
        this.objective = objective;
        this.teams = teams;
        this.shortlists = shortlists;
        this.duals = duals;
        this.rows = rows;
        this.steps = steps;
        this.allowed = new Levels(objective.ranks());
        this.sum = new Levels(objective.ranks());
    }

    /** Whether the last search was ended before it had seen all. */
    boolean cut() {
        return cut;
    }

    /** @return whether the plan is better now; it fits either way */
    boolean improve(Occupancy plan, int[] drawn, int atMost) {
        chosen = drawn.clone();
        int count = chosen.length;
        allowed.clear();
        sum.clear();
        best = 0;
        for (int team : chosen) {
            Column column = plan.column(team);
            allowed.add(column, rank(team), 1);
            best += objective.of(column, rank(team));
            plan.lift(team);
        }
        double before = best;
        nodes = 0;
        mostNodes = atMost;
        list(plan);
        now = new Column[count];
        rankOf = new int[count];
        for (int i = 0; i < count; i++) {
            now[i] = plan.column(chosen[i]);
            rankOf[i] = rank(chosen[i]);
        }
        found = now.clone();
        cut = false;
        search(plan, 0, 0, 0);
        for (int i = 0; i < count; i++) {
            plan.put(chosen[i], found[i]);
        }
        return best < before;
    }

    private void list(Occupancy plan) {
        slack = 0;
        for (int r = 0; r < rows.size(); r++) {
            slack += duals[r] > 0 ? duals[r] * (rows.limit(r) - plan.row(r)) : 0;
        }
        for (int level = 0; level < Math.min(objective.level(), duals.length - rows.size()); level++) {
            slack += duals[rows.size() + level] * allowed.value(level);
        }
        double least = Arrays.stream(chosen).mapToDouble(shortlists::least).sum();
        double worth = best - objective.rounding() + slack - least;
        List<Open> all = Arrays.stream(chosen)
                .mapToObj(team -> open(plan, team, worth + shortlists.least(team)))
                .sorted(Comparator.comparingInt((Open team) -> team.columns().length)
                        .thenComparingInt(Open::team))
                .toList();
        int count = chosen.length;
        open = new Column[count][];
        priced = new double[count][];
        leastFrom = new double[count + 1];
        for (int i = count - 1; i >= 0; i--) {
            chosen[i] = all.get(i).team();
            open[i] = all.get(i).columns();
            priced[i] = all.get(i).priced();
            leastFrom[i] = leastFrom[i + 1] + (priced[i].length > 0 ? priced[i][0] : Double.POSITIVE_INFINITY);
        }
    }

    /** What a team can have, cheapest first. */
    private record Open(int team, Column[] columns, double[] priced) {}

    /** Of a team's columns those that have room alone and cost less than leaves nothing to gain. */
    private Open open(Occupancy plan, int team, double below) {
        int made = shortlists.made();
        PricedColumns listed = shortlists.beside(team, plan.column(team), below);
        looked((long) LOOKS_PER_COLUMN * (shortlists.made() - made));
        Column[] columns = new Column[listed.size()];
        double[] costs = new double[listed.size()];
        int admitted = 0;
        int c = 0;
        for (; c < listed.size() && listed.priced()[c] < below; c++) {
            if (plan.admits(listed.columns()[c])) {
                columns[admitted] = listed.columns()[c];
                costs[admitted++] = listed.priced()[c];
            }
        }
        looked(c + 1L);
        return new Open(team, Arrays.copyOf(columns, admitted), Arrays.copyOf(costs, admitted));
    }

    private int rank(int team) {
        return teams.get(team).team().rank();
    }

    /**
     * @param value of the columns given so far
     * @param prior their priced cost
     */
    private void search(Occupancy plan, int i, double value, double prior) {
        if (i == chosen.length) {
            if (value < best - objective.rounding()) {
                best = value;
                found = now.clone();
            }
            return;
        }
        for (int c = 0; c < open[i].length; c++) {
            double next = prior + priced[i][c];
            if (next + leastFrom[i + 1] - slack >= best - objective.rounding()) {
                return;
            }
            if (nodes >= mostNodes) {
                cut = true;
                return;
            }
            nodes++;
            looked(1);
            Column column = open[i][c];
            double with = value + objective.of(column, rankOf[i]);
            sum.add(column, rankOf[i], 1);
            if (with < best - objective.rounding() && sum.within(allowed, objective.level()) && plan.admits(column)) {
                now[i] = column;
                plan.put(chosen[i], column);
                if (next + leastOpen(plan, i + 1) - slack < best - objective.rounding() && fits(plan, column)) {
                    search(plan, i + 1, with, next);
                }
                plan.lift(chosen[i]);
            }
            sum.add(column, rankOf[i], -1);
        }
    }

    private boolean fits(Occupancy plan, Column column) {
        long before = plan.effort();
        boolean fits = plan.fits(column);
        looked(plan.effort() - before);
        return fits;
    }

    private void looked(long columns) {
        unpaid += columns;
        if (unpaid >= COLUMNS_PER_STEP) {
            mostNodes = steps.next((int) (unpaid / COLUMNS_PER_STEP)) ? mostNodes : 0;
            unpaid %= COLUMNS_PER_STEP;
        }
    }

    /** Priced cost of the cheapest column that each open team has room for, alone. */
    private double leastOpen(Occupancy plan, int from) {
        double least = 0;
        for (int i = from; i < open.length; i++) {
            int c = first(plan, open[i]);
            if (c < 0) {
                return Double.POSITIVE_INFINITY;
            }
            least += priced[i][c];
        }
        return least;
    }

    private static int first(Occupancy plan, Column[] columns) {
        for (int c = 0; c < columns.length; c++) {
            if (plan.admits(columns[c])) {
                return c;
            }
        }
        return -1;
    }
}
