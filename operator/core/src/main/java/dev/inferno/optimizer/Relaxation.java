package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The linear relaxation of a plan: teams take mixtures of columns, and only the rows of the pools bind them.
 *
 * <p>Problem: what does room cost, and what can no plan beat? Method: rows are those of the pools, then for each rank the
 * replicas below the minimums and the unmet demand, which may be exceeded at a penalty. Solved by {@link ColumnSimplex};
 * the bound is the value of its prices, reckoned afresh over all combinations of every team, so that no rounding of the
 * simplex can make it lie. Thread-safety: none.
 */
final class Relaxation implements ColumnProgram<Column> {

    private final Rooms rooms;
    private final List<TeamPricer> teams;
    private final int poolRows;
    private final int ranks;
    private final double[] limits;
    private final double[] penalties;
    private Prices prices = new Prices(new double[0], new double[0], new double[0]);
    private final Rows rows;

    /** All service at once: none may be missing, at a penalty for each level. */
    static Relaxation of(Rooms rooms, List<TeamPricer> teams, int ranks, double[] penalties) {
        return new Relaxation(rooms, teams, ranks, new double[2 * ranks], penalties);
    }

    /** Levels before the objective's may not exceed what is allowed, those after it do not count. */
    static Relaxation of(Rooms rooms, List<TeamPricer> teams, Objective objective, Levels allowed) {
        int ranks = objective.ranks();
        double[] service = new double[2 * ranks];
        double[] penalties = new double[2 * ranks];
        for (int level = 0; level < 2 * ranks; level++) {
            boolean limit = level < objective.level();
            service[level] = limit ? allowed.value(level) : 0;
            penalties[level] = limit ? Double.POSITIVE_INFINITY : level == objective.level() ? objective.weight() : 0;
        }
        return new Relaxation(rooms, teams, ranks, service, penalties);
    }

    private Relaxation(Rooms rooms, List<TeamPricer> teams, int ranks, double[] service, double[] penalties) {
        this.rooms = rooms;
        this.teams = teams;
        this.rows = rooms.rows();
        this.poolRows = rows.size();
        this.ranks = ranks;
        this.limits = new double[poolRows + 2 * ranks];
        this.penalties = new double[limits.length];
        Arrays.fill(this.penalties, Double.POSITIVE_INFINITY);
        System.arraycopy(penalties, 0, this.penalties, poolRows, 2 * ranks);
        System.arraycopy(service, 0, limits, poolRows, 2 * ranks);
        for (int r = 0; r < poolRows; r++) {
            limits[r] = rows.limit(r);
        }
    }

    @Override
    public int rows() {
        return limits.length;
    }

    @Override
    public int teams() {
        return teams.size();
    }

    @Override
    public double limit(int row) {
        return limits[row];
    }

    @Override
    public double penalty(int row) {
        return penalties[row];
    }

    @Override
    public void add(int team, Column column, double times, double[] into) {
        column.addTo(into, times);
        int missing = poolRows + rank(team);
        int unmet = missing + ranks;
        into[missing] += penalties[missing] > 0 ? times * column.missing() : 0;
        into[unmet] += penalties[unmet] > 0 ? times * column.unmet() : 0;
    }

    /** @param duals of the rows, none below zero */
    Prices prices(double[] duals) {
        double[] kinds = new double[rooms.kinds().size()];
        for (int k = 0; k < kinds.length; k++) {
            int[] own = rows.of(k);
            for (int j = 0; j < own.length; j++) {
                kinds[k] += duals[own[j]] * rows.weights(k)[j];
            }
        }
        return new Prices(
                kinds,
                Arrays.copyOfRange(duals, poolRows, poolRows + ranks),
                Arrays.copyOfRange(duals, poolRows + ranks, poolRows + 2 * ranks));
    }

    @Override
    public void price(double[] duals) {
        prices = prices(duals);
    }

    @Override
    public double priced(int team, Column column) {
        return prices.of(column, rank(team));
    }

    @Override
    public double cost(Column column) {
        return column.cost();
    }

    @Override
    public @Nullable Column cheaper(int team, double below) {
        TeamPricer pricer = teams.get(team);
        if (pricer.least(prices) >= below) {
            return null;
        }
        Column column = Column.of(pricer.team(), pricer.choices(), rooms);
        return priced(team, column) < below ? column : null;
    }

    int rank(int team) {
        return teams.get(team).team().rank();
    }

    /** No plan within the limits costs less. */
    double bound(double[] duals) {
        Prices prices = prices(duals);
        double sum = 0;
        for (TeamPricer team : teams) {
            sum += team.least(prices);
        }
        for (int r = 0; r < limits.length; r++) {
            sum -= duals[r] * limits[r];
        }
        return sum;
    }
}
