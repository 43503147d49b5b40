package dev.inferno.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All combinations of what the items of a team can get that cost at most so much at given prices, and of which no replica is idle.
 *
 * <p>Method: depth first over the items, cut off by what the rest costs at least, per request still to serve or as a lack. Where
 * the router splits equally once per rate that could be the slowest in use: then a replica carries that rate, whatever it
 * could, and slower ones are not used. Complexity: O(combinations listed x choices). Thread-safety: none.
 */
final class TeamListing {

    private static final double ROUNDING = 1e-9;

    /** More searching for one combination is not worth it. */
    private static final int LOOKS_PER_COMBINATION = 10;

    private final Team team;
    private final List<TeamChoices> items;
    private final double[][] rates;
    private final double[] slowest;
    private final double[][] carries;
    private final double[] ratio;
    private final int[] at;
    private double[][] priced = new double[0][];
    private double[] cheapest = new double[0];
    private double most;
    private int mostCombinations;
    private int looks;
    private List<List<Choice>> found = new ArrayList<>();

    TeamListing(Team team, List<TeamChoices> items) {
        this.team = team;
        this.items = items;
        this.rates = IntStream.range(0, items.size())
                .mapToObj(i -> Arrays.stream(items.get(i).choices)
                        .mapToDouble(choice -> choice.replicas() == 0
                                ? Double.POSITIVE_INFINITY
                                : Team.perReplica(team.items().get(i).option(choice), choice.replicas()))
                        .toArray())
                .toArray(double[][]::new);
        this.slowest = !team.equalSplit() || items.size() == 1
                ? new double[0]
                : Arrays.stream(rates)
                        .flatMapToDouble(Arrays::stream)
                        .distinct()
                        .sorted()
                        .toArray();
        this.carries = items.stream().map(item -> item.carries.clone()).toArray(double[][]::new);
        this.ratio = new double[items.size() + 1];
        this.at = new int[items.size()];
    }

    /**
     * In no order; null when there are more than so many, or too few for the search they take.
     *
     * @param prices priced cost of each choice of each item
     * @param unmet price of a whole demand left unserved
     */
    @Nullable
    List<List<Choice>> within(double[][] prices, double unmet, double atMost, int limit) {
        priced = prices;
        most = atMost;
        mostCombinations = limit;
        looks = 0;
        found = new ArrayList<>();
        cheapest = new double[items.size() + 1];
        for (int i = items.size() - 1; i >= 0; i--) {
            cheapest[i] = cheapest[i + 1] + Arrays.stream(priced[i]).min().orElse(0);
        }
        if (slowest.length == 0) {
            return list(unmet, Double.NaN) ? found : null;
        }
        for (double rate : slowest) {
            for (int i = 0; i < carries.length; i++) {
                for (int c = 0; c < carries[i].length; c++) {
                    int replicas = items.get(i).choices[c].replicas();
                    carries[i][c] = replicas == 0 ? 0 : rates[i][c] >= rate ? replicas * rate : Double.NaN;
                }
            }
            if (!list(unmet, rate)) {
                return null;
            }
        }
        return found;
    }

    private boolean list(double unmet, double rate) {
        double perRequest = team.demand() > 0 ? unmet / team.demand() : 0;
        ratio[items.size()] = perRequest;
        for (int i = items.size() - 1; i >= 0; i--) {
            ratio[i] = Math.min(ratio[i + 1], cheapestPerRequest(i));
        }
        return search(0, 0, team.demand(), rate);
    }

    private boolean search(int i, double before, double missing, double rate) {
        if (i == items.size()) {
            if (Double.isNaN(rate) || isSlowest(rate)) {
                List<Choice> own = IntStream.range(0, at.length)
                        .mapToObj(k -> items.get(k).choices[at[k]])
                        .toList();
                if (!wasteful(own)) {
                    found.add(own);
                }
            }
            return found.size() <= mostCombinations;
        }
        if (looks++ > LOOKS_PER_COMBINATION * mostCombinations) {
            return false;
        }
        for (int c = 0; c < priced[i].length; c++) {
            double now = before + priced[i][c];
            double rest = missing - carries[i][c];
            rest = rest <= team.demand() * ROUNDING ? 0 : rest;
            at[i] = c;
            if (!Double.isNaN(rest)
                    && now + Math.max(cheapest[i + 1], rest * ratio[i + 1]) <= most
                    && !search(i + 1, now, rest, rate)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a replica could go, with nothing lost. */
    private boolean wasteful(List<Choice> own) {
        double unmet = team.unmetBy(own);
        var less = new ArrayList<>(own);
        for (int i = 0; i < own.size(); i++) {
            Choice choice = own.get(i);
            if (choice.replicas() > team.items().get(i).variant().minReplicas()) {
                less.set(i, choice.less());
                if (team.unmetBy(less) <= unmet) {
                    return true;
                }
                less.set(i, choice);
            }
        }
        return false;
    }

    private boolean isSlowest(double rate) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < at.length; i++) {
            least = Math.min(least, rates[i][at[i]]);
        }
        return least == rate;
    }

    private double cheapestPerRequest(int i) {
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < priced[i].length; c++) {
            if (carries[i][c] > 0) {
                least = Math.min(least, priced[i][c] / carries[i][c]);
            }
        }
        return least;
    }
}
