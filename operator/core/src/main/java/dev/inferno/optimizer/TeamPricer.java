package dev.inferno.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The best way to serve one team at given prices.
 *
 * <p>Problem: of all combinations of what its items can get, the one of least cost + priced room + priced lack. Method: depth
 * first over the items, cut off by the least price per request that is still to come; the last item by a table of minima over
 * its choices in the order of what they carry. Where the router splits equally see {@link EqualSplit}; where its rates are not
 * constant the result is a lower bound, for then capacities are summed. Complexity: O(choices) for one item, O(choices x log
 * choices) for two. Thread-safety: none.
 */
final class TeamPricer {

    private static final double ROUNDING = 1e-9;

    private final Team team;
    private final List<TeamChoices> items;
    private final double[][] priced;
    private final double[] ratio;
    private final int[] enough;
    private final int[] lacking;
    private final int[] at;
    private final int[] best;
    private final EqualSplit equalSplit;
    private @Nullable TeamListing listing;
    private double least;
    private double perRequest;

    TeamPricer(Team team, Rooms rooms) {
        this.team = team;
        this.items = team.items().stream()
                .map(item -> new TeamChoices(team, item, rooms))
                .toList();
        this.priced = items.stream().map(item -> new double[item.size()]).toArray(double[][]::new);
        this.ratio = new double[items.size() + 1];
        this.enough = new int[items.getLast().size()];
        this.lacking = new int[items.getLast().size()];
        this.at = new int[items.size()];
        this.best = new int[items.size()];
        this.equalSplit = new EqualSplit(team, items);
    }

    Team team() {
        return team;
    }

    List<TeamChoices> items() {
        return items;
    }

    /** A bound that no combination is below; see the class for when it is exact. */
    double least(Prices prices) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).priced(prices, team.rank(), priced[i]);
        }
        double unmet = prices.ofUnmet(team.rank());
        if (equalSplit.applies()) {
            return equalSplit.least(priced, unmet, best);
        }
        perRequest = team.demand() > 0 ? unmet / team.demand() : 0;
        ratio[items.size()] = perRequest;
        for (int i = items.size() - 1; i >= 0; i--) {
            ratio[i] = Math.min(ratio[i + 1], cheapest(items.get(i), priced[i]));
        }
        tables(items.getLast(), priced[items.size() - 1]);
        least = Double.POSITIVE_INFINITY;
        search(0, 0, team.demand());
        return least;
    }

    /** The combination of the last {@link #least}. */
    List<Choice> choices() {
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).choices[best[i]])
                .toList();
    }

    /** Combinations of at most that priced cost, in no order; null when there are more than so many. */
    @Nullable
    List<List<Choice>> within(Prices prices, double most, int mostCombinations) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).priced(prices, team.rank(), priced[i]);
        }
        listing = listing == null ? new TeamListing(team, items) : listing;
        return listing.within(priced, prices.ofUnmet(team.rank()), most, mostCombinations);
    }

    private void search(int i, double before, double missing) {
        TeamChoices item = items.get(i);
        if (i == items.size() - 1) {
            last(item, priced[i], before, missing);
            return;
        }
        for (int c = 0; c < item.size(); c++) {
            double now = before + priced[i][c];
            double rest = Math.max(0, missing - item.carries[c]);
            if (now + rest * ratio[i + 1] < least) {
                at[i] = c;
                search(i + 1, now, rest);
            }
        }
    }

    private void last(TeamChoices item, double[] price, double before, double missing) {
        double needed = missing - team.demand() * ROUNDING;
        int from = firstCarrying(item.carries, needed);
        if (from < price.length) {
            offer(enough[from], before + price[enough[from]]);
        }
        if (from > 0) {
            int c = lacking[from - 1];
            offer(c, before + price[c] + perRequest * (missing - item.carries[c]));
        }
    }

    private void offer(int choice, double value) {
        if (value < least) {
            least = value;
            at[at.length - 1] = choice;
            System.arraycopy(at, 0, best, 0, at.length);
        }
    }

    /** For each position the best choice from there on, and the best before it when what it lacks is priced. */
    private void tables(TeamChoices item, double[] price) {
        for (int c = price.length - 1; c >= 0; c--) {
            boolean keeps = c + 1 < price.length && price[enough[c + 1]] <= price[c];
            enough[c] = keeps ? enough[c + 1] : c;
        }
        for (int c = 0; c < price.length; c++) {
            boolean keeps = c > 0 && net(item, price, lacking[c - 1]) <= net(item, price, c);
            lacking[c] = keeps ? lacking[c - 1] : c;
        }
    }

    private double net(TeamChoices item, double[] price, int c) {
        return price[c] - perRequest * item.carries[c];
    }

    private static double cheapest(TeamChoices item, double[] price) {
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < price.length; c++) {
            if (item.carries[c] > 0) {
                least = Math.min(least, price[c] / item.carries[c]);
            }
        }
        return least;
    }

    private static int firstCarrying(double[] carries, double needed) {
        int from = Arrays.binarySearch(carries, needed);
        from = from < 0 ? -from - 1 : from;
        while (from > 0 && carries[from - 1] >= needed) {
            from--;
        }
        return from;
    }
}
